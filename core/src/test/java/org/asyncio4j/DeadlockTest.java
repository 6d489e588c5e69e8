package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.ForeignWakeup;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** When a loop says that nothing can wake its tasks, what it says, and when it does not. */
@Timeout(30)
class DeadlockTest {
    private final IdleProbe probe = new IdleProbe();

    // ---- said

    private String report(VoidBlock<?> deadlocked) {
        assertThrows(CancelledError.class, () -> probe.run(deadlocked));
        assertEquals(1, probe.reports.size());
        return probe.reports.getFirst().getMessage();
    }

    @Test
    void twoTasks_onFuturesNobodyCompletes_areReported() {
        String text =
                report(
                        () -> {
                            createTask(named("one"), () -> Future.pending().await());
                            createTask(named("two"), () -> Future.pending().await()).await();
                        });
        assertTrue(text.startsWith("nothing can wake these 3 tasks:\n"), text);
        assertTrue(text.contains("name='one' coro=<twoTasks_"), text);
        assertTrue(text.contains("> wait_for=Future>\n    at org.asyncio4j.DeadlockTest."), text);
        assertTrue(text.contains("wait_for=<Task name='two' "), text);
    }

    @Test
    void chainOfTasks_onAFutureNobodyCompletes_isReportedWithWhatEachWaitsFor() {
        String text =
                report(
                        () -> {
                            var last = createTask(named("last"), () -> Future.pending().await());
                            createTask(named("middle"), last).await();
                        });
        assertTrue(text.contains("<Task pending name='last' "), text);
        assertTrue(text.contains("> wait_for=<Task name='last' "), text);
        assertTrue(text.contains("> wait_for=<Task name='middle' "), text);
    }

    private static void gatherOne(List<Task<Void>> tasks, int index) {
        gather(List.of(tasks.get(index)));
    }

    /** A circle that no single task can see: one of them waits through a gather. */
    @Test
    void twoTasks_onEachOther_areReported() {
        var tasks = new ArrayList<Task<Void>>();
        String text =
                report(
                        () -> {
                            tasks.add(createTask(named("a"), () -> gatherOne(tasks, 1)));
                            tasks.add(createTask(named("b"), () -> await(tasks.get(0))));
                            gather(tasks);
                        });
        assertTrue(text.contains("wait_for=<Task name='a' "), text);
        assertTrue(text.contains("wait_for=gather>"), text);
        assertTrue(tasks.get(0).isCancelled());
        assertTrue(tasks.get(1).isCancelled());
    }

    @Test
    void stackTrace_isThatOfTheFirstTask() {
        report(DeadlockTest::waitForNobody);
        StackTraceElement top = probe.reports.getFirst().getStackTrace()[0];
        assertEquals("waitForNobody", top.getMethodName());
    }

    private static void waitForNobody() {
        Future.pending().await();
    }

