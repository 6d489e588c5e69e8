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

class TimeoutTest {
    private final Checkpoints log = new Checkpoints();

    private static Duration now() {
        return getRunningLoop().time();
    }

    // ---- the limit

    @AsyncTest
    void timeout_timeIsUp_throwsWithTheCancelAsCause() {
        Duration begin = now();
        var timeouts = new Timeout[1];
        var error =
                assertThrows(
                        TimeoutException.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        t -> {
                                            timeouts[0] = t;
                                            log.waitForEver("body");
                                        }));
        assertEquals(seconds(1), now().minus(begin));
        var cause = assertInstanceOf(CancelledError.class, error.getCause());
        assertEquals("timeout of 1 s", cause.origin());
        assertTrue(timeouts[0].isExpired());
        assertEquals(begin.plus(seconds(1)), timeouts[0].when());
        log.assertAre("body ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(5));
    }

    @AsyncTest
    void timeout_inTime_givesTheResult() {
        var timeouts = new Timeout[1];
        String result =
                timeout(
                        seconds(2),
                        t -> {
                            timeouts[0] = t;
                            sleep(seconds(1));
                            return "result";
                        });
        assertEquals("result", result);
        assertFalse(timeouts[0].isExpired());
        sleep(seconds(5));
        assertFalse(timeouts[0].isExpired());
    }

    @AsyncTest
    void timeout_null_isNever() {
        String result =
                timeout(
                        null,
                        t -> {
                            assertNull(t.when());
                            sleep(seconds(100));
                            return "result";
                        });
        assertEquals("result", result);
        assertEquals("at", timeoutAt(null, () -> "at"));
    }

    @AsyncTest
    void timeoutAt_aTime_isMeantAbsolutely() {
        Duration begin = now();
        sleep(seconds(1));
        assertThrows(
                TimeoutException.class, () -> timeoutAt(begin.plus(seconds(3)), () -> pause()));
        assertEquals(seconds(3), now().minus(begin));
    }

    @AsyncTest
    void timeout_zeroOrNegative_needsASuspensionToBeSeen() {
        assertEquals("zero", timeout(Duration.ZERO, () -> "zero"));
        assertEquals("negative", timeout(seconds(-1), () -> "negative"));
        assertEquals("past", timeoutAt(Duration.ZERO, () -> "past"));
        for (Duration limit : new Duration[] {Duration.ZERO, seconds(-1)}) {
            assertThrows(TimeoutException.class, () -> timeout(limit, () -> sleep(Duration.ZERO)));
        }
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void timeout_bodyEndsInTheIterationInWhichTheTimeIsUp_hasTheValue() {
        Future<String> future = Future.pending();
        getRunningLoop().callLater(seconds(1), () -> future.setResult("value"));
        String value =
                timeout(
                        seconds(1),
                        t -> {
                            String result = future.await();
                            log.add(t.isExpired());
                            return result;
                        });
        assertEquals("value", value);
        log.assertAre(true);
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void timeout_taskIsBusyPastTheLimit_expiresAtTheNextSuspension() {
        var timeouts = new Timeout[1];
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                t -> {
                                    timeouts[0] = t;
                                    t.rescheduleAt(now().minus(seconds(1)));
                                    assertFalse(t.isExpired());
                                    sleep(Duration.ZERO);
                                    log.add("never");
                                }));
        assertTrue(timeouts[0].isExpired());
        log.assertAre();
    }

    // ---- rescheduling

