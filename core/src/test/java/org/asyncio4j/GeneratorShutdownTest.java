package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What happens to generators that nobody closes. */
class GeneratorShutdownTest {
    private final Checkpoints log = new Checkpoints();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final List<ExceptionContext> reports = Collections.synchronizedList(new ArrayList<>());

    /** Stands at its first yield, and does the clean-up then. */
    private Generator<Integer> begun(VoidBlock<Exception> cleanUp) {
        Generator<Integer> generator =
                generator(
                        y -> {
                            threads.add(Thread.currentThread());
                            try {
                                y.yield(1);
                            } finally {
                                cleanUp.run();
                            }
                        });
        assertEquals(1, generator.next());
        return generator;
    }

    private void assertNoThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(10)), "a body's thread is left");
        }
    }

    // ---- shutdownAsyncgens

    @AsyncTest
    void shutdown_severalLeft_closesThemAtOnce() throws Exception {
        Duration begin = getRunningLoop().time();
        var a = begun(() -> sleep(seconds(1)));
        var b = begun(() -> sleep(seconds(1)));
        getRunningLoop().shutdownAsyncgens();
        assertEquals(seconds(1), getRunningLoop().time().minus(begin));
        assertFalse(a.hasNext());
        assertFalse(b.hasNext());
        assertNoThreadIsLeft();
    }

    @AsyncTest
    void shutdown_nothingLeft_returns() {
        begun(() -> log.add("closed")).close();
        getRunningLoop().shutdownAsyncgens();
        log.assertAre("closed");
    }

    @AsyncTest
    void shutdown_bodyFails_tellsTheExceptionHandler(TestLoop loop) throws Exception {
        var bang = new Bang();
        var failing =
                begun(
                        () -> {
                            throw bang;
                        });
        var fine = begun(() -> log.add("closed"));
        getRunningLoop().shutdownAsyncgens();
        assertFalse(failing.hasNext());
        assertFalse(fine.hasNext());
        log.assertAre("closed");
        List<ExceptionContext> reported = loop.takeReports();
        assertEquals(1, reported.size());
        assertSame(bang, reported.getFirst().exception());
        assertTrue(
                reported.getFirst()
                        .message()
                        .matches(
                                "an error occurred during closing of generator"
                                        + " <generator begun\\(\\) at GeneratorShutdownTest.*>"));
        assertNoThreadIsLeft();
    }

    @AsyncTest
    void shutdown_oneRuns_isReportedAndTheOthersClosed(TestLoop loop) {
        Generator<Integer> running = generator(y -> sleep(seconds(1)));
        var fine = begun(() -> log.add("closed"));
        var task = createTask(() -> running.hasNext());
        sleep(millis(500));
        getRunningLoop().shutdownAsyncgens();
        log.assertAre("closed");
        assertFalse(task.await());
        assertFalse(fine.hasNext());
        assertEquals(1, loop.takeReports().size());
    }

    @AsyncTest
    void begin_afterTheShutdown_isWarnedOf() {
        getRunningLoop().shutdownAsyncgens();
        try (var records = new LogRecords()) {
            begun(() -> {}).close();
            assertEquals(1, records.texts().size());
            assertTrue(
                    records.texts()
                            .getFirst()
                            .matches(
                                    "WARNING <generator begun\\(\\) at .*> was begun after"
                                            + " shutdownAsyncgens\\(\\)"));
        }
    }

    // ---- the ends of runs and loops

    @Test
    void run_leavesOneOpen_closesItInATask() throws Exception {
        run(
                () -> {
                    begun(
                            () -> {
                                log.add(currentTask() != null);
                                sleep(millis(1));
                                log.add(toThread(() -> "executor"));
                            });
                    log.add("main ends");
                });
        log.assertAre("main ends", true, "executor");
        assertNoThreadIsLeft();
    }

    @Test
    void run_tasksLeftToo_areCancelledFirst() throws Exception {
        run(
                () -> {
                    var generator = begun(() -> log.add("generator"));
                    createTask(
                            () -> {
                                try {
                                    Checkpoints.pause();
                                } finally {
                                    log.add("task");
                                }
                                return generator;
                            });
                    sleep(Duration.ZERO);
                });
        log.assertAre("task", "generator");
        assertNoThreadIsLeft();
    }

    @Test
    void run_mainFails_closesThemNevertheless() throws Exception {
        assertThrows(
                Bang.class,
                () ->
                        run(
                                () -> {
                                    begun(() -> log.add("closed"));
                                    throw new Bang();
                                }));
        log.assertAre("closed");
        assertNoThreadIsLeft();
    }

    /** Runs on a loop that is then closed as it is. */
    private void runAndClose(VoidBlock<Exception> main) throws Exception {
        EventLoop loop = newEventLoop();
        loop.setExceptionHandler((_, context) -> reports.add(context));
        try {
            loop.runUntilComplete(main);
        } finally {
            loop.close();
        }
        assertNoThreadIsLeft();
    }

    @Test
    void closeLoop_leavesSeveralOpen_endsThem() throws Exception {
        var kept = new ArrayList<Generator<Integer>>();
        runAndClose(
                () -> {
                    kept.add(begun(() -> log.add("a")));
                    kept.add(begun(() -> log.add("b")));
                });
        log.assertAre("a", "b");
        kept.getFirst().close();
        assertFalse(kept.getLast().hasNext());
        assertEquals(List.of(), reports);
    }

    @Test
    void closeLoop_bodySuspendsInFinally_isRefused() throws Exception {
        runAndClose(
                () ->
                        begun(
                                () -> {
                                    log.add("begin");
                                    sleep(millis(1));
                                    log.add("not here");
                                }));
        log.assertAre("begin");
        assertEquals(1, reports.size());
        assertTrue(
                String.valueOf(reports.getFirst().exception())
                        .contains("callbacks run outside of any task"));
    }

    @Test
    void closeLoop_bodyYieldsInFinally_isClosedAgain() throws Exception {
        runAndClose(
                () -> {
                    Generator<Integer> stubborn =
                            generator(
                                    y -> {
                                        threads.add(Thread.currentThread());
                                        for (int i = 0; i < 10; i++) {
                                            try {
                                                y.yield(i);
                                            } catch (GeneratorExit e) {
                                                log.add(i);
                                            }
                                        }
                                    });
                    stubborn.next();
                });
        assertEquals(10, log.entries().size());
        assertEquals(List.of(), reports);
    }

    @Test
    void closeLoop_bodyStartsATaskInFinally_endsThatToo() throws Exception {
        runAndClose(() -> begun(() -> getRunningLoop().createTask(() -> log.waitForEver("task"))));
        log.assertAre("task ends");
    }

    @Test
    void closeLoop_taskIsInsideABody_endsBoth() throws Exception {
        runAndClose(
                () -> {
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        threads.add(Thread.currentThread());
                                        log.waitForEver("body");
                                    });
                    createTask(
                            () -> {
                                threads.add(Thread.currentThread());
                                try {
                                    generator.next();
                                } finally {
                                    log.add("consumer ends");
                                }
                            });
                    sleep(Duration.ZERO);
                });
        log.assertAre("body ends", "consumer ends");
    }

    /** A body that blocks in a callback, which nobody cancels, goes on without the loop. */
    @CarriedOnly
    @SuppressWarnings("LockNotBeforeTry") // held for the body to wait for
    @Test
    void closeLoop_bodyIsInABlockingCall_itAndItsConsumerEndWhenThatDoes() throws Exception {
        var lock = new ReentrantLock();
        lock.lock();
        EventLoop loop = newEventLoop();
        loop.callSoon(
                () -> {
                    threads.add(Thread.currentThread());
                    Generator<Integer> generator =
                            generator(
                                    y -> {
                                        threads.add(Thread.currentThread());
                                        lock.lock();
                                        y.yield(1);
                                    });
                    var error = assertThrows(IllegalStateException.class, generator::next);
                    log.add(String.valueOf(error.getMessage()));
                });
        loop.runUntilComplete(() -> sleep(Duration.ZERO));
        try (var records = new LogRecords()) {
            loop.close();
            assertEquals(1, records.texts().size());
            assertTrue(records.texts().getFirst().startsWith("SEVERE gave up"));
        }
        log.assertAre();
        lock.unlock();
        assertEquals(2, threads.size());
        assertNoThreadIsLeft();
        log.assertAre("the event loop is closed");
    }

    // ---- garbage

    private static void collectUntil(BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "the generator was not closed");
            System.gc();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void dropped_onALoop_isClosedInATask() throws Exception {
        run(
                () -> {
                    begunAndDropped();
                    while (log.entries().isEmpty()) {
                        System.gc();
                        sleep(millis(10));
                    }
                    log.assertAre(true);
                });
        assertNoThreadIsLeft();
    }

    private void begunAndDropped() {
        begun(
                () -> {
                    sleep(millis(1));
                    log.add(currentTask() != null);
                });
    }

    @Test
    void dropped_onAThread_isClosed() throws Exception {
        var closed = new CountDownLatch(1);
        begun(closed::countDown);
        collectUntil(() -> closed.getCount() == 0);
        assertNoThreadIsLeft();
    }

    @Test
    void dropped_whileItsValueIsAwaited_isNotClosed() throws Exception {
        run(
                () -> {
                    int value =
                            generator(
                                            (Generator.Yielder<Integer> y) -> {
                                                for (int i = 0; i < 5; i++) {
                                                    System.gc();
                                                    sleep(millis(10));
                                                }
                                                y.yield(7);
                                            })
                                    .next();
                    assertEquals(7, value);
                });
    }

    @Test
    void dropped_neverBegun_costsNothing() {
        GeneratorContract.range(3);
    }

    @Test
    void shutdown_aDroppedOneIsBeingClosed_isNoError() throws Exception {
        var reports = new ArrayList<String>();
        run(
                () -> {
                    getRunningLoop()
                            .setExceptionHandler((l, context) -> reports.add(context.toString()));
                    begunAndDroppedSlow();
                    while (log.entries().isEmpty()) {
                        System.gc();
                        sleep(millis(10));
                    }
                    getRunningLoop().shutdownAsyncgens();
                    sleep(millis(100));
                });
        log.assertAre("closing", "closed");
        assertEquals(List.of(), reports);
    }

    private void begunAndDroppedSlow() {
        begun(
                () -> {
                    log.add("closing");
                    sleep(millis(50));
                    log.add("closed");
                });
    }

    @Test
    void closeLoop_bodyBeginsAGeneratorInFinally_endsThatToo() throws Exception {
        runAndClose(() -> begun(() -> begun(() -> log.add("inner ends"))));
        log.assertAre("inner ends");
    }
}
