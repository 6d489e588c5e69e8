package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code waitFor} and {@code timeout}. */
class WaitForTest {
    // ---- in time

    @AsyncTest
    void waitFor_workInTime_givesItsResult() {
        assertEquals("done", waitFor(() -> after(1, "done"), seconds(2)));
        assertEquals(seconds(1), getRunningLoop().time());
        sleep(seconds(5));
        assertEquals(0, current().cancelling());
    }

    private static String after(int seconds, String result) {
        sleep(seconds(seconds));
        return result;
    }

    @AsyncTest
    void waitFor_workFails_throwsTheSameObject() {
        var error = new FileNotFoundException("x");
        assertSame(
                error,
                assertThrows(
                        FileNotFoundException.class,
                        () ->
                                waitFor(
                                        () -> {
                                            sleep(seconds(1));
                                            throw error;
                                        },
                                        seconds(2))));
    }

    @AsyncTest
    void waitFor_work_runsInTheCallingTask() {
        assertSame(currentTask(), waitFor(() -> currentTask(), seconds(1)));
        assertSame(currentTask(), waitFor(async(() -> currentTask()), seconds(1)));
        assertSame(currentTask(), timeout(seconds(1), () -> currentTask()));
    }

    @AsyncTest
    void waitFor_voidWorkAndFutures_areTaken() {
        waitFor(() -> sleep(seconds(1)), seconds(2));
        waitFor(createTask(() -> sleep(seconds(1))), seconds(2));
        assertEquals(1, waitFor(createTask(() -> 1), seconds(2)));
        assertEquals(seconds(2), getRunningLoop().time());
    }

    @AsyncTest
    void timeout_declaresWhatTheWorkThrows() {
        try {
            timeout(seconds(1), WaitForTest::read);
        } catch (IOException e) {
            assertEquals("read", e.getMessage());
        }
    }

    private static String read() throws IOException {
        throw new IOException("read");
    }

    // ---- time up

