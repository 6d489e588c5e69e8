package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of the {@link CancellationFuzzTest} that do the same each time: they use no other
 * threads and no sockets. Every static method here that takes a {@link FuzzProbe} is one.
 */
final class FuzzPrograms {
    private FuzzPrograms() {}

    private static int fail(Duration after) throws IOException {
        sleep(after);
        throw new IOException("as planned");
    }

    private static void cancelAndAwait(List<? extends Task<?>> tasks) {
        tasks.forEach(Task::cancel);
        gatherOutcomes(tasks);
    }

    // ---- sleeping and cleaning up

    static void sleeping(FuzzProbe probe) {
        try (var _ = probe.open()) {
            sleep(Duration.ZERO);
            probe.hold(millis(1));
            sleep(Duration.ZERO);
            sleep(Duration.ofNanos(1));
        }
    }

    static void finallyBlocksThatSuspend(FuzzProbe probe) {
        var first = probe.open();
        try {
            var second = probe.open();
            try {
                sleep(millis(5));
            } finally {
                try {
                    sleep(millis(5));
                    sleep(Duration.ZERO);
                } finally {
                    second.close();
                }
            }
        } finally {
            try {
                gather(() -> probe.hold(millis(1)), () -> probe.holdSlow(millis(2)));
            } finally {
                first.close();
            }
        }
    }

    static void tryWithResources(FuzzProbe probe) {
        try (var _ = probe.openSlow();
                var _ = probe.open();
                var _ = probe.openSlow()) {
            sleep(millis(5));
        }
    }

    // ---- gathering

    static void gathering(FuzzProbe probe) {
        gather(
                () -> probe.hold(millis(3)),
                () -> probe.hold(millis(1)),
                () -> probe.holdSlow(millis(2)),
                async(() -> probe.hold(Duration.ZERO)));
    }

    static void gatherNested(FuzzProbe probe) {
        gather(
                () -> gather(() -> probe.hold(millis(1)), () -> probe.holdSlow(millis(1))),
                () -> gatherOutcomes(() -> probe.hold(millis(2)), () -> probe.hold(millis(1))));
    }

    static void gatherFails(FuzzProbe probe) throws IOException {
        var rest = createTask(() -> probe.holdSlow(millis(20)));
        try {
            gather(() -> fail(millis(2)), rest, () -> fail(millis(4)));
        } catch (Exception e) {
            rest.await();
        }
    }

    static void gatheringOutcomes(FuzzProbe probe) {
        gatherOutcomes(
                () -> fail(millis(1)), () -> probe.holdSlow(millis(2)), () -> fail(Duration.ZERO));
    }

    static void gatherOfFutures(FuzzProbe probe) {
        Future<Integer> future = Future.pending();
        var timer = getRunningLoop().callLater(millis(3), () -> future.finish(3));
        try {
            gather(future, createTask(() -> probe.hold(millis(1))), future);
        } finally {
            timer.cancel();
        }
    }

    // ---- waiting

    static void waitingForAll(FuzzProbe probe) {
        var tasks =
                List.of(
                        createTask(() -> probe.hold(millis(1))),
                        createTask(() -> probe.holdSlow(millis(2))));
        try {
            waitAll(tasks, millis(1));
            waitAll(tasks);
        } finally {
            cancelAndAwait(tasks);
        }
    }

