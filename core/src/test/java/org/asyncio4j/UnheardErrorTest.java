package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Errors that nobody asks for, and the ways of asking. */
class UnheardErrorTest {
    private final List<ExceptionContext> reports = Collections.synchronizedList(new ArrayList<>());

    private void runAndClose(VoidBlock<RuntimeException> main) {
        run(
                () -> {
                    getRunningLoop().setExceptionHandler((_, context) -> reports.add(context));
                    main.run();
                });
    }

    private static Task<Void> failingTask(String message) {
        return createTask(
                () -> {
                    throw new IllegalStateException(message);
                });
    }

    private static Future<Integer> failedFuture() {
        Future<Integer> future = Future.pending();
        future.setException(new IllegalStateException("unheard"));
        return future;
    }

    // ---- nothing to hear

    @Test
    void gather_cancelledWithTheLoop_isNotReported() {
        EventLoop loop = newEventLoop(new VirtualClock());
        loop.setExceptionHandler((_, context) -> reports.add(context));
        loop.createTask(() -> gather(() -> sleep(seconds(1)), () -> sleep(seconds(1))));
        loop.runUntilComplete(() -> sleep(millis(1)));
        loop.close();
        assertEquals(List.of(), reports);
    }

    // ---- not heard

    @Test
    void task_failsAndNobodyAsks_isReportedWhenTheLoopCloses() {
        runAndClose(
                () -> {
                    failingTask("unheard");
                    sleep(Duration.ZERO);
                });
        assertEquals(1, reports.size());
        assertEquals("Task exception was never retrieved", reports.getFirst().message());
        assertEquals("unheard", reports.getFirst().exception().getMessage());
    }

    @Test
    void future_failsAndNobodyAsks_isReportedWhenTheLoopCloses() {
        runAndClose(UnheardErrorTest::failedFuture);
        assertEquals(1, reports.size());
        assertEquals("Future exception was never retrieved", reports.getFirst().message());
    }

    @Test
    void tasks_severalFail_areReportedOldestFirst() {
        var held = new ArrayList<Task<Void>>();
        runAndClose(
                () -> {
                    // Held, or the collector might find them first, in any order.
                    held.add(failingTask("a"));
                    held.add(failingTask("b"));
                    held.add(failingTask("c"));
                    sleep(Duration.ZERO);
                });
        assertEquals(3, held.size());
        assertEquals(
                List.of("a", "b", "c"),
                reports.stream().map(report -> report.exception().getMessage()).toList());
    }

    @AsyncTest
    void task_failsAndIsDropped_isReportedWhenItIsGarbage(TestLoop loop) {
        failingTask("dropped");
        sleep(Duration.ZERO);
        List<ExceptionContext> found = loop.takeReports();
        while (found.isEmpty()) {
            System.gc();
            sleep(Duration.ZERO);
            found = loop.takeReports();
        }
        assertEquals(1, found.size());
        assertEquals("dropped", found.getFirst().exception().getMessage());
    }

    @Test
    void failedFuture_watchedByACallbackOnly_isReported() {
        runAndClose(
                () -> {
                    failedFuture().addDoneCallback(_ -> {});
                    sleep(Duration.ZERO);
                });
        assertEquals(1, reports.size());
    }

    @Test
    void failedTask_waitedForWithWaitAll_isReported() {
        runAndClose(() -> waitAll(List.of(failingTask("done, but who asked?"))));
        assertEquals(1, reports.size());
    }

    // ---- heard

    @Test
    void error_askedForInAnyWay_isNotReported() {
        runAndClose(
                () -> {
                    assertThrows(IllegalStateException.class, failedFuture()::result);
                    assertSame(IllegalStateException.class, failedFuture().exception().getClass());
                    assertThrows(IllegalStateException.class, failedFuture()::await);
                    assertThrows(IllegalStateException.class, failingTask("x")::await);
                    assertThrows(IllegalStateException.class, () -> gather(failingTask("x")));
                    assertThrows(
                            IllegalStateException.class,
                            () -> waitFor(failingTask("x"), seconds(1)));
                    var task = failingTask("x");
                    waitAll(List.of(task));
                    assertSame(IllegalStateException.class, task.exception().getClass());
                });
        assertEquals(List.of(), reports);
    }

    @Test
    void error_awaitedByATaskThatPassesItOn_isTheLastOnesConcern() {
        runAndClose(
                () -> {
                    var inner = failingTask("inner");
                    createTask(() -> inner.await());
                    sleep(seconds(0));
                    sleep(seconds(0));
                    sleep(seconds(0));
                });
        assertEquals(1, reports.size()); // the outer task's: nobody asked that one
        assertEquals("inner", reports.getFirst().exception().getMessage());
    }

    @Test
    void error_ofMain_isThrownNotReported() {
        var handled = new ArrayList<ExceptionContext>();
        assertThrows(
                IllegalStateException.class,
                () ->
                        run(
                                () -> {
                                    getRunningLoop()
                                            .setExceptionHandler(
                                                    (_, context) -> handled.add(context));
                                    throw new IllegalStateException();
                                }));
        assertEquals(List.of(), handled);
    }

    @Test
    void cancelledTask_nobodyAsks_isNotReported() {
        runAndClose(
                () -> {
                    var task = createTask(() -> sleep(seconds(100)));
                    sleep(Duration.ZERO);
                    task.cancel();
                    sleep(Duration.ZERO);
                    Future.pending().cancel();
                });
        assertEquals(List.of(), reports);
    }

    @AsyncTest
    void error_heardLate_isNotReportedByTheCollector(TestLoop loop) {
        var future = failedFuture();
        for (int i = 0; i < 3; i++) {
            System.gc();
            sleep(Duration.ZERO);
        }
        assertEquals(List.of(), loop.takeReports());
        assertThrows(IllegalStateException.class, future::result);
    }
}
