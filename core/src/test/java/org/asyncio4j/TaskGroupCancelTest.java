package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.failAtTheEnd;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class TaskGroupCancelTest {
    private final Checkpoints log = new Checkpoints();

    // ---- an error that an eager child has at once

    @AsyncTest
    void group_eagerChildFailsAtOnce_bodyGoesOnToItsNextSuspension() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g -> {
                                    g.createTask(
                                            eager(),
                                            () -> {
                                                throw new IOException();
                                            });
                                    log.add("after");
                                    pause();
                                }));
        log.assertAre("after");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void group_eagerChildFailsAtOnce_moreCanBeCreatedInTheSameStep() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g -> {
                                    g.createTask(
                                            eager(),
                                            () -> {
                                                throw new IOException();
                                            });
                                    g.createTask(() -> log.waitForEver("other"));
                                    sleep(Duration.ZERO); // both begin and end as in asyncio
                                    log.add("cancelled only now");
                                }));
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_eagerGrandchildFailsInTheFirstStepOfItsCreator_creatorIsCancelledToo() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g ->
                                        g.createTask(
                                                eager(),
                                                () -> {
                                                    g.createTask(
                                                            eager(),
                                                            () -> {
                                                                throw new IOException();
                                                            });
                                                    log.waitForEver("creator");
                                                })));
        log.assertAre("creator ends");
    }

    @AsyncTest
    void group_cancelInTheFirstStepOfAnEagerChild_cancelsTheChildToo() {
        taskGroup(
                g -> {
                    g.createTask(
                            eager(),
                            () -> {
                                g.cancel("stop");
                                log.waitForEver("child");
                            });
                });
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void start_cancelInTheFirstStepOfAnEagerTask_cancelsItToo() {
        taskGroup(
                g -> {
                    g.start(
                            eager(),
                            (TaskStatus<Integer> status) -> {
                                status.started(1);
                                g.cancel("stop");
                                log.waitForEver("child");
                            });
                    log.add("started");
                });
        log.assertAre("started", "child ends");
    }

    // ---- cancelled from outside

    @AsyncTest
    void group_cancelledInTheBody_cancelsChildrenAndThrows() {
        var task =
                createTask(
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            log.waitForEver("body");
                                        }));
        sleep(seconds(1));
        task.cancel("outside");
        assertEquals("outside", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("body ends", "child ends");
    }

    @AsyncTest
    void group_cancelledWhileItEnds_cancelsChildrenAndThrows() {
        var task = createTask(() -> taskGroup(g -> g.createTask(() -> log.waitForEver("child"))));
        sleep(seconds(1));
        task.cancel("outside");
        assertEquals("outside", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("child ends");
    }

    @AsyncTest
    void group_cancelledAgainAndAgain_waitsForTheChildrenAllTheSame() {
        var task =
                createTask(
                        () ->
                                taskGroup(
                                        g ->
                                                g.createTask(
                                                        () -> {
                                                            try {
                                                                pause();
                                                            } finally {
                                                                sleep(seconds(5));
                                                                log.add("cleaned up");
                                                            }
                                                        })));
        for (int i = 1; i <= 3; i++) {
            sleep(seconds(1));
            task.cancel("request " + i);
        }
        assertEquals("request 1", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("cleaned up");
        assertEquals(3, task.cancelling());
    }

    @AsyncTest
    void group_cancelledBeforeTheFirstChildBegan_childNeverRuns() {
        var task =
                createTask(
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.add("never"));
                                            throw new CancelledError("self");
                                        }));
        assertEquals("self", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre();
    }

    @AsyncTest
    void group_childIgnoresTheCancelOnce_isWaitedFor() {
        var task =
                createTask(
                        () ->
                                taskGroup(
                                        g ->
                                                g.createTask(
                                                        () -> {
                                                            try {
                                                                pause();
                                                            } catch (CancelledError e) {
                                                                sleep(seconds(3));
                                                                log.add("child goes on");
                                                            }
                                                        })));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        log.assertAre("child goes on");
    }

    @AsyncTest
    void group_cancelAndErrorsAtOnce_errorsWinAndTheNextAwaitRaisesAgain() {
        var counts = new ArrayList<Integer>();
        var task =
                createTask(
                        () -> {
                            try {
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> failAtTheEnd(new Bang()));
                                            pause();
                                        });
                            } catch (ExceptionGroup e) {
                                counts.add(current().cancelling());
                                log.add(e.exceptions().getFirst().getClass().getSimpleName());
                            }
                            sleep(seconds(1));
                            log.add("never");
                        });
        sleep(seconds(1));
        task.cancel("outside");
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(1), counts);
        log.assertAre("Bang");
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void group_childFailsAndTheParentIsCancelledInOneIteration_bothTakeEffect() {
        var task =
                createTask(
                        () -> {
                            try {
                                taskGroup(
                                        g ->
                                                g.createTask(
                                                        () -> {
                                                            sleep(seconds(1));
                                                            throw new Bang();
                                                        }));
                            } catch (ExceptionGroup e) {
                                log.add("group " + current().cancelling());
                            }
                            try {
                                sleep(seconds(1));
                            } catch (CancelledError e) {
                                log.add("again");
                                throw e;
                            }
                        });
        sleep(Duration.ZERO);
        sleep(Duration.ZERO); // so that the child's timer is the older one
        getRunningLoop().callLater(seconds(1), () -> task.cancel("outside"));
        assertThrows(CancelledError.class, task::await);
        log.assertAre("group 1", "again");
    }

    @AsyncTest
    void group_undeliveredCancelBesidesErrors_keepsItsReason() {
        var task =
                createTask(
                        () -> {
                            assertThrows(
                                    ExceptionGroup.class,
                                    () ->
                                            taskGroup(
                                                    g -> {
                                                        current().cancel("the reason");
                                                        throw new Bang();
                                                    }));
                            sleep(seconds(1));
                        });
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("the reason", error.getMessage());
    }

    @AsyncTest
    void group_bodySwallowsTheCancelOfAFailedChild_errorsCome() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g -> {
                                    g.createTask(
                                            () -> {
                                                throw new Bang();
                                            });
                                    try {
                                        pause();
                                    } catch (CancelledError e) {
                                        log.add("swallowed");
                                    }
                                }));
        log.assertAre("swallowed");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void group_enteredWithASwallowedCancel_keepsTheCount() {
        var task =
                createTask(
                        () -> {
                            try {
                                pause();
                            } catch (CancelledError e) {
                                log.add("swallowed");
                            }
                            assertThrows(
                                    ExceptionGroup.class,
                                    () ->
                                            taskGroup(
                                                    g -> {
                                                        g.createTask(
                                                                () -> {
                                                                    throw new Bang();
                                                                });
                                                        pause();
                                                    }));
                            return current().cancelling();
                        });
        sleep(Duration.ZERO);
        task.cancel();
        // As in asyncio, a group with errors raises again whatever was requested before it.
        assertThrows(CancelledError.class, task::await);
        assertEquals(1, task.cancelling());
        log.assertAre("swallowed");
    }

    @AsyncTest
    void group_bodyAwaitsACancelledFuture_throwsThatError() {
        Future<Void> future = Future.pending();
        future.cancel("not ours");
        var error =
                assertThrows(
                        CancelledError.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            sleep(Duration.ZERO);
                                            future.await();
                                        }));
        assertEquals("not ours", error.getMessage());
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    // ---- cancel

    @AsyncTest
    void cancel_fromTheBody_endsTheBlockWithoutAnError() {
        String result =
                taskGroup(
                        g -> {
                            g.createTask(() -> log.waitForEver("child"));
                            sleep(Duration.ZERO);
                            g.cancel("enough");
                            log.add("body goes on");
                            pause();
                            return "never";
                        });
        assertNull(result);
        log.assertAre("body goes on", "child ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_fromTheBodyThatEndsAtOnce_keepsTheResult() {
        assertEquals(
                "body",
                taskGroup(
                        g -> {
                            g.cancel();
                            return "body";
                        }));
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_fromAChild_endsAll() {
        taskGroup(
                g -> {
                    g.createTask(() -> log.waitForEver("sibling"));
                    g.createTask(
                            () -> {
                                g.cancel("by a child");
                                log.waitForEver("child");
                            });
                    log.waitForEver("body");
                });
        log.assertAre("sibling ends", "body ends", "child ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_whileTheGroupEnds_endsAll() {
        taskGroup(
                g -> {
                    g.createTask(() -> log.waitForEver("sibling"));
                    g.createTask(
                            () -> {
                                sleep(seconds(1));
                                g.cancel();
                                log.add("last words");
                            });
                });
        log.assertAre("last words", "sibling ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_fromACallback_endsAll() {
        taskGroup(
                g -> {
                    getRunningLoop().callLater(seconds(1), () -> g.cancel("callback"));
                    g.createTask(() -> log.waitForEver("child"));
                });
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void cancel_twiceAndAfterTheEnd_doesNothingMore() {
        var groups = new ArrayList<TaskGroup>();
        taskGroup(
                g -> {
                    groups.add(g);
                    var child = g.createTask(() -> log.waitForEver("child"));
                    sleep(Duration.ZERO);
                    g.cancel();
                    g.cancel("again");
                    assertEquals(1, child.cancelling());
                    assertEquals(1, current().cancelling());
                });
        groups.getFirst().cancel();
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
        log.assertAre("child ends");
    }

    @AsyncTest
    void cancel_errorsNevertheless_areThrown() {
        var error = new Bang();
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> failAtTheEnd(error));
                                            sleep(Duration.ZERO);
                                            g.cancel();
                                        }));
        assertEquals(List.of(error), group.exceptions());
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_andCancelFromOutside_theLatterIsThrown() {
        var task =
                createTask(
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            sleep(Duration.ZERO);
                                            current().cancel("outside");
                                            g.cancel("inside");
                                            pause();
                                        }));
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("outside", error.getMessage());
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void cancel_ofAnInnerGroup_leavesTheOuterAlone() {
        taskGroup(
                outer -> {
                    outer.createTask(() -> log.add("outer child " + after(seconds(2), 1)));
                    taskGroup(
                            inner -> {
                                inner.createTask(() -> log.waitForEver("inner child"));
                                sleep(seconds(1));
                                inner.cancel();
                                pause();
                            });
                    log.add("between");
                });
        log.assertAre("inner child ends", "between", "outer child 1");
    }

    @AsyncTest
    void cancel_ofAnOuterGroupInAnInnerOne_endsBoth() {
        taskGroup(
                outer -> {
                    taskGroup(
                            inner -> {
                                inner.createTask(() -> log.waitForEver("inner child"));
                                sleep(Duration.ZERO);
                                outer.cancel();
                                pause();
                            });
                    log.add("never");
                });
        log.assertAre("inner child ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void cancel_reason_isTheChildrensMessage() {
        var children = new ArrayList<Task<?>>();
        taskGroup(
                g -> {
                    children.add(g.createTask(() -> pause()));
                    sleep(Duration.ZERO);
                    g.cancel("the reason");
                });
        var error = assertThrows(CancelledError.class, () -> children.getFirst().result());
        assertEquals("the reason", error.getMessage());
    }

    private static int after(Duration delay, int value) {
        sleep(delay);
        return value;
    }
}
