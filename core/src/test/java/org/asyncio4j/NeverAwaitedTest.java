package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The coroutines here are dropped on purpose. */
class NeverAwaitedTest {
    private final List<ExceptionContext> reports = Collections.synchronizedList(new ArrayList<>());

    /** Runs on a loop that reports to {@link #reports}, and closes it. */
    private void runAndClose(VoidBlock<RuntimeException> main) {
        run(
                () -> {
                    getRunningLoop().setExceptionHandler((_, context) -> reports.add(context));
                    main.run();
                });
    }

    private static Coroutine<Integer> fetchData() {
        return async(() -> 1);
    }

    private static int lineOf(String method) {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(frame -> frame.getMethodName().equals(method))
                                        .findFirst()
                                        .orElseThrow()
                                        .getLineNumber());
    }

    // ---- when the loop closes

    @Test
    void coroutine_dropped_isReportedWhenTheLoopCloses() {
        runAndClose(
                () -> {
                    var _ = fetchData();
                });
        assertEquals(1, reports.size());
        ExceptionContext report = reports.getFirst();
        assertTrue(
                report.message()
                        .matches(
                                "coroutine 'fetchData' was never awaited"
                                        + " \\(made at NeverAwaitedTest\\.java:[0-9]+\\)"),
                report::message);
        assertNull(report.exception());
    }

    @Test
    void coroutine_dropped_isReportedWithItsLine() {
        var line = new ArrayList<Integer>();
        runAndClose(() -> line.add(dropHere()));
        assertTrue(
                reports.getFirst().message().endsWith(":" + line.getFirst() + ")"),
                reports.getFirst()::message);
    }

    private static int dropHere() {
        var _ = async(() -> {}); // made in the line before the one that counts
        return lineOf("dropHere") - 1;
    }

    @Test
    void coroutines_severalDropped_areReportedOldestFirst() {
        var held = new ArrayList<Coroutine<?>>();
        runAndClose(
                () -> {
                    // Held, or the collector might find them first, in any order.
                    held.addAll(List.of(first(), second(), fetchData()));
                    await(fetchData());
                });
        assertEquals(3, held.size());
        assertEquals(3, reports.size());
        assertTrue(reports.get(0).message().contains("'first'"));
        assertTrue(reports.get(1).message().contains("'second'"));
        assertTrue(reports.get(2).message().contains("'fetchData'"));
    }

    private static Coroutine<Void> first() {
        return async(() -> {});
    }

    private static Coroutine<Void> second() {
        return async(() -> {});
    }

    @Test
    void coroutine_usedInAnyWay_isNotReported() {
        runAndClose(
                () -> {
                    await(fetchData());
                    createTask(fetchData()).await();
                    gather(fetchData(), fetchData());
                    timeout(seconds(1), fetchData());
                    waitFor(fetchData(), seconds(1));
                    assertThrows(TimeoutException.class, () -> waitFor(fetchData(), Duration.ZERO));
                    var cancelled = createTask(fetchData());
                    cancelled.cancel();
                    assertThrows(CancelledError.class, cancelled::await);
                });
        assertEquals(List.of(), reports);
    }

    @Test
    void coroutine_givenToRun_isNotReported() {
        assertEquals(1, run(fetchData()));
    }

    @Test
    void coroutine_ofACancelledTask_isReported() {
        runAndClose(
                () -> {
                    var task =
                            createTask(
                                    () -> {
                                        var coroutine = fetchData();
                                        sleep(seconds(100));
                                        coroutine.await();
                                    });
                    sleep(Duration.ZERO);
                    task.cancel();
                    assertThrows(CancelledError.class, task::await);
                });
        assertEquals(1, reports.size());
    }

    @Test
    void coroutine_madeInACallback_isReported() {
        runAndClose(
                () -> {
                    getRunningLoop()
                            .callSoon(
                                    () -> {
                                        var _ = fetchData();
                                    });
                    sleep(Duration.ZERO);
                });
        assertEquals(1, reports.size());
    }

    // ---- when the collector finds it

    @AsyncTest
    void coroutine_dropped_isReportedWhenItIsGarbage(TestLoop loop) {
        dropHere();
        List<ExceptionContext> found = loop.takeReports();
        while (found.isEmpty()) {
            System.gc();
            sleep(Duration.ZERO);
            found = loop.takeReports();
        }
        assertEquals(1, found.size());
        assertTrue(
                found.getFirst().message().startsWith("coroutine 'dropHere' was never awaited"),
                found.getFirst()::message);
    }

    @AsyncTest
    void coroutine_stillHeld_isNotReportedYet(TestLoop loop) {
        var held = fetchData();
        dropHere(); // in a frame that is gone: the slots of this one are roots
        while (loop.takeReports().isEmpty()) { // of the other one
            System.gc();
            sleep(Duration.ZERO);
        }
        for (int i = 0; i < 3; i++) {
            System.gc();
            sleep(Duration.ZERO);
        }
        assertEquals(List.of(), loop.takeReports());
        assertEquals(1, held.await());
    }

    @Test
    void coroutine_foundByTheCollector_isNotReportedAgainWhenTheLoopCloses() {
        runAndClose(
                () -> {
                    dropHere();
                    while (reports.isEmpty()) {
                        System.gc();
                        sleep(Duration.ZERO);
                    }
                });
        assertEquals(1, reports.size());
    }
}
