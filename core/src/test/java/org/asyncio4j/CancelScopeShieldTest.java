package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;

class CancelScopeShieldTest {
    private final Checkpoints log = new Checkpoints();

    private static Duration now() {
        return getRunningLoop().time();
    }

    // ---- shields

    @AsyncTest
    void shield_enclosingScopeIsCancelled_keepsItOff() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            boolean inner =
                                    cancelScope(
                                            shield -> {
                                                shield.setShielding(true);
                                                sleep(seconds(5));
                                            });
                            log.add(inner);
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        assertFalse(finished);
        log.assertAre(true);
    }

    @AsyncTest
    void shield_itsOwnCancel_isNotKeptOff() {
        Duration begin = now();
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        shield -> {
                            shield.setShielding(true);
                            pause();
                        }));
        assertEquals(seconds(1), now().minus(begin));
    }

    @AsyncTest
    void shield_scopeAndTimeoutInside_work() {
        cancelScope(
                shield -> {
                    shield.setShielding(true);
                    assertFalse(moveOnAfter(seconds(1), () -> pause()));
                    assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> pause()));
                    taskGroup(
                            group -> {
                                group.createTask(() -> log.waitForEver("child"));
                                sleep(seconds(1));
                                group.cancel();
                                pause();
                            });
                });
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void shield_timeoutAround_waitsForTheShield() {
        Duration begin = now();
        var error =
                assertThrows(
                        TimeoutException.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            cancelScope(
                                                    shield -> {
                                                        shield.setShielding(true);
                                                        sleep(seconds(5));
                                                        log.add(current().cancelling());
                                                    });
                                            pause();
                                        }));
        assertEquals(seconds(5), now().minus(begin));
        assertInstanceOf(CancelledError.class, error.getCause());
        log.assertAre(1);
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void shield_timeoutAroundThatEndsWithTheShield_isNoTimeout() {
        timeout(
                seconds(1),
                () ->
                        cancelScope(
                                shield -> {
                                    shield.setShielding(true);
                                    sleep(seconds(5));
                                }));
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void shield_taskIsCancelled_isToldWhenItLeaves() {
        var task =
                createTask(
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        sleep(seconds(5));
                                        log.add("kept off " + current().cancelling());
                                    });
                            log.add("left " + current().cancelling());
                            pause();
                        });
        sleep(seconds(1));
        task.cancel("edge");
        assertEquals(1, task.cancelling());
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("kept off 1", "left 1");
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void shield_taskIsCancelledAndTheBodyEndsWithTheShield_endsCancelled() {
        var task =
                createTask(
                        () ->
                                cancelScope(
                                        shield -> {
                                            shield.setShielding(true);
                                            sleep(seconds(5));
                                        }));
        sleep(seconds(1));
        task.cancel("edge");
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
    }

    @AsyncTest
    void shield_taskIsCancelledSeveralTimes_allCount() {
        var task =
                createTask(
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        sleep(seconds(5));
                                    });
                            assertEquals(
                                    "second",
                                    assertThrows(CancelledError.class, () -> pause()).getMessage());
                            assertEquals(2, current().cancelling());
                            assertEquals(1, current().uncancel());
                            assertEquals(0, current().uncancel());
                            sleep(seconds(1));
                            return "went on";
                        });
        sleep(seconds(1));
        task.cancel("first");
        task.cancel("second");
        assertEquals(2, task.cancelling());
        assertEquals("went on", task.await());
    }

    @AsyncTest
    void shield_uncancelInside_takesBackWhatIsKeptOff() {
        var task =
                createTask(
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        sleep(seconds(5));
                                        log.add(current().cancelling());
                                        log.add(current().uncancel());
                                        log.add(current().uncancel());
                                    });
                            sleep(seconds(1));
                            return "went on";
                        });
        sleep(seconds(1));
        task.cancel();
        assertEquals("went on", task.await());
        log.assertAre(1, 0, 0);
        assertEquals(0, task.cancelling());
    }

    @AsyncTest
    void shield_raisedWhenACancelIsStillToBeDelivered_keepsItOff() {
        Future<String> future = Future.pending();
        var task =
                createTask(
                        () -> {
                            try {
                                log.add(future.await());
                            } finally {
                                moveOnAfter(
                                        seconds(5),
                                        shield -> {
                                            shield.setShielding(true);
                                            sleep(seconds(1));
                                            log.add("cleaned up " + current().cancelling());
                                        });
                            }
                            pause();
                        });
        sleep(Duration.ZERO);
        future.setResult("value");
        task.cancel("edge"); // the value comes first
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("value", "cleaned up 1");
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void shield_raisedInATimeoutThatHasExpiredBefore_isNotDisturbed() {
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    cancelScope(
                                            scope -> {
                                                current().cancel("self");
                                                scope.setShielding(true);
                                                assertEquals(0, current().uncancel());
                                                sleep(seconds(5));
                                                log.add("shield");
                                            });
                                    pause();
                                }));
        log.assertAre("shield");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void shield_dropped_whatItKeptOffTakesEffect() {
        var task =
                createTask(
                        () ->
                                cancelScope(
                                        shield -> {
                                            shield.setShielding(true);
                                            sleep(seconds(5));
                                            shield.setShielding(false);
                                            log.add("dropped");
                                            pause();
                                        }));
        sleep(seconds(1));
        task.cancel("edge");
        assertEquals("edge", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("dropped");
    }

    @AsyncTest
    void shield_droppedByACallbackWhileAnOuterScopeIsCancelled_wakesTheBody() {
        Duration begin = now();
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        getRunningLoop()
                                                .callLater(
                                                        seconds(3),
                                                        () -> shield.setShielding(false));
                                        pause();
                                    });
                        });
        assertFalse(finished);
        assertEquals(seconds(3), now().minus(begin));
    }

    @AsyncTest
    void shield_nested_eachKeepsOff() {
        var task =
                createTask(
                        () ->
                                cancelScope(
                                        outer -> {
                                            outer.setShielding(true);
                                            cancelScope(
                                                    inner -> {
                                                        inner.setShielding(true);
                                                        sleep(seconds(2));
                                                        log.add("inner " + current().cancelling());
                                                    });
                                            sleep(seconds(2));
                                            log.add("outer " + current().cancelling());
                                        }));
        sleep(seconds(1));
        task.cancel("edge");
        assertThrows(CancelledError.class, task::await);
        log.assertAre("inner 1", "outer 1");
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void shield_childrenOfAGroupInside_areKeptFromEnclosingScopes() {
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        taskGroup(
                                                group ->
                                                        group.createTask(
                                                                () -> {
                                                                    sleep(seconds(5));
                                                                    log.add("child");
                                                                }));
                                    });
                            pause();
                        });
        assertFalse(finished);
        log.assertAre("child");
    }

    @AsyncTest
    void shield_childOfAGroupInside_isNotKeptFromItsOwnCancel() {
        cancelScope(
                shield -> {
                    shield.setShielding(true);
                    taskGroup(
                            group -> {
                                var child = group.createTask(() -> log.waitForEver("child"));
                                sleep(seconds(1));
                                child.cancel();
                            });
                });
        log.assertAre("child ends");
    }
}