    @AsyncTest
    void waitFor_timeUp_cancelsAndThrows() {
        var log = new ArrayList<String>();
        var error =
                assertThrows(
                        TimeoutException.class,
                        () ->
                                waitFor(
                                        () -> {
                                            try {
                                                sleep(seconds(10));
                                            } catch (CancelledError e) {
                                                log.add("cancelled");
                                                throw e;
                                            }
                                        },
                                        seconds(1)));
        assertInstanceOf(CancelledError.class, error.getCause());
        assertEquals(List.of("cancelled"), log);
        assertEquals(seconds(1), getRunningLoop().time());
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void waitFor_timeUp_cancelsTheTaskItWaitsFor() {
        var task = createTask(() -> sleep(seconds(10)));
        assertThrows(TimeoutException.class, () -> waitFor(task, seconds(1)));
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void waitFor_timeUpAndTheWorkCleansUpSlowly_waitsForIt() {
        var log = new ArrayList<String>();
        assertThrows(
                TimeoutException.class,
                () ->
                        waitFor(
                                () -> {
                                    try {
                                        sleep(seconds(10));
                                    } finally {
                                        sleep(seconds(5));
                                        log.add("clean");
                                    }
                                },
                                seconds(1)));
        assertEquals(List.of("clean"), log);
        assertEquals(seconds(6), getRunningLoop().time());
    }

    @AsyncTest
    void waitFor_timeUpAndTheWorkReturnsAValue_givesIt() {
        assertEquals(
                "anyway",
                waitFor(
                        () -> {
                            try {
                                return after(10, "never");
                            } catch (CancelledError _) {
                                return "anyway";
                            }
                        },
                        seconds(1)));
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void waitFor_timeUpAndTheWorkThrowsSomethingElse_throwsThat() {
        var error = new IOException("instead");
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                waitFor(
                                        () -> {
                                            try {
                                                sleep(seconds(10));
                                            } catch (CancelledError _) {
                                                throw error;
                                            }
                                        },
                                        seconds(1))));
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void waitFor_resultAndTimeoutAtOnce_givesTheResultAndNoLateCancel() {
        Future<String> future = Future.pending();
        getRunningLoop().callLater(seconds(1), () -> future.setResult("just"));
        assertEquals("just", waitFor(future, seconds(1)));
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    @AsyncTest
    void timeout_bodyThrowsCancelledErrorByItself_isNotConverted() {
        var error =
                assertThrows(
                        CancelledError.class,
                        () ->
                                timeout(
                                        seconds(1),
                                        () -> {
                                            throw new CancelledError("mine");
                                        }));
        assertEquals("mine", error.getMessage());
    }

    @AsyncTest
    void timeout_bodyDoesNotSuspend_isNotObserved() {
        assertEquals("done", timeout(Duration.ZERO, () -> "done"));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void timeout_zeroOrNegative_endsALongerWait() {
        assertThrows(TimeoutException.class, () -> timeout(Duration.ZERO, () -> sleep(millis(1))));
        assertThrows(TimeoutException.class, () -> timeout(seconds(-1), () -> sleep(millis(1))));
        assertEquals(Duration.ZERO, getRunningLoop().time());
    }

    @AsyncTest
    void timeout_veryLong_neverExpires() {
        assertEquals("a", timeout(seconds(Long.MAX_VALUE), () -> after(1, "a")));
        assertEquals("b", timeout(Duration.ofDays(300 * 365), () -> after(1, "b")));
    }

    @AsyncTest
    void timeout_inACallback_isRefused(TestLoop loop) {
        getRunningLoop().callSoon(() -> timeout(seconds(1), () -> 1));
        sleep(Duration.ZERO);
        assertInstanceOf(IllegalStateException.class, loop.takeReports().getFirst().exception());
    }

    @Test
    void timeout_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> timeout(seconds(1), () -> 1));
    }

    // ---- nested

    @AsyncTest
    void timeouts_nestedInnerFirst_onlyTheInnerIsUp() {
        var log = new ArrayList<String>();
        timeout(
                seconds(2),
                () -> {
                    assertThrows(
                            TimeoutException.class,
                            () -> timeout(seconds(1), () -> sleep(seconds(10))));
                    log.add("inner");
                    sleep(millis(500));
                });
        assertEquals(List.of("inner"), log);
        assertEquals(millis(1500), getRunningLoop().time());
    }

    @AsyncTest
    void timeouts_nestedOuterFirst_innerIsCancelledNotUp() {
        var log = new ArrayList<String>();
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    try {
                                        timeout(seconds(2), () -> sleep(seconds(10)));
                                    } catch (CancelledError e) {
                                        log.add("inner cancelled");
                                        throw e;
                                    }
                                }));
        assertEquals(List.of("inner cancelled"), log);
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void timeouts_nestedWithEqualDeadlines_onlyTheOutermostIsUp() {
        var log = new ArrayList<String>();
        assertThrows(
                TimeoutException.class,
                () ->
                        timeout(
                                seconds(1),
                                () -> {
                                    try {
                                        timeout(seconds(1), () -> sleep(seconds(10)));
                                    } catch (TimeoutException | CancelledError e) {
                                        log.add(e.getClass().getSimpleName());
                                        throw e;
                                    }
                                }));
        assertEquals(List.of("CancelledError"), log);
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    // ---- cancelled from outside

    @AsyncTest
    void waitFor_cancelledFromOutside_isCancelledNotTimedOut() {
        Future<Void> future = Future.pending();
        var task = createTask(() -> waitFor(future, seconds(10)));
        sleep(seconds(1));
        task.cancel("outside");
        assertEquals("outside", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(future.isCancelled());
        assertEquals(seconds(1), getRunningLoop().time());
    }

    @AsyncTest
    void waitFor_cancelledFromOutsideAndTimeUpAtOnce_isCancelled() {
        var task = createTask(() -> waitFor(() -> sleep(seconds(10)), seconds(1)));
        sleep(Duration.ZERO);
        getRunningLoop().callLater(seconds(1), () -> task.cancel("outside"));
        assertThrows(CancelledError.class, task::await);
        assertTrue(task.isCancelled());
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void waitFor_cancelledFromOutsideWhileTheWorkIgnoresIt_waitsForTheWork() {
        var log = new ArrayList<String>();
        var inner =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(10));
                            } catch (CancelledError _) {
                                sleep(seconds(1));
                                log.add("inner ends");
                            }
                            return "value";
                        });
        var task = createTask(() -> waitFor(inner, seconds(5)));
        sleep(seconds(1));
        task.cancel();
        assertEquals("value", task.await());
        assertEquals(List.of("inner ends"), log);
    }

    @AsyncTest
    void waitFor_cancelledAfterTheWorkEnded_keepsTheResultAndCancelsLater() {
        Future<String> future = Future.pending();
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            log.add(waitFor(future, seconds(10)));
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        future.setResult("kept");
        task.cancel("late");
        assertEquals("late", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of("kept"), log);
    }

    @AsyncTest
    void timeout_inATaskThatSwallowedACancelBefore_convertsItsOwn() {
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(10));
                            } catch (CancelledError _) {
                                // goes on, with one request outstanding
                            }
                            assertThrows(
                                    TimeoutException.class,
                                    () -> timeout(seconds(1), () -> sleep(seconds(10))));
                            return current().cancelling();
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertEquals(1, task.await());
    }

    // ---- no time at all

    @AsyncTest
    void waitFor_noTimeAndDone_givesTheResult() {
        Future<String> done = Future.pending();
        done.setResult("done");
        assertEquals("done", waitFor(done, Duration.ZERO));
        assertEquals("done", waitFor(done, seconds(-1)));
    }

    @AsyncTest
    void waitFor_noTimeAndFailed_throwsTheError() {
        Future<String> failed = Future.pending();
        failed.setException(new IOException("failed"));
        assertThrows(IOException.class, () -> waitFor(failed, Duration.ZERO));
    }

    @AsyncTest
    void waitFor_noTimeAndNotBegun_neverBegins(TestLoop loop) {
        var log = new ArrayList<String>();
        assertThrows(
                TimeoutException.class, () -> waitFor(async(() -> log.add("a")), Duration.ZERO));
        assertThrows(TimeoutException.class, () -> waitFor(() -> log.add("b"), seconds(-1)));
        assertEquals(List.of(), log);
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void waitFor_noTimeAndRunning_cancelsAndWaitsForTheEnd() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(10));
                            } finally {
                                sleep(seconds(1));
                                log.add("clean");
                            }
                        });
        sleep(Duration.ZERO);
        assertThrows(TimeoutException.class, () -> waitFor(task, Duration.ZERO));
        assertEquals(List.of("clean"), log);
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void waitFor_noTimeAndTheTaskIgnoresIt_givesItsValue() {
        var task =
                createTask(
                        () -> {
                            try {
                                return after(10, "never");
                            } catch (CancelledError _) {
                                return "anyway";
                            }
                        });
        sleep(Duration.ZERO);
        assertEquals("anyway", waitFor(task, Duration.ZERO));
        assertFalse(task.isCancelled());
    }

    @AsyncTest
    void timeout_noTimeAndACancelThatIsStillToCome_isCancelledAndNotTimedOut() {
        Future<String> future = Future.pending();
        var task =
                createTask(
                        () -> {
                            future.await();
                            return timeout(Duration.ZERO, () -> after(10, "never"));
                        });
        sleep(Duration.ZERO);
        future.setResult("given");
        task.cancel("stop");
        assertEquals("stop", assertThrows(CancelledError.class, task::await).getMessage());
    }

    private static Task<?> current() {
        return Objects.requireNonNull(currentTask());
    }
}
