package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.failAtTheEnd;
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
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class TaskGroupTest {
    private final Checkpoints log = new Checkpoints();

    // ---- waiting

    @AsyncTest
    void group_children_areWaitedForAndHaveResults() {
        var tasks = new ArrayList<Task<Integer>>();
        String result =
                taskGroup(
                        group -> {
                            tasks.add(group.createTask(() -> after(seconds(2), 1)));
                            tasks.add(group.createTask(() -> after(seconds(1), 2)));
                            return "body";
                        });
        assertEquals("body", result);
        assertEquals(1, tasks.get(0).result());
        assertEquals(2, tasks.get(1).result());
    }

    private static int after(Duration delay, int value) {
        sleep(delay);
        return value;
    }

    @AsyncTest
    void group_empty_givesTheResultWithoutSuspending() {
        getRunningLoop().callSoon(() -> log.add("callback"));
        assertEquals("x", taskGroup(group -> "x"));
        log.assertAre();
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void group_childCreatesSiblingsWhileTheGroupEnds_areWaitedFor() {
        taskGroup(
                group -> {
                    group.createTask(
                            () -> {
                                sleep(seconds(1));
                                group.createTask(
                                        () -> {
                                            sleep(seconds(1));
                                            group.createTask(() -> log.add("third"));
                                            log.add("second");
                                        });
                                log.add("first");
                            });
                });
        log.assertAre("first", "second", "third");
    }

    @AsyncTest
    void group_tasks_areListedUntilTheyAreDone() {
        taskGroup(
                group -> {
                    var a = group.createTask(() -> sleep(seconds(1)));
                    var b = group.createTask(() -> sleep(seconds(2)));
                    assertEquals(List.of(a, b), group.tasks());
                    sleep(millis(1500));
                    assertEquals(List.of(b), group.tasks());
                    assertThrows(UnsupportedOperationException.class, () -> group.tasks().clear());
                });
    }

    @AsyncTest
    void group_childIsCancelled_isNoError() {
        taskGroup(
                group -> {
                    var child = group.createTask(() -> log.waitForEver("child"));
                    group.createTask(() -> after(seconds(1), 1));
                    sleep(Duration.ZERO);
                    child.cancel();
                });
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_options_areTheTasksOptions() {
        taskGroup(
                group -> {
                    assertEquals("n", group.createTask(named("n"), () -> 1).name());
                    var eager = group.createTask(eager(), () -> log.add("eager"));
                    assertTrue(eager.isDone());
                    assertEquals("v", group.createTask(named("v"), () -> {}).name());
                });
        log.assertAre("eager");
    }

    @AsyncTest
    void group_outsideOfATask_isRefused() {
        getRunningLoop()
                .callSoon(
                        () ->
                                log.add(
                                        assertThrows(
                                                        IllegalStateException.class,
                                                        () -> taskGroup(group -> 1))
                                                .getMessage()));
        sleep(Duration.ZERO);
        log.assertAre("cannot suspend here: callbacks run outside of any task");
    }

    // ---- errors

    @AsyncTest
    void group_childFails_cancelsSiblingsAndBody() {
        var error = new IOException("child");
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("sibling"));
                                            g.createTask(
                                                    () -> {
                                                        sleep(seconds(1));
                                                        throw error;
                                                    });
                                            log.waitForEver("body");
                                        }));
        assertEquals("unhandled errors in a TaskGroup", group.message());
        assertEquals(List.of(error), group.exceptions());
        assertNull(group.getCause());
        log.assertAre("sibling ends", "body ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1)); // nothing leaks
    }

    @AsyncTest
    void group_bodyFails_cancelsChildren() {
        var error = new IOException("body");
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            sleep(Duration.ZERO);
                                            throw error;
                                        }));
        assertEquals(List.of(error), group.exceptions());
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_bodyFailsBeforeTheChildBegan_childNeverRuns() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g -> {
                                    g.createTask(() -> log.add("never"));
                                    throw new IOException();
                                }));
        log.assertAre();
    }

    @AsyncTest
    void group_errorsInCleanUp_areCollectedInTheOrderTheyHappened() {
        var first = new IOException("first");
        var second = new IllegalStateException("second");
        var third = new IllegalArgumentException("third");
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> failAtTheEnd(second));
                                            g.createTask(
                                                    () -> {
                                                        sleep(seconds(1));
                                                        throw first;
                                                    });
                                            failAtTheEnd(third);
                                        }));
        assertEquals(List.of(first, second, third), group.exceptions());
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_nested_errorsAreNested() {
        var error = new IOException();
        var outer =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("outer child"));
                                            taskGroup(
                                                    h -> {
                                                        h.createTask(
                                                                () ->
                                                                        log.waitForEver(
                                                                                "inner child"));
                                                        h.createTask(
                                                                () -> {
                                                                    throw error;
                                                                });
                                                    });
                                        }));
        var inner = assertInstanceOf(ExceptionGroup.class, outer.exceptions().getFirst());
        assertEquals(List.of(error), inner.exceptions());
        log.assertAre("inner child ends", "outer child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_outerChildFails_endsTheInnerGroup() {
        var outer =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(
                                                    () -> {
                                                        sleep(seconds(1));
                                                        throw new IOException();
                                                    });
                                            taskGroup(
                                                    h ->
                                                            h.createTask(
                                                                    () ->
                                                                            log.waitForEver(
                                                                                    "inner")));
                                            log.add("never");
                                        }));
        assertEquals(1, outer.exceptions().size());
        log.assertAre("inner ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_bothNestedGroupsFail_cancelCountIsStable() {
        var outer =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(
                                                    () -> {
                                                        throw new IOException("outer");
                                                    });
                                            taskGroup(
                                                    h -> {
                                                        h.createTask(
                                                                () -> {
                                                                    throw new IOException("inner");
                                                                });
                                                        pause();
                                                    });
                                        }));
        assertEquals(2, outer.exceptions().size());
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void group_virtualMachineErrorOfAChild_isThrownBare() {
        var error = new StackOverflowError("grave");
        assertSame(
                error,
                assertThrows(
                        StackOverflowError.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("sibling"));
                                            g.createTask(
                                                    () -> {
                                                        throw error;
                                                    });
                                            g.createTask(
                                                    () -> {
                                                        throw new IOException("hidden");
                                                    });
                                            pause();
                                        })));
        log.assertAre("sibling ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_virtualMachineErrorOfTheBody_isThrownBare() {
        var error = new OutOfMemoryError("grave");
        assertSame(
                error,
                assertThrows(
                        OutOfMemoryError.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            sleep(Duration.ZERO);
                                            throw error;
                                        })));
        log.assertAre("child ends");
    }

    @AsyncTest
    void group_otherErrors_areGrouped() {
        var error = new AssertionError("an Error like any other");
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g ->
                                                g.createTask(
                                                        () -> {
                                                            throw error;
                                                        })));
        assertEquals(List.of(error), group.exceptions());
    }

    @AsyncTest
    void group_tasksThatSpawnForEver_endOnAnError() {
        var count = new int[1];
        assertThrows(
                ExceptionGroup.class,
                () ->
                        taskGroup(
                                g -> {
                                    g.createTask(() -> spawn(g, count));
                                    g.createTask(
                                            () -> {
                                                sleep(seconds(5));
                                                throw new IOException();
                                            });
                                }));
        assertEquals(5, count[0]);
    }

    private static void spawn(TaskGroup group, int[] count) {
        sleep(seconds(1));
        count[0]++;
        group.createTask(() -> spawn(group, count));
        pause();
    }

    // ---- misuse

    @AsyncTest
    void createTask_groupIsFinished_isRefusedAndTheCoroutineDiscarded(TestLoop loop) {
        var groups = new ArrayList<TaskGroup>();
        taskGroup(
                g -> {
                    groups.add(g);
                });
        var group = groups.getFirst();
        var error =
                assertThrows(IllegalStateException.class, () -> group.createTask(async(() -> 1)));
        assertTrue(error.getMessage().contains("finished"), error.getMessage());
        assertThrows(IllegalStateException.class, () -> group.createTask(() -> log.add("never")));
        assertThrows(
                IllegalStateException.class,
                () -> group.start((TaskStatus<Integer> status) -> log.add("never")));
        sleep(Duration.ZERO);
        log.assertAre();
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void createTask_groupIsBeingCancelled_isRefusedAndTheCoroutineDiscarded() {
        taskGroup(
                g -> {
                    g.createTask(
                            () -> {
                                try {
                                    pause();
                                } finally {
                                    refused(g);
                                }
                            });
                    sleep(Duration.ZERO);
                    g.cancel();
                    refused(g);
                });
        log.assertAre("refused", "refused");
    }

    private void refused(TaskGroup group) {
        var coroutine = async(() -> log.add("never"));
        var error = assertThrows(IllegalStateException.class, () -> group.createTask(coroutine));
        assertTrue(error.getMessage().contains("shutting down"), error.getMessage());
        log.add("refused");
    }

    @AsyncTest
    void createTask_usedCoroutine_isRefusedAndTheGroupEnds() {
        var coroutine = async(() -> 1);
        coroutine.await();
        taskGroup(
                g -> {
                    assertThrows(IllegalStateException.class, () -> g.createTask(coroutine));
                    assertEquals(List.of(), g.tasks());
                });
    }

    @AsyncTest
    void group_blockReturnsACoroutine_fails() {
        var group = assertThrows(ExceptionGroup.class, () -> taskGroup(g -> async(() -> 1)));
        assertInstanceOf(IllegalStateException.class, group.exceptions().getFirst());
    }

    // ---- scopes

    @AsyncTest
    void group_inACancelledScope_childrenAreCancelledToo() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            log.waitForEver("body");
                                        }));
        assertFalse(finished);
        assertEquals(2, log.entries().size());
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void group_inAScopeThatIsCancelledWhileItEnds_isCaughtByTheScope() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            taskGroup(g -> g.createTask(() -> log.waitForEver("child")));
                        });
        assertFalse(finished);
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_childSwallowsTheCancelOfAScope_itIsRaisedAgainUntilTheChildEnds() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            taskGroup(g -> g.createTask(() -> swallow(3)));
                        });
        assertFalse(finished);
        log.assertAre(0, 1, 2);
    }

    private void swallow(int times) {
        for (int i = 0; i < times; i++) {
            try {
                pause();
            } catch (CancelledError e) {
                log.add(i);
            }
        }
    }

    @AsyncTest
    void group_madeInACancelledScope_childrenBeginAndEndAtTheirFirstSuspension() {
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            taskGroup(
                                    g ->
                                            g.createTask(
                                                    () -> {
                                                        log.add("begins");
                                                        log.waitForEver("child");
                                                    }));
                        });
        assertFalse(finished);
        log.assertAre("begins", "child ends"); // as trio: the body runs to its first checkpoint
    }

    @AsyncTest
    void group_errorsInACancelledScope_areNotCaught() {
        assertThrows(
                ExceptionGroup.class,
                () ->
                        moveOnAfter(
                                seconds(1),
                                () ->
                                        taskGroup(
                                                g ->
                                                        g.createTask(
                                                                () -> failAtTheEnd(new Bang())))));
        sleep(seconds(1));
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void group_childIsInAShieldWhenItsGroupIsCancelled_endsTheShieldFirst() {
        taskGroup(
                g -> {
                    g.createTask(
                            () -> {
                                cancelScope(
                                        scope -> {
                                            scope.setShielding(true);
                                            sleep(seconds(2));
                                            log.add("shield ends " + current().cancelling());
                                        });
                                log.waitForEver("child");
                            });
                    sleep(seconds(1));
                    g.cancel();
                });
        log.assertAre("shield ends 1", "child ends");
    }

    @AsyncTest
    void group_scopeOfTheChildEndsWithIt_leavesNothingInTheScope() {
        moveOnAfter(
                seconds(100),
                scope -> {
                    taskGroup(
                            g -> {
                                for (int i = 0; i < 10; i++) {
                                    g.createTask(() -> sleep(seconds(1)));
                                }
                            });
                    sleep(seconds(1));
                    scope.cancel(); // would tell members that are long done
                });
        assertEquals(0, current().cancelling());
    }

    // ---- the end of the loop

    @Test
    void group_waitsWhileTheLoopIsClosed_ends() {
        var loop = (Loop) newEventLoop(new VirtualClock());
        var task =
                loop.createTask(
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            g.createTask(() -> log.waitForEver("other"));
                                        }));
        loop.runUntilComplete(() -> sleep(seconds(1)));
        loop.close();
        assertTrue(task.isDone());
        assertTrue(task.isCancelled());
        assertEquals(2, log.entries().size());
        assertTrue(loop.openGroups.isEmpty());
    }

    @Test
    void group_bodySuspendsWhileTheLoopIsClosed_ends() {
        var loop = (Loop) newEventLoop(new VirtualClock());
        var task =
                loop.createTask(
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            log.waitForEver("body");
                                        }));
        loop.runUntilComplete(() -> sleep(seconds(1)));
        loop.close();
        assertTrue(task.isCancelled());
        assertEquals(2, log.entries().size());
        assertTrue(loop.openGroups.isEmpty());
    }

    @AsyncTest
    void group_toString_showsItsState() {
        taskGroup(
                g -> {
                    assertEquals("<TaskGroup entered>", g.toString());
                    g.createTask(() -> pause());
                    assertEquals("<TaskGroup tasks=1 entered>", g.toString());
                    g.cancel();
                    assertEquals("<TaskGroup tasks=1 cancelling>", g.toString());
                });
    }
}
