package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

class ShieldTest {
    private final Checkpoints log = new Checkpoints();

    @AsyncTest
    void shield_work_givesItsResult() {
        assertEquals("block", shield(() -> "block"));
        assertEquals("coroutine", shield(async(() -> "coroutine")));
        assertEquals("task", shield(createTask(() -> "task")));
        shield(() -> log.entries().clear());
    }

    @AsyncTest
    void shield_doneFuture_doesNotSuspend() {
        Future<String> done = Future.pending();
        done.setResult("done");
        getRunningLoop().callSoon(() -> log.add("callback"));
        assertEquals("done", shield(done));
        log.assertAre();
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void shield_workFails_throwsTheSame() {
        var error = new IOException();
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                shield(
                                        () -> {
                                            throw error;
                                        })));
        Future<String> failed = Future.pending();
        failed.setException(error);
        assertSame(error, assertThrows(IOException.class, () -> shield(failed)));
    }

    @AsyncTest
    void shield_callerIsCancelled_workGoesOn() {
        var inner = createTask(() -> after(seconds(5), "inner"));
        var caller = createTask(() -> shield(inner));
        sleep(seconds(1));
        caller.cancel("not needed");
        assertEquals("not needed", assertThrows(CancelledError.class, caller::await).getMessage());
        assertFalse(inner.isDone());
        assertEquals(0, inner.cancelling());
        assertEquals("inner", inner.await());
    }

    private static String after(Duration delay, String value) {
        sleep(delay);
        return value;
    }

    @AsyncTest
    void shield_workThatIsNoFuture_isHeldByTheLoopAndGoesOn() {
        var caller =
                createTask(
                        () ->
                                shield(
                                        () -> {
                                            sleep(seconds(2));
                                            log.add("inner");
                                        }));
        sleep(seconds(1));
        caller.cancel();
        assertThrows(CancelledError.class, caller::await);
        sleep(seconds(5));
        log.assertAre("inner");
    }

    @AsyncTest
    void shield_workIsCancelled_callerIsToo() {
        var inner = createTask(() -> pause());
        var caller = createTask(() -> shield(inner));
        sleep(seconds(1));
        inner.cancel("inner");
        assertEquals("inner", assertThrows(CancelledError.class, caller::await).getMessage());
        assertEquals(0, caller.cancelling());
        assertTrue(caller.isCancelled());
    }

    @AsyncTest
    void shield_workFailsAfterTheCallerWasCancelled_isReportedOnce(TestLoop loop) {
        var error = new IOException("late");
        var inner = createTask(() -> fail(error));
        var caller = createTask(() -> shield(inner));
        var other = createTask(() -> shield(inner));
        sleep(seconds(1));
        caller.cancel();
        other.cancel();
        assertThrows(CancelledError.class, caller::await);
        assertThrows(CancelledError.class, other::await);
        sleep(seconds(5));
        var reports = loop.takeReports();
        assertEquals(1, reports.size());
        assertEquals("IOException exception in shielded future", reports.getFirst().message());
        assertSame(error, reports.getFirst().exception());
    }

    private static void fail(IOException error) throws IOException {
        sleep(seconds(2));
        throw error;
    }

    @AsyncTest
    void shield_workEndsWellAfterTheCallerWasCancelled_isNoReport(TestLoop loop) {
        var inner = createTask(() -> sleep(seconds(2)));
        var caller = createTask(() -> shield(inner));
        sleep(seconds(1));
        caller.cancel();
        assertThrows(CancelledError.class, caller::await);
        sleep(seconds(5));
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void shield_workFailsInTheIterationOfTheCancel_isHeardByWhoAwaitsIt() {
        Future<String> inner = Future.pending();
        var caller = createTask(() -> shield(inner));
        sleep(Duration.ZERO);
        inner.setException(new IOException());
        caller.cancel();
        assertThrows(CancelledError.class, caller::await);
        assertThrows(IOException.class, inner::await);
    }

    @AsyncTest
    void shield_inATimeout_workGoesOn() {
        var inner = createTask(() -> after(seconds(5), "inner"));
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> shield(inner)));
        assertThrows(TimeoutException.class, () -> waitFor(() -> shield(inner), seconds(1)));
        assertEquals("inner", inner.await());
    }

    @AsyncTest
    void shield_timeoutInside_isOfTheWork() {
        assertThrows(
                TimeoutException.class, () -> shield(() -> timeout(seconds(1), () -> pause())));
    }

    @AsyncTest
    void shield_inACancelledScope_throwsAndTheWorkGoesOn() {
        boolean finished = moveOnAfter(seconds(1), () -> shield(this::logLater));
        assertFalse(finished);
        sleep(seconds(5));
        log.assertAre("later");
    }

    private void logLater() {
        sleep(seconds(2));
        log.add("later");
    }

    @AsyncTest
    void shield_gatheredWork_goesOnTogether() {
        var a = createTask(() -> after(seconds(2), "a"));
        var b = createTask(() -> after(seconds(2), "b"));
        var caller = createTask(() -> shield(() -> gather(a, b)));
        sleep(seconds(1));
        caller.cancel();
        assertThrows(CancelledError.class, caller::await);
        assertEquals(List.of("a", "b"), gather(a, b));
    }

    @AsyncTest
    void shield_task_isNamedAfterThePlaceThatShields() {
        var text = new String[1];
        shield(
                () -> {
                    text[0] = currentTask().toString();
                });
        assertTrue(text[0].contains("at ShieldTest.java:"), text[0]);
    }
}