    static void waitingForAny(FuzzProbe probe) {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 1; i <= 3; i++) {
            var time = millis(i);
            tasks.add(createTask(() -> probe.hold(time)));
        }
        try {
            var result = waitAny(tasks);
            waitAny(result.pending());
        } finally {
            cancelAndAwait(tasks);
        }
    }

    static void waitingForTheFirstException(FuzzProbe probe) {
        var tasks =
                List.of(
                        createTask(() -> probe.hold(millis(1))),
                        createTask(() -> fail(millis(2))),
                        createTask(() -> probe.holdSlow(millis(3))));
        try {
            waitFirstException(tasks);
        } finally {
            cancelAndAwait(tasks);
        }
    }

    static void completing(FuzzProbe probe) {
        var tasks = new ArrayList<Task<Integer>>();
        for (int i = 3; i > 0; i--) {
            var time = millis(i);
            tasks.add(createTask(() -> probe.hold(time)));
        }
        try {
            for (Future<Integer> done : asCompleted(tasks)) {
                done.await();
                sleep(Duration.ZERO);
            }
        } finally {
            cancelAndAwait(tasks);
        }
    }

    static void completingAsAwaitablesInTime(FuzzProbe probe) {
        var tasks =
                List.of(
                        createTask(() -> probe.holdSlow(millis(1))),
                        createTask(() -> probe.hold(millis(2))),
                        createTask(() -> probe.hold(seconds(9))));
        try {
            for (Coroutine<Integer> next : asCompleted(tasks, seconds(1)).awaitables()) {
                next.await();
            }
            probe.check(false, "the time limit of asCompleted did not strike");
        } catch (TimeoutException e) {
            sleep(Duration.ZERO);
        } finally {
            cancelAndAwait(tasks);
        }
    }

    // ---- time limits

    static void waitForInTimeAndTooLate(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        waitFor(() -> probe.holdSlow(millis(1)), seconds(1));
        try {
            waitFor(() -> probe.holdSlow(seconds(2)), seconds(1));
            probe.check(false, "waitFor let it be");
        } catch (TimeoutException e) {
            probe.checkTakenBack(before, "waitFor");
        }
        var task = createTask(() -> probe.holdSlow(seconds(1)));
        try {
            waitFor(task, millis(5));
        } catch (TimeoutException e) {
            probe.check(task.isCancelled(), "waitFor left its task");
        }
        try {
            waitFor(createTask(() -> probe.hold(seconds(1))), Duration.ZERO);
        } catch (TimeoutException e) {
            probe.checkTakenBack(before, "waitFor");
        }
    }

    static void timeouts(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        try {
            timeout(
                    seconds(1),
                    outer -> {
                        try {
                            timeoutAt(
                                    getRunningLoop().time().plusMillis(3),
                                    () -> probe.holdSlow(seconds(5)));
                        } catch (TimeoutException e) {
                            sleep(Duration.ZERO);
                        }
                        outer.reschedule(millis(4));
                        probe.holdSlow(seconds(5));
                    });
        } catch (TimeoutException e) {
            probe.checkTakenBack(before, "timeout");
        }
    }

    static void timeoutsThatStrikeAtOnce(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        for (int i = 0; i < 2; i++) {
            try {
                timeout(
                        millis(2),
                        () ->
                                timeout(
                                        millis(2),
                                        () -> timeout(millis(2), () -> probe.hold(seconds(1)))));
                probe.check(false, "no time limit struck");
            } catch (TimeoutException e) {
                probe.checkTakenBack(before, "timeout");
            }
        }
    }

    /** Ends in the turn in which its time is up. */
    static void timeoutAtTheSameTime(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        for (int i = 0; i < 2; i++) {
            try {
                timeout(millis(2), () -> probe.hold(millis(2)));
            } catch (TimeoutException e) {
                sleep(Duration.ZERO);
            }
            probe.checkTakenBack(before, "timeout");
        }
    }

    static void timeoutOfAGather(FuzzProbe probe) {
        try {
            timeout(
                    millis(5),
                    () ->
                            gather(
                                    () -> probe.holdSlow(millis(1)),
                                    () -> probe.hold(seconds(1)),
                                    () -> probe.hold(seconds(1))));
        } catch (TimeoutException e) {
            sleep(Duration.ZERO);
        }
    }

    // ---- shields

    static void shielding(FuzzProbe probe) {
        var inner = createTask(() -> probe.holdSlow(millis(5)));
        try {
            shield(inner);
        } catch (CancelledError e) {
            inner.await();
            throw e;
        }
        shield(() -> probe.hold(millis(1)));
    }

    static void shieldOfAGather(FuzzProbe probe) {
        shield(() -> gather(() -> probe.hold(millis(1)), () -> probe.holdSlow(millis(2))));
        try {
            timeout(millis(1), () -> shield(() -> probe.hold(millis(50))));
        } catch (TimeoutException e) {
            sleep(millis(1));
        }
    }

    // ---- groups

    static void groups(FuzzProbe probe) {
        taskGroup(
                outer -> {
                    outer.createTask(() -> probe.holdSlow(millis(3)));
                    taskGroup(
                            inner -> {
                                inner.createTask(() -> probe.hold(millis(1)));
                                outer.createTask(() -> probe.hold(millis(2)));
                                sleep(Duration.ZERO);
                            });
                    probe.hold(millis(1));
                });
    }

    static void groupThatFails(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        try {
            taskGroup(
                    group -> {
                        group.createTask(() -> probe.holdSlow(seconds(1)));
                        group.createTask(() -> fail(millis(2)));
                        group.createTask(() -> fail(millis(2)));
                        probe.hold(seconds(1));
                    });
            probe.check(false, "the group did not fail");
        } catch (ExceptionGroup e) {
            probe.checkTakenBack(before, "taskGroup");
        }
    }

    static void groupsThatFailInside(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        try {
            taskGroup(
                    outer -> {
                        outer.createTask(
                                () ->
                                        taskGroup(
                                                inner -> {
                                                    inner.createTask(
                                                            () -> probe.holdSlow(seconds(1)));
                                                    fail(millis(3));
                                                }));
                        outer.createTask(() -> probe.holdSlow(seconds(1)));
                    });
        } catch (ExceptionGroup e) {
            probe.checkTakenBack(before, "taskGroup");
        }
    }

    static void groupThatIsCancelled(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        taskGroup(
                group -> {
                    group.createTask(() -> probe.holdSlow(seconds(1)));
                    group.createTask(
                            () -> {
                                sleep(millis(3));
                                group.cancel("enough");
                            });
                    probe.holdSlow(seconds(1));
                });
        probe.checkTakenBack(before, "taskGroup");
    }

    static void groupThatIsCancelledWhenTheBodyIsOver(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        taskGroup(
                group -> {
                    group.createTask(
                            () -> {
                                var timer = getRunningLoop().callLater(millis(2), group::cancel);
                                try {
                                    probe.holdSlow(seconds(1));
                                } finally {
                                    timer.cancel();
                                }
                            });
                });
        probe.checkTakenBack(before, "taskGroup");
    }

    /** If the cancel finds a task that has failed and not started, the group has its error. */
    static void groupThatStarts(FuzzProbe probe) {
        try {
            taskGroup(
                    group -> {
                        startThree(group, probe);
                    });
        } catch (ExceptionGroup e) {
            probe.check(e.exceptions().size() == 1, "unexpected: " + e);
        }
    }

    private static void startThree(TaskGroup group, FuzzProbe probe) {
        int port =
                group.start(
                        status -> {
                            try (var _ = probe.openSlow()) {
                                sleep(millis(1));
                                status.started(80);
                                sleep(millis(3));
                            }
                        });
        probe.check(port == 80, "start returned " + port);
        try {
            group.start(status -> fail(millis(1)));
            probe.check(false, "start did not fail");
        } catch (Exception e) {
            sleep(Duration.ZERO);
        }
        try {
            group.start(status -> probe.holdSlow(millis(1)));
            probe.check(false, "start did not fail");
        } catch (IllegalStateException e) {
            sleep(Duration.ZERO);
        }
    }

    static void groupInATimeout(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        try {
            timeout(
                    millis(3),
                    () ->
                            taskGroup(
                                    group -> {
                                        group.createTask(() -> probe.holdSlow(seconds(1)));
                                        group.createTask(
                                                () ->
                                                        timeout(
                                                                millis(1),
                                                                () -> probe.hold(seconds(1))));
                                    }));
        } catch (TimeoutException | ExceptionGroup e) {
            probe.checkTakenBack(before, "timeout");
        }
    }

    // ---- scopes

    static void scopes(FuzzProbe probe) {
        boolean ended =
                cancelScope(
                        scope -> {
                            var timer = getRunningLoop().callLater(millis(2), scope::cancel);
                            try {
                                probe.holdSlow(seconds(1));
                            } finally {
                                timer.cancel();
                            }
                        });
        probe.check(!ended, "the scope was not cancelled");
        probe.check(moveOnAfter(millis(2), () -> probe.hold(millis(1))).isPresent(), "too early");
        probe.check(moveOnAfter(millis(2), () -> probe.holdSlow(seconds(1))).isEmpty(), "too late");
        try {
            failAfter(millis(2), () -> probe.hold(seconds(1)));
            probe.check(false, "the scope did not fail");
        } catch (TimeoutException e) {
            sleep(Duration.ZERO);
        }
    }

    static void scopesNested(FuzzProbe probe) {
        moveOnAfter(
                millis(6),
                () -> {
                    moveOnAfter(millis(3), () -> probe.holdSlow(seconds(1)));
                    moveOnAfter(seconds(3), () -> probe.holdSlow(seconds(1)));
                    probe.check(false, "the outer scope was not cancelled");
                });
        sleep(Duration.ZERO);
    }

    static void scopeAroundAGroup(FuzzProbe probe) {
        boolean ended =
                moveOnAfter(
                        millis(3),
                        () ->
                                taskGroup(
                                        group -> {
                                            group.createTask(() -> probe.holdSlow(seconds(1)));
                                            group.createTask(() -> probe.hold(seconds(1)));
                                            group.createTask(() -> probe.hold(millis(1)));
                                        }));
        probe.check(!ended, "the scope was not cancelled");
    }

    static void scopeThatShieldsItsCleanUp(FuzzProbe probe) {
        var resource = probe.open();
        try {
            moveOnAfter(millis(2), () -> probe.hold(seconds(1)));
            sleep(millis(2));
        } finally {
            moveOnAfter(
                    seconds(1),
                    scope -> {
                        scope.setShielding(true);
                        try {
                            sleep(millis(5));
                        } finally {
                            resource.close(); // a loop that closes knows no shields
                        }
                        sleep(Duration.ZERO);
                    });
        }
    }

    static void scopeWithAShieldThatIsDropped(FuzzProbe probe) {
        moveOnAfter(
                millis(4),
                () ->
                        cancelScope(
                                scope -> {
                                    scope.setShielding(true);
                                    probe.holdSlow(millis(3));
                                    scope.setShielding(false);
                                    probe.holdSlow(millis(3));
                                }));
        sleep(Duration.ZERO);
    }

    static void shieldedGroup(FuzzProbe probe) {
        cancelScope(
                scope -> {
                    scope.setShielding(true);
                    taskGroup(
                            group -> {
                                group.createTask(() -> probe.holdSlow(millis(2)));
                                probe.hold(millis(1));
                            });
                });
        sleep(Duration.ZERO);
    }

    static void timeoutInAShield(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        cancelScope(
                scope -> {
                    scope.setShielding(true);
                    try {
                        timeout(millis(2), () -> probe.holdSlow(seconds(1)));
                        probe.check(false, "the time limit did not strike");
                    } catch (TimeoutException e) {
                        probe.checkTakenBack(before, "timeout");
                    }
                });
        sleep(Duration.ZERO);
    }

    // ---- races and eager tasks

    static void race(FuzzProbe probe) {
        var result =
                staggeredRace(
                        List.<Block<Integer, ?>>of(
                                () -> fail(millis(1)),
                                () -> probe.holdSlow(millis(30)),
                                () -> probe.holdSlow(millis(4))),
                        millis(2));
        probe.check(result.value() != null, "nobody won");
    }

    static void raceThatNobodyWins(FuzzProbe probe) {
        var result =
                staggeredRace(
                        List.<Block<Integer, ?>>of(
                                () -> fail(Duration.ZERO),
                                () -> {
                                    try (var _ = probe.openSlow()) {
                                        return fail(millis(1));
                                    }
                                }),
                        null);
        probe.check(result.value() == null, "somebody won");
    }

    static void eagerTasks(FuzzProbe probe) {
        var tasks =
                List.of(
                        createTask(eager(), () -> probe.hold(millis(1))),
                        createTask(eager(), () -> 2),
                        createTask(
                                eager(),
                                () ->
                                        createTask(eager(), () -> probe.holdSlow(Duration.ZERO))
                                                .await()));
        try {
            gather(tasks);
        } finally {
            cancelAndAwait(tasks);
        }
        taskGroup(
                group -> {
                    group.createTask(eager(), () -> probe.hold(millis(1)));
                    group.createTask(eager(), () -> 3);
                });
    }

    // ---- futures, callbacks, coroutines

    static void futuresAndCallbacks(FuzzProbe probe) {
        Future<String> reply = Future.pending();
        var timer = getRunningLoop().callLater(millis(3), () -> reply.finish("pong"));
        try (var _ = probe.open()) {
            Future<Integer> seen = Future.pending();
            reply.addDoneCallback(done -> seen.finish(1));
            reply.await();
            seen.await();
            sleep(Duration.ZERO);
        } finally {
            timer.cancel();
        }
    }

    static void coroutines(FuzzProbe probe) {
        await(
                async(
                        () -> {
                            await(async(() -> probe.holdSlow(millis(1))));
                            return gather(
                                    async(() -> probe.hold(millis(1))),
                                    async(() -> await(async(() -> probe.hold(millis(2))))));
                        }));
        createTask(async(() -> probe.holdSlow(millis(1)))).await();
    }

    /** A value that was handed over comes through, whenever the cancel comes. */
    static void handOver(FuzzProbe probe) {
        for (int i = 0; i < 2; i++) {
            Future<FuzzProbe.Resource> gift = Future.pending();
            Runnable give =
                    () -> {
                        if (!gift.isDone()) {
                            gift.setResult(probe.open());
                        }
                    };
            var giver = getRunningLoop().callLater(millis(1), give);
            try (var _ = gift.await()) {
                sleep(Duration.ZERO);
            } finally {
                giver.cancel();
            }
        }
    }

    /** A cancel that comes with a value strikes at the next suspension point, in these blocks. */
    static void handOverThenBlock(FuzzProbe probe) {
        give(probe);
        try {
            timeout(Duration.ZERO, () -> probe.hold(millis(1)));
        } catch (TimeoutException e) {
            give(probe);
        }
        moveOnAfter(Duration.ZERO, () -> probe.hold(millis(1)));
        give(probe);
        taskGroup(
                group -> {
                    group.cancel();
                    probe.hold(millis(1));
                });
        give(probe);
        try {
            waitFor(() -> probe.holdSlow(millis(1)), Duration.ofNanos(1));
        } catch (TimeoutException e) {
            sleep(Duration.ZERO);
        }
    }

    private static void give(FuzzProbe probe) {
        Future<Integer> gift = Future.pending();
        var giver = getRunningLoop().callLater(millis(1), () -> gift.finish(1));
        try (var _ = probe.open()) {
            gift.await();
        } finally {
            giver.cancel();
        }
    }

    static void contextVariables(FuzzProbe probe) {
        ContextVar<String> name = ContextVar.of("name");
        name.set("main");
        try {
            gather(
                    () -> {
                        name.set("first");
                        return probe.hold(millis(1));
                    },
                    () -> probe.holdSlow(millis(1)));
        } finally {
            probe.check("main".equals(name.get()), "a variable was changed by a task");
        }
    }

    // ---- programs that cancel and that catch

    static void cancelAChildAndWait(FuzzProbe probe) {
        var child = createTask(() -> probe.holdSlow(seconds(1)));
        try {
            sleep(millis(1));
        } finally {
            child.cancel();
            awaitCancelled(child);
        }
    }

    /** The recipe that tells a cancel of the child from one of the caller. */
    private static void awaitCancelled(Task<?> child) {
        try {
            child.await();
        } catch (CancelledError e) {
            if (FuzzProbe.cancelling() > 0) {
                throw e;
            }
        }
    }

    /** The loops that asyncio's documentation warns of, with an end. */
    @FuzzProgram(catches = true)
    static void catchingAndGoingOn(FuzzProbe probe) {
        for (int i = 0; i < 3; i++) {
            try {
                probe.holdSlow(millis(1));
            } catch (CancelledError e) {
                sleepQuietly();
            }
        }
    }

    private static void sleepQuietly() {
        try {
            sleep(millis(1));
        } catch (CancelledError e) {
            // It was told once.
        }
    }

    static void workerWithAMailbox(FuzzProbe probe) {
        var mail = new Future<?>[] {Future.pending()};
        var worker =
                createTask(
                        () -> {
                            try (var _ = probe.openSlow()) {
                                for (int i = 0; i < 3; i++) {
                                    mail[0].await();
                                    mail[0] = Future.pending();
                                }
                            }
                        });
        try {
            for (int i = 0; i < 3; i++) {
                mail[0].finish(Works.cast(i));
                sleep(millis(1));
            }
            worker.await();
        } finally {
            worker.cancel();
        }
    }

    static void everythingInEverything(FuzzProbe probe) {
        int before = FuzzProbe.cancelling();
        try {
            timeout(
                    millis(20),
                    () ->
                            moveOnAfter(
                                    millis(9),
                                    () ->
                                            taskGroup(
                                                    group -> {
                                                        group.createTask(
                                                                () ->
                                                                        shield(
                                                                                () ->
                                                                                        probe.hold(
                                                                                                millis(
                                                                                                        4))));
                                                        group.createTask(() -> race(probe));
                                                        group.createTask(() -> timeouts(probe));
                                                        gather(
                                                                () -> scopes(probe),
                                                                () -> gatherNested(probe));
                                                    })));
        } catch (TimeoutException e) {
            probe.check(false, "the scope did not catch its cancel: " + e);
        }
        probe.checkTakenBack(before, "timeout");
    }
}
