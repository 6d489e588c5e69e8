package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

class CancelScopeTest {
    private final Checkpoints log = new Checkpoints();

    private static Duration now() {
        return getRunningLoop().time();
    }

    // ---- the ends of a scope

    @AsyncTest
    void scope_bodyEnds_givesItsResult() {
        Optional<Integer> value = cancelScope(scope -> 1);
        assertEquals(Optional.of(1), value);
        assertTrue(
                cancelScope(
                        scope -> {
                            log.entries().clear();
                        }));
        assertEquals(Optional.of("x"), moveOnAfter(seconds(1), () -> "x"));
    }

    @AsyncTest
    void scope_bodyThrows_throwsTheSame() {
        var error = new IOException();
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                cancelScope(
                                        scope -> {
                                            scope.cancel();
                                            throw error;
                                        })));
    }

    @AsyncTest
    void cancel_fromTheBody_isCaughtAtTheNextSuspension() {
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel("enough");
                            assertTrue(scope.isCancelled());
                            log.add("goes on");
                            var error = assertThrows(CancelledError.class, () -> pause());
                            log.add(error.getMessage());
                            assertFalse(scope.cancelledCaught());
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre("goes on", "enough");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_bodyEndsNormally_isNotCaught() {
        var scopes = new CancelScope[1];
        Optional<Integer> value =
                cancelScope(
                        scope -> {
                            scopes[0] = scope;
                            scope.cancel();
                            return 1;
                        });
        assertEquals(Optional.of(1), value);
        assertTrue(scopes[0].isCancelled());
        assertFalse(scopes[0].cancelledCaught());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_fromAnotherTask_wakesTheBody() {
        var scopes = new CancelScope[1];
        createTask(
                () -> {
                    sleep(seconds(1));
                    scopes[0].cancel("other");
                });
        boolean finished =
                cancelScope(
                        scope -> {
                            scopes[0] = scope;
                            log.waitForEver("body");
                        });
        assertFalse(finished);
        assertTrue(scopes[0].cancelledCaught());
        log.assertAre("body ends");
    }

    @AsyncTest
    void cancel_fromACallback_wakesASleeper() {
        Duration begin = now();
        boolean finished =
                cancelScope(
                        scope -> {
                            getRunningLoop().callLater(seconds(1), scope::cancel);
                            sleep(seconds(100));
                        });
        assertFalse(finished);
        assertEquals(seconds(1), now().minus(begin));
    }

    @AsyncTest
    void cancel_whenAtSleepZero_isRaisedThere() {
        boolean finished =
                cancelScope(
                        scope -> {
                            getRunningLoop().callSoon(scope::cancel);
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre();
    }

    @AsyncTest
    void cancel_twiceOrAfterTheEnd_doesNothing() {
        var scopes = new CancelScope[2];
        cancelScope(
                scope -> {
                    scopes[0] = scope;
                    scope.cancel("first");
                    scope.cancel("second");
                    assertEquals(
                            "first",
                            assertThrows(CancelledError.class, () -> pause()).getMessage());
                });
        cancelScope(
                scope -> {
                    scopes[1] = scope;
                });
        scopes[1].cancel();
        assertFalse(scopes[1].isCancelled());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_swallowed_isRaisedAgainAtEachSuspension() {
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            for (int i = 0; i < 3; i++) {
                                assertThrows(CancelledError.class, () -> sleep(Duration.ZERO));
                                assertThrows(CancelledError.class, () -> sleep(seconds(1)));
                                assertThrows(CancelledError.class, () -> pause());
                            }
                        });
        assertTrue(finished);
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_swallowedInALoop_letsOtherTasksRun() {
        var stop = new boolean[1];
        createTask(
                () -> {
                    for (int i = 0; i < 5; i++) {
                        sleep(Duration.ZERO);
                    }
                    stop[0] = true;
                });
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            for (int i = 0; !stop[0]; i++) {
                                Future<Void> future = Future.pending();
                                assertThrows(CancelledError.class, future::await);
                                assertTrue(i < 100, "nobody else gets a turn");
                            }
                        });
        assertTrue(finished);
    }

    @AsyncTest
    void cancel_valueAlreadyGiven_isNotLost() {
        Future<String> future = Future.pending();
        boolean finished =
                cancelScope(
                        scope -> {
                            getRunningLoop()
                                    .callSoon(
                                            () -> {
                                                future.setResult("value");
                                                scope.cancel();
                                            });
                            log.add(future.await());
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre("value");
    }

    @AsyncTest
    void cancel_whatDoesNotSuspend_isNoSuspensionPoint() {
        Future<String> done = Future.pending();
        done.setResult("done");
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            log.add(done.await());
                        });
        assertTrue(finished);
        log.assertAre("done");
    }

    @AsyncTest
    void cancelledError_thatIsNotOfTheScope_goesOn() {
        Future<Void> future = Future.pending();
        future.cancel("not ours");
        var error = assertThrows(CancelledError.class, () -> cancelScope(scope -> future.await()));
        assertEquals("not ours", error.getMessage());
    }

    // ---- nested scopes

    @AsyncTest
    void nested_innerIsCancelled_outerGoesOn() {
        boolean finished =
                cancelScope(
                        outer -> {
                            assertFalse(
                                    cancelScope(
                                            inner -> {
                                                inner.cancel();
                                                pause();
                                            }));
                            sleep(seconds(1));
                            log.add("outer");
                        });
        assertTrue(finished);
        log.assertAre("outer");
    }

    @AsyncTest
    void nested_outerIsCancelled_innerDoesNotCatch() {
        boolean finished =
                cancelScope(
                        outer -> {
                            cancelScope(
                                    inner -> {
                                        outer.cancel();
                                        pause();
                                    });
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre();
    }

    @AsyncTest
    void nested_bothAreCancelled_theOutermostCatches() {
        var scopes = new CancelScope[2];
        boolean finished =
                cancelScope(
                        outer -> {
                            scopes[0] = outer;
                            cancelScope(
                                    inner -> {
                                        scopes[1] = inner;
                                        inner.cancel();
                                        outer.cancel();
                                        pause();
                                    });
                            log.add("never");
                        });
        assertFalse(finished);
        assertTrue(scopes[0].cancelledCaught());
        assertFalse(scopes[1].cancelledCaught());
    }

    @AsyncTest
    void nested_outerIsCancelledWhileTheInnerErrorIsOnItsWay_theOutermostCatches() {
        boolean finished =
                cancelScope(
                        outer -> {
                            cancelScope(
                                    inner -> {
                                        inner.cancel();
                                        try {
                                            pause();
                                        } finally {
                                            outer.cancel();
                                        }
                                    });
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre();
    }

    @AsyncTest
    void nested_equalDeadlines_onlyTheOutermostCatches() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            moveOnAfter(seconds(1), () -> pause());
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre();
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void nested_outerDeadlineComesDuringTheCleanUp_theOutermostCatches() {
        boolean finished =
                moveOnAfter(
                        seconds(2),
                        () -> {
                            moveOnAfter(
                                    seconds(1),
                                    () -> {
                                        try {
                                            pause();
                                        } finally {
                                            cancelScope(
                                                    shield -> {
                                                        shield.setShielding(true);
                                                        sleep(seconds(5));
                                                        log.add("cleaned up");
                                                    });
                                        }
                                    });
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre("cleaned up");
    }

    // ---- together with cancels of the task

    @AsyncTest
    void scopeAndTaskAreCancelled_isNotCaught() {
        var task =
                createTask(
                        () -> {
                            cancelScope(
                                    scope -> {
                                        scope.cancel();
                                        current().cancel("edge");
                                        pause();
                                    });
                            log.add("never");
                        });
        assertThrows(CancelledError.class, task::await);
        log.assertAre();
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void taskIsCancelledInAScope_isNotCaught() {
        var task = createTask(() -> moveOnAfter(seconds(10), () -> log.waitForEver("body")));
        sleep(seconds(1));
        task.cancel("edge");
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
    }

    @AsyncTest
    void taskIsCancelledInACancelledScopeThatEndsNormally_isToldAfterIt() {
        var task =
                createTask(
                        () -> {
                            boolean finished =
                                    cancelScope(
                                            scope -> {
                                                scope.cancel();
                                                current().cancel("edge");
                                            });
                            log.add(finished);
                            pause();
                        });
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre(true);
    }

    @AsyncTest
    void timeoutAroundAScope_equalTimes_theOuterWins() {
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    moveOnAfter(seconds(1), () -> pause());
                                    log.add("never");
                                }));
        log.assertAre();
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void timeoutInAScope_equalTimes_theScopeWinsAtItsNextSuspension() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(
                                    TimeoutException.class,
                                    () -> timeout(seconds(1), () -> pause()));
                            log.add("between");
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre("between");
        assertEquals(0, current().cancelling());
    }

    // ---- deadlines

    @AsyncTest
    void moveOnAfter_timeIsUp_isEmpty() {
        Duration begin = now();
        Optional<Integer> value =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            sleep(seconds(2));
                            return 1;
                        });
        assertEquals(Optional.empty(), value);
        assertEquals(seconds(1), now().minus(begin));
        sleep(seconds(5));
    }

    @AsyncTest
    void moveOnAfter_inTime_doesNotDisturbWhatComesAfter() {
        assertTrue(moveOnAfter(seconds(100), () -> sleep(seconds(1))));
        Duration end = now();
        sleep(seconds(200));
        assertEquals(seconds(200), now().minus(end));
    }

    @AsyncTest
    void moveOnAt_aTime_isMeantAbsolutely() {
        Duration begin = now();
        assertFalse(moveOnAt(begin.plus(seconds(3)), () -> pause()));
        assertEquals(seconds(3), now().minus(begin));
        assertEquals(Optional.empty(), moveOnAt(begin, () -> after(seconds(1))));
    }

    private static int after(Duration delay) {
        sleep(delay);
        return 1;
    }

    @AsyncTest
    void deadline_inThePast_bodyRunsToItsFirstSuspension() {
        boolean finished =
                moveOnAfter(
                        seconds(-1),
                        scope -> {
                            assertTrue(scope.isCancelled());
                            log.add("begins");
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre("begins");
        assertTrue(moveOnAfter(Duration.ZERO, () -> log.add("no suspension")));
    }

    @AsyncTest
    void deadline_movedLater_countsFromThen() {
        Duration begin = now();
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        scope -> {
                            sleep(millis(500));
                            scope.setTimeout(seconds(5));
                            assertEquals(begin.plus(millis(5500)), scope.deadline());
                            pause();
                        });
        assertFalse(finished);
        assertEquals(millis(5500), now().minus(begin));
    }

    @AsyncTest
    void deadline_movedIntoThePast_cancelsAtOnce() {
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.setDeadline(now().minus(seconds(1)));
                            assertTrue(scope.isCancelled());
                            scope.setDeadline(null); // too late
                            assertTrue(scope.isCancelled());
                            pause();
                        });
        assertFalse(finished);
    }

    @AsyncTest
    void deadline_removed_neverComes() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        scope -> {
                            scope.setDeadline(null);
                            assertNull(scope.deadline());
                            sleep(seconds(100));
                        });
        assertTrue(finished);
    }

    @AsyncTest
    void deadline_setFromACallback_holds() {
        Duration begin = now();
        boolean finished =
                cancelScope(
                        scope -> {
                            getRunningLoop()
                                    .callLater(seconds(1), () -> scope.setTimeout(seconds(1)));
                            pause();
                        });
        assertFalse(finished);
        assertEquals(seconds(2), now().minus(begin));
    }

    @AsyncTest
    void deadline_afterTheEnd_doesNothing() {
        var scopes = new CancelScope[1];
        cancelScope(
                scope -> {
                    scopes[0] = scope;
                });
        scopes[0].setTimeout(seconds(1));
        sleep(seconds(2));
        assertFalse(scopes[0].isCancelled());
    }

    @AsyncTest
    void deadline_farAway_isNever() {
        Duration always = Duration.ofSeconds(Long.MAX_VALUE);
        assertTrue(moveOnAfter(always, () -> sleep(seconds(1))));
        assertFalse(moveOnAfter(always.negated(), () -> sleep(seconds(1))));
    }

    @AsyncTest
    void failAfter_timeIsUp_throws() {
        var error =
                assertThrows(TimeoutException.class, () -> failAfter(seconds(1), () -> pause()));
        assertTrue(error.getMessage().contains("deadline"), error.getMessage());
        assertInstanceOf(CancelledError.class, error.getCause());
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void failAfter_inTime_givesTheResult() {
        String value = failAfter(seconds(1), () -> "x");
        assertEquals("x", value);
        assertThrows(TimeoutException.class, () -> failAt(now(), () -> sleep(seconds(1))));
        String late = failAt(now(), () -> "did not suspend");
        assertEquals("did not suspend", late);
    }

    @AsyncTest
    void failAfter_swallowing_doesNotHelp() {
        assertThrows(
                TimeoutException.class,
                () ->
                        failAfter(
                                seconds(1),
                                () -> {
                                    assertThrows(CancelledError.class, () -> pause());
                                    sleep(seconds(1));
                                    log.add("never");
                                }));
        log.assertAre();
    }

    @AsyncTest
    void currentEffectiveDeadline_isTheEarliestUpToAShield() {
        Duration begin = now();
        assertEquals(Optional.empty(), currentEffectiveDeadline());
        moveOnAfter(
                seconds(5),
                outer -> {
                    assertEquals(Optional.of(begin.plus(seconds(5))), currentEffectiveDeadline());
                    moveOnAfter(
                            seconds(9),
                            inner -> {
                                assertEquals(
                                        Optional.of(begin.plus(seconds(5))),
                                        currentEffectiveDeadline());
                                inner.setShielding(true);
                                assertEquals(
                                        Optional.of(begin.plus(seconds(9))),
                                        currentEffectiveDeadline());
                                inner.cancel();
                                assertEquals(Optional.of(now()), currentEffectiveDeadline());
                            });
                    outer.setDeadline(null);
                    assertEquals(Optional.empty(), currentEffectiveDeadline());
                });
        assertEquals(Optional.empty(), currentEffectiveDeadline());
    }

    @AsyncTest
    void currentEffectiveDeadline_inAChildOfAGroup_isThatOfTheGroupsScope() {
        Duration begin = now();
        moveOnAfter(
                seconds(5),
                () -> {
                    taskGroup(
                            group ->
                                    group.createTask(
                                            () ->
                                                    assertEquals(
                                                            Optional.of(begin.plus(seconds(5))),
                                                            currentEffectiveDeadline())));
                    createTask(() -> assertEquals(Optional.empty(), currentEffectiveDeadline()))
                            .await();
                });
    }

    // ---- the rest

    @AsyncTest
    void scope_outsideOfATask_isRefused() {
        getRunningLoop()
                .callSoon(
                        () ->
                                log.add(
                                        assertThrows(
                                                        IllegalStateException.class,
                                                        () -> cancelScope(scope -> 1))
                                                .getMessage()));
        sleep(Duration.ZERO);
        log.assertAre("cannot suspend here: callbacks run outside of any task");
    }

    @AsyncTest
    void scope_error_besidesTheCancel_isNotCaught() {
        assertThrows(
                Bang.class,
                () -> moveOnAfter(seconds(1), () -> Checkpoints.failAtTheEnd(new Bang())));
        sleep(seconds(1));
    }

    @AsyncTest
    void scope_toString_showsItsState() {
        var scopes = new CancelScope[1];
        cancelScope(
                scope -> {
                    scopes[0] = scope;
                    assertEquals("<CancelScope active>", scope.toString());
                    scope.setShielding(true);
                    assertEquals("<CancelScope active shielding>", scope.toString());
                    scope.setShielding(false);
                    scope.cancel();
                    assertEquals("<CancelScope cancelled>", scope.toString());
                    pause();
                });
        assertEquals("<CancelScope caught>", scopes[0].toString());
    }
}