    @AsyncTest
    void reschedule_later_countsFromThen() {
        Duration begin = now();
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                t -> {
                                    sleep(millis(500));
                                    t.reschedule(seconds(2));
                                    assertEquals(begin.plus(millis(2500)), t.when());
                                    pause();
                                }));
        assertEquals(millis(2500), now().minus(begin));
    }

    @AsyncTest
    void reschedule_earlierOrPast_expires() {
        Duration begin = now();
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(100),
                                t -> {
                                    t.reschedule(seconds(1));
                                    pause();
                                }));
        assertEquals(seconds(1), now().minus(begin));
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                null,
                                t -> {
                                    t.reschedule(seconds(-1));
                                    pause();
                                }));
        assertEquals(seconds(1), now().minus(begin));
    }

    @AsyncTest
    void reschedule_null_isNever() {
        timeout(
                seconds(1),
                t -> {
                    t.reschedule(null);
                    assertNull(t.when());
                    sleep(seconds(100));
                });
    }

    @AsyncTest
    void reschedule_pastAndThenLater_isTakenBack() {
        timeout(
                seconds(1),
                t -> {
                    t.reschedule(Duration.ZERO); // takes effect in the next iteration
                    t.reschedule(seconds(10));
                    sleep(seconds(5));
                });
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void reschedule_expiringOrOver_isRefused() {
        var timeouts = new Timeout[2];
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                t -> {
                                    timeouts[0] = t;
                                    try {
                                        pause();
                                    } finally {
                                        assertRefused("cannot change expiring timeout", t);
                                    }
                                }));
        assertRefused("cannot change expired timeout", timeouts[0]);
        timeout(
                seconds(1),
                t -> {
                    timeouts[1] = t;
                });
        assertRefused("cannot change finished timeout", timeouts[1]);
    }

    private static void assertRefused(String message, Timeout timeout) {
        var error = assertThrows(IllegalStateException.class, () -> timeout.reschedule(seconds(1)));
        assertEquals(message, error.getMessage());
        assertThrows(IllegalStateException.class, () -> timeout.rescheduleAt(seconds(1)));
    }

    // ---- nested

    @AsyncTest
    void nested_equalLimits_onlyTheOutermostThrows() {
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    try {
                                        timeout(seconds(1), () -> pause());
                                    } catch (CancelledError e) {
                                        log.add("inner passes it on");
                                        throw e;
                                    }
                                }));
        log.assertAre("inner passes it on");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void nested_innerIsFirst_outerGoesOn() {
        timeout(
                seconds(5),
                () -> {
                    assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> pause()));
                    assertEquals(0, current().cancelling());
                    sleep(seconds(1));
                    log.add("outer");
                });
        log.assertAre("outer");
    }

    @AsyncTest
    void nested_outerComesDuringTheCleanUpOfTheInner_outerThrows() {
        var outer = new Timeout[1];
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(2),
                                t -> {
                                    outer[0] = t;
                                    timeout(
                                            seconds(1),
                                            () -> {
                                                try {
                                                    pause();
                                                } finally {
                                                    sleep(seconds(10));
                                                    log.add("never");
                                                }
                                            });
                                    log.add("never");
                                }));
        assertTrue(outer[0].isExpired());
        log.assertAre();
        assertEquals(0, current().cancelling());
    }

    // ---- errors and cancels of others

    @AsyncTest
    void foreignError_inTime_isThrownAsItIs() {
        var error = new IOException();
        var thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            throw error;
                                        }));
        assertSame(error, thrown);
        assertEquals(0, thrown.getSuppressed().length);
    }

    @AsyncTest
    void foreignError_afterTheTimeIsUp_keepsItsTypeAndTellsOfTheTimeout() {
        var thrown =
                assertThrows(
                        Bang.class,
                        () -> timeout(seconds(1), () -> Checkpoints.failAtTheEnd(new Bang())));
        assertInstanceOf(TimeoutException.class, thrown.getSuppressed()[0]);
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void groupInside_timeIsUpAndAChildFails_isAnExceptionGroup() {
        var thrown =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            taskGroup(
                                                    g -> {
                                                        g.createTask(
                                                                () ->
                                                                        Checkpoints.failAtTheEnd(
                                                                                new Bang()));
                                                    });
                                        }));
        assertInstanceOf(Bang.class, thrown.exceptions().getFirst());
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void groupInside_timeIsUp_isATimeout() {
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    taskGroup(
                                            g -> {
                                                g.createTask(() -> log.waitForEver("child"));
                                            });
                                }));
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void groupOutside_timeoutOfItsBody_isAnErrorOfTheGroup() {
        var thrown =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.createTask(() -> log.waitForEver("child"));
                                            timeout(seconds(1), () -> pause());
                                        }));
        assertInstanceOf(TimeoutException.class, thrown.exceptions().getFirst());
        log.assertAre("child ends");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void foreignCancel_inTime_isNotConverted() {
        var task = createTask(() -> timeout(seconds(10), () -> pause()));
        sleep(seconds(1));
        task.cancel("foreign");
        assertEquals("foreign", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void foreignCancel_besidesTheTimeout_isNotConverted() {
        var task =
                createTask(
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            try {
                                                pause();
                                            } finally {
                                                sleep(seconds(5));
                                            }
                                        }));
        sleep(seconds(2));
        task.cancel("foreign");
        assertEquals("foreign", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void foreignCancel_besidesATimeoutWhoseBodyEnds_isDeliveredLater() {
        var task =
                createTask(
                        () -> {
                            timeout(
                                    seconds(1),
                                    () -> {
                                        assertThrows(CancelledError.class, () -> pause());
                                        current().cancel("foreign");
                                    });
                            log.add("after");
                            pause();
                        });
        assertEquals("foreign", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("after");
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void swallowedCancelBefore_timeIsUp_isConverted() {
        var task =
                createTask(
                        () -> {
                            assertThrows(CancelledError.class, () -> pause());
                            assertThrows(
                                    TimeoutException.class,
                                    () -> timeout(seconds(1), () -> pause()));
                            return current().cancelling();
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertEquals(1, task.await());
    }

    @AsyncTest
    void bodySwallowsTheCancel_isNoErrorButExpired() {
        timeout(
                seconds(1),
                t -> {
                    assertThrows(CancelledError.class, () -> pause());
                    assertEquals(1, current().cancelling());
                    sleep(seconds(1));
                    assertTrue(t.isExpired());
                });
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void bodyCatchesAndRaisesItsOwnTimeout_isThrownAsItIs() {
        var error = new TimeoutException("mine");
        assertSame(
                error,
                assertThrows(
                        TimeoutException.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            throw error;
                                        })));
    }

    // ---- the rest

    @AsyncTest
    void timeout_outsideOfATask_isRefused() {
        getRunningLoop()
                .callSoon(
                        () ->
                                log.add(
                                        assertThrows(
                                                        IllegalStateException.class,
                                                        () -> timeout(seconds(1), () -> "x"))
                                                .getMessage()));
        sleep(Duration.ZERO);
        log.assertAre("cannot suspend here: callbacks run outside of any task");
    }

    @AsyncTest
    void timeout_toString_showsItsState() {
        var timeouts = new Timeout[1];
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                t -> {
                                    timeouts[0] = t;
                                    assertEquals(
                                            "<Timeout [active] when=" + t.when() + ">", t + "");
                                    try {
                                        pause();
                                    } finally {
                                        assertEquals("<Timeout [expiring]>", t.toString());
                                    }
                                }));
        assertEquals("<Timeout [expired]>", timeouts[0].toString());
    }

    @AsyncTest
    void timeout_coroutineFutureAndTask_areAwaited() {
        assertEquals("coroutine", timeout(seconds(1), async(() -> "coroutine")));
        assertEquals("task", timeout(seconds(1), createTask(() -> "task")));
        Future<String> future = Future.pending();
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), future));
        assertTrue(future.isCancelled());
    }
}