    @Test
    void manyTasks_areNotAllListed() {
        String text =
                report(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                createTask(named("many"), () -> Future.pending().await());
                            }
                            waitForNobody();
                        });
        assertEquals(100, text.split("\n<Task ", -1).length - 1);
        assertTrue(text.contains("\nand 901 more\n"), text);
    }

    @Test
    void systemClock_isPatientForASecond() {
        assertEquals(Duration.ofSeconds(1).toNanos(), Clock.system().patience());
    }

    /** What a program sees that sets no handler of its own. */
    @Test
    void program_isWarnedOnceAndAgainAfterItRan() throws Exception {
        try (var records = new LogRecords()) {
            var future = new AtomicReference<Future<String>>();
            var program =
                    new FutureTask<>(
                            () -> {
                                probe.runAsItIs(
                                        () -> {
                                            future.set(Future.pending());
                                            createTask(named("reader"), future.get()).await();
                                        });
                                return null;
                            });
            Thread.ofPlatform().start(program);
            awaitCount(records, 1);
            probe.awaitIdle(); // runs a callback on the loop
            awaitCount(records, 2);
            probe.loop.callSoonThreadsafe(() -> future.get().setResult("late"));
            program.get();
            assertEquals(2, records.texts().size(), () -> records.texts().toString());
            for (String text : records.texts()) {
                assertTrue(text.startsWith("WARNING nothing can wake these 2 tasks:\n"), text);
                assertTrue(text.contains("<Task pending name='reader' "), text);
                assertTrue(text.contains("> wait_for=Future>\n"), text);
                assertTrue(text.contains("wait_for=<Task name='reader' "), text);
                assertTrue(text.contains("    at org.asyncio4j.DeadlockTest."), text);
                assertFalse(text.contains("internal.scheduler"), text);
            }
        }
    }

    private static void awaitCount(LogRecords records, int count) {
        while (records.texts().size() < count) {
            assertFalse(Thread.interrupted(), "no report came");
            Thread.onSpinWait();
        }
    }

    // ---- not said, because there is something that can wake the loop

    /** Runs the work, and what wakes it, on another thread, once the loop has been idle. */
    private void runUnreported(VoidBlock<?> work, VoidBlock<? extends Exception> wakeUp) {
        var waker =
                new FutureTask<>(
                        () -> {
                            probe.awaitIdle();
                            wakeUp.run();
                            return null;
                        });
        runUnreported(
                () -> {
                    Thread.ofPlatform().start(waker);
                    Works.run(work);
                });
        assertDoesNotFail(waker);
    }

    /** Runs work that something else wakes. */
    private void runUnreported(VoidBlock<?> work) {
        probe.run(work);
        assertFalse(probe.hasClaimed());
        assertEquals(List.of(), probe.reports);
    }

    private static void assertDoesNotFail(FutureTask<?> waker) {
        try {
            waker.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final AtomicReference<Future<String>> future = new AtomicReference<>();

    private void awaitFuture() {
        future.set(Future.pending());
        assertEquals("came", future.get().await());
    }

    private void complete() {
        future.get().setResult("came");
    }

    private void completeFromOutside() {
        probe.loop.callSoonThreadsafe(this::complete);
    }

    @Test
    void nothingOutstanding_isReported() {
        assertThrows(
                CancelledError.class,
                () -> runUnreported(this::awaitFuture, () -> {})); // or the tests below are void
        assertTrue(probe.hasClaimed());
    }

    @Test
    void loopWithoutTasks_isNotReported() throws Exception {
        Thread runner = Thread.ofPlatform().start(probe.loop::runForever);
        probe.awaitIdle();
        probe.loop.callSoonThreadsafe(probe.loop::stop);
        runner.join();
        probe.loop.close();
        assertFalse(probe.hasClaimed());
    }

    @Test
    void executorJob_withholds() {
        runUnreported(
                () ->
                        getRunningLoop()
                                .runInExecutor(
                                        work -> Thread.ofPlatform().start(work),
                                        () -> {
                                            probe.awaitIdle();
                                            return 1;
                                        })
                                .await());
    }

    @Test
    void toThread_withholds() {
        runUnreported(() -> toThread(probe::awaitIdle));
    }

    @Test
    void timer_withholds() {
        runUnreported(
                () -> {
                    var timer = getRunningLoop().callLater(Duration.ofHours(1), () -> {});
                    awaitFuture();
                    timer.cancel();
                },
                this::completeFromOutside);
    }

    @Test
    void pipe_withholds() throws Exception {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            runUnreported(
                    () -> {
                        getRunningLoop().addReader(source, this::complete);
                        awaitFuture();
                        getRunningLoop().removeReader(source);
                    },
                    () -> sink.write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void listeningServer_withholds() {
        var port = new CompletableFuture<Integer>();
        runUnreported(
                () -> {
                    try (var server = startServer(_ -> complete(), "127.0.0.1", 0)) {
                        port.complete(server.port());
                        awaitFuture();
                    }
                },
                () -> new Socket(InetAddress.getLoopbackAddress(), port.get()).close());
    }

    @CarriedOnly
    @Test
    void taskInThreadSleep_withholds() {
        var thread = new AtomicReference<Thread>();
        runUnreported(
                () -> {
                    thread.set(Thread.currentThread());
                    assertThrows(
                            InterruptedException.class, () -> Thread.sleep(Duration.ofHours(1)));
                },
                () -> thread.get().interrupt());
    }

    @CarriedOnly
    @Test
    void taskInTake_withholds() {
        var queue = new LinkedBlockingQueue<String>();
        runUnreported(() -> createTask(queue::take).await(), () -> queue.put("item"));
    }

    @CarriedOnly
    @Test
    void guest_withholds() {
        var queue = new LinkedBlockingQueue<String>();
        runUnreported(
                () -> {
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    queue.take();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                                completeFromOutside();
                            });
                    awaitFuture();
                },
                () -> queue.put("item"));
    }

    /** Whoever has the promise can cancel the task. */
    @Test
    void promiseOutside_withholds() {
        var hold = new AtomicReference<ForeignWakeup>();
        runUnreported(
                () -> {
                    hold.set(getRunningLoop().expectForeignWakeup());
                    awaitFuture();
                },
                () -> {
                    var promise = runCoroutineThreadsafe(probe.loop, this::completeWhenCancelled);
                    hold.get().close();
                    probe.awaitIdle();
                    promise.cancel(true);
                });
    }

    private void completeWhenCancelled() {
        try {
            waitForNobody();
        } finally {
            complete();
        }
    }

    @Test
    void awaitedStage_withholds() {
        var stage = new CompletableFuture<String>();
        runUnreported(() -> assertEquals("x", await(stage)), () -> stage.complete("x"));
    }

    @Test
    void expectForeignWakeup_withholdsUntilClosed() {
        var hold = new AtomicReference<ForeignWakeup>();
        runUnreported(
                () -> {
                    ForeignWakeup closedTwice = getRunningLoop().expectForeignWakeup();
                    closedTwice.close();
                    closedTwice.close();
                    hold.set(getRunningLoop().expectForeignWakeup());
                    awaitFuture();
                },
                () -> {
                    completeFromOutside();
                    hold.get().close();
                });
    }

    @Test
    void expectForeignWakeup_closed_isReported() {
        report(
                () -> {
                    try (var _ = getRunningLoop().expectForeignWakeup();
                            var _ = getRunningLoop().expectForeignWakeup()) {
                        sleep(Duration.ZERO);
                    }
                    waitForNobody();
                });
    }

    @AsyncTest
    void expectForeignWakeup_onAVirtualClock_withholdsTheJump(TestLoop loop) {
        var hold = getRunningLoop().expectForeignWakeup();
        Future<String> result = Future.pending();
        Thread.ofPlatform()
                .start(
                        () -> {
                            loop.eventLoop().callSoonThreadsafe(() -> result.setResult("came"));
                            hold.close();
                        });
        assertEquals("came", timeout(Duration.ofHours(1), result));
        assertEquals(0, loop.clock().nanoTime());
        sleep(seconds(1));
        assertNotEquals(0, loop.clock().nanoTime());
    }

    @AsyncTest
    void virtualClockHold_withholdsToo(TestLoop loop) {
        var hold = loop.clock().hold();
        Future<String> result = Future.pending();
        Thread.ofPlatform()
                .start(
                        () -> {
                            loop.eventLoop().callSoonThreadsafe(() -> result.setResult("came"));
                            hold.close();
                        });
        assertEquals("came", result.await());
    }
}
