package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Where several rules meet. Each of these was wrong once. */
@LoopOptions(stuckAfterSeconds = 30)
class CornerCasesTest {
    // ---- cancelling and timing out

    @AsyncTest
    void cancel_twiceBeforeTheTaskRuns_isDeliveredOnce() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } catch (CancelledError e) {
                                log.add(e.getMessage());
                            }
                            sleep(Duration.ZERO);
                            log.add("on");
                            return 1;
                        });
        sleep(Duration.ZERO);
        task.cancel("one");
        task.cancel("two");
        assertEquals(2, task.cancelling());
        assertEquals(1, task.await());
        assertEquals(List.of("one", "on"), log);
    }

    @AsyncTest
    void timeouts_withEqualDeadlines_letTheInnerOneCleanUp() {
        var log = new ArrayList<String>();
        VoidBlock<RuntimeException> inner =
                () -> {
                    try {
                        sleep(seconds(10));
                    } finally {
                        sleep(millis(1));
                        log.add("clean");
                    }
                };
        assertThrows(
                TimeoutException.class,
                () -> timeout(seconds(1), () -> timeout(seconds(1), inner)));
        assertEquals(List.of("clean"), log);
    }

    @AsyncTest
    void timeout_ofZero_isUpAtTheFirstSuspension() {
        assertThrows(
                TimeoutException.class, () -> timeout(Duration.ZERO, () -> sleep(Duration.ZERO)));
    }

    /** In a task that swallowed a cancel, so that taking one back does not bring the count to 0. */
    @AsyncTest
    void timeout_upAfterTheValueWasGiven_leavesNoCancelBehind() {
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(10));
                            } catch (CancelledError e) {
                                // swallowed on purpose
                            }
                            Future<String> future = Future.pending();
                            getRunningLoop().callLater(seconds(1), () -> future.setResult("value"));
                            String value = timeout(seconds(1), future);
                            sleep(seconds(1));
                            return value;
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertEquals("value", task.await());
    }

    @CarriedOnly
    @AsyncTest
    void timeout_aroundABlockingCall_throwsTimeoutException(TestLoop loop) {
        var forever = new CountDownLatch(1);
        var task = createTask(() -> timeout(seconds(1), () -> forever.await()));
        sleep(Duration.ZERO);
        loop.clock().advance(seconds(1));
        assertThrows(TimeoutException.class, task::await);
    }

    @CarriedOnly
    @AsyncTest
    void timeout_whoseBodyFailsOtherwise_leavesNoCancelBehind(TestLoop loop) {
        var log = new ArrayList<String>();
        var release = new CountDownLatch(1);
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } finally { // cleaning up, with a cancel that is not taken back
                                try {
                                    timeout(seconds(1), () -> failOnceReleased(release));
                                } catch (IllegalArgumentException e) {
                                    log.add(e.getMessage());
                                }
                                sleep(millis(1));
                                log.add("clean");
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel();
        sleep(Duration.ZERO);
        loop.clock().advance(seconds(1));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        release.countDown();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("failed", "clean"), log);
    }

    private static void failOnceReleased(CountDownLatch release) {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // not now
            }
        }
        throw new IllegalArgumentException("failed");
    }

    @AsyncTest
    void cancel_ofOneselfBeforeTheEnd_endsCancelled() {
        var task =
                createTask(
                        () -> {
                            currentTask().cancel("self");
                            return 12;
                        });
        assertThrows(CancelledError.class, task::await);
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void cancel_twiceOfATaskThatGathers_isDeliveredOnce() {
        var log = new ArrayList<String>();
        var child = createTask(() -> sleep(seconds(100)));
        var task =
                createTask(
                        () -> {
                            try {
                                gather(List.of(child));
                            } finally {
                                sleep(Duration.ZERO);
                                log.add("clean");
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel("a");
        while (!child.isDone()) {
            sleep(Duration.ZERO);
        }
        task.cancel("b");
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("clean"), log);
    }

    /** An interrupt would close the channel that a task uses which is only about to go on. */
    @CarriedOnly
    @AsyncTest
    void cancel_ofATaskThatIsReadyAgain_doesNotInterruptIt() {
        var flag = new boolean[] {true};
        var task =
                createTask(
                        () -> {
                            Thread.yield();
                            flag[0] = Thread.currentThread().isInterrupted();
                        });
        getRunningLoop().callSoon(() -> getRunningLoop().callSoon(task::cancel));
        while (!task.isDone()) {
            sleep(Duration.ZERO);
        }
        assertEquals(false, flag[0]);
    }

    @CarriedOnly
    @AsyncTest
    void cancel_ofATaskThatBlocksAfterwards_reachesItThere() {
        var task =
                createTask(
                        () -> {
                            currentTask().cancel("before it blocks");
                            new CountDownLatch(1).await();
                        });
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("before it blocks", error.getMessage());
    }

    @AsyncTest
    void cancel_ofAFailedFuture_countsAsHeard() {
        Future<Integer> future = Future.pending();
        future.setException(new IllegalStateException("nobody asks"));
        assertEquals(false, future.cancel());
    }

    // ---- what is left when main ends

    @Test
    void run_tasksLeft_areCancelledBeforeTheyGoOn() {
        var log = new ArrayList<String>();
        run(
                () -> {
                    createTask(
                            () -> {
                                try {
                                    for (int i = 0; i < 5; i++) {
                                        log.add("step " + i);
                                        sleep(Duration.ZERO);
                                    }
                                } catch (CancelledError e) {
                                    log.add("cancelled");
                                    throw e;
                                }
                            });
                    createTask(
                            () -> {
                                createTask(() -> log.add("never begins"));
                                sleep(seconds(100));
                            });
                });
        assertEquals(List.of("step 0", "cancelled"), log);
    }

    @Test
    void run_interrupted_letsTheTasksThatAreLeftCleanUp() throws Exception {
        var log = new ConcurrentLinkedQueue<String>();
        var ready = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        run(() -> leaveATask(log, ready));
                                    } catch (CancelledError e) {
                                        log.add("cancelled " + e.getSuppressed().length);
                                    }
                                });
        ready.await();
        thread.interrupt();
        thread.join();
        assertEquals(List.of("clean", "cancelled 0"), List.copyOf(log));
    }

    private static void leaveATask(ConcurrentLinkedQueue<String> log, CountDownLatch ready) {
        createTask(
                () -> {
                    try {
                        sleep(seconds(100));
                    } finally {
                        sleep(millis(1));
                        log.add("clean");
                    }
                });
        sleep(Duration.ZERO);
        ready.countDown();
        sleep(seconds(100));
    }

    @Test
    void runCoroutineThreadsafe_loopClosesBeforeItBegins_isCancelled() {
        EventLoop loop = newEventLoop();
        var future = runCoroutineThreadsafe(loop, () -> 1);
        loop.close();
        assertThrows(CancellationException.class, () -> future.get(30, TimeUnit.SECONDS));
    }

    @Test
    void runCoroutineThreadsafe_loopClosesWhileItRuns_isCancelled() {
        EventLoop loop = newEventLoop();
        var future = runCoroutineThreadsafe(loop, () -> sleep(seconds(100)));
        for (int i = 0; i < 3; i++) {
            loop.stop();
            loop.runForever();
        }
        loop.close();
        assertThrows(CancellationException.class, () -> future.get(30, TimeUnit.SECONDS));
    }

    @AsyncTest
    void doneTask_thatIsHeld_doesNotHoldLaterOnes() {
        var first = createTask(() -> sleep(Duration.ZERO));
        Task<Void> last = first;
        WeakReference<Task<?>> dropped = null;
        for (int i = 0; i < 10; i++) {
            Task<Void> next = createTask(() -> sleep(Duration.ZERO));
            if (i == 5) {
                dropped = new WeakReference<>(next);
            }
            last.await();
            last = next;
        }
        last.await();
        for (int i = 0; i < 50 && dropped.get() != null; i++) {
            System.gc();
            sleep(Duration.ZERO);
        }
        assertNull(dropped.get());
        assertTrue(first.isDone());
    }

    @AsyncTest
    void threadOfEndedTask_thatIsHeld_doesNotHoldTheResult() {
        var thread = new Thread[1];
        var result = new WeakReference<>(createTask(() -> bigResult(thread)).await());
        for (int i = 0; i < 50 && result.get() != null; i++) {
            System.gc();
            sleep(Duration.ZERO);
        }
        assertNull(result.get());
        assertNotNull(thread[0]);
    }

    private static Object bigResult(Thread[] thread) {
        thread[0] = Thread.currentThread();
        return new Object();
    }

    @AsyncTest
    void gather_failing_holdsNoErrorThatWasHeard() {
        WeakReference<Throwable> error = failInGather();
        for (int i = 0; i < 50 && error.get() != null; i++) {
            System.gc();
            sleep(Duration.ZERO);
        }
        assertNull(error.get());
    }

    private static WeakReference<Throwable> failInGather() {
        try {
            gather(
                    () -> {
                        throw new IllegalArgumentException("heard");
                    });
            throw new AssertionError("nothing was thrown");
        } catch (IllegalArgumentException e) {
            return new WeakReference<>(e);
        }
    }

    // ---- channels

    @CarriedOnly
    @AsyncTest
    void readerCallback_thatBlocks_isNotEnteredAgain() throws Exception {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            var release = new CountDownLatch(1);
            var calls = new ArrayList<String>();
            EventLoop loop = getRunningLoop();
            loop.addReader(
                    source,
                    () -> {
                        calls.add("begin");
                        uninterruptibly(release::await);
                        uninterruptibly(() -> source.read(ByteBuffer.allocate(1)));
                        calls.add("end");
                    });
            sink.write(ByteBuffer.wrap(new byte[] {1, 2}));
            while (calls.isEmpty()) {
                sleep(Duration.ZERO);
            }
            for (int i = 0; i < 100; i++) {
                sleep(Duration.ZERO);
            }
            assertEquals(List.of("begin"), calls);
            release.countDown();
            while (calls.size() < 4) {
                sleep(Duration.ZERO);
            }
            assertEquals(List.of("begin", "end", "begin", "end"), calls);
            loop.removeReader(source);
        }
    }

    private static void uninterruptibly(VoidBlock<?> action) {
        try {
            action.run();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @AsyncTest
    void removeReader_afterTheChannelWasClosed_letsTheClockGoOn() throws Exception {
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink()) {
            SelectableChannel source = pipe.source();
            source.configureBlocking(false);
            getRunningLoop().addReader(source, () -> {});
            source.close();
            assertTrue(getRunningLoop().removeReader(source));
            sleep(seconds(1));
            assertTrue(sink.isOpen());
        }
    }

    @AsyncTest
    void addReader_ofWhatCannotBeRead_isRefused() throws Exception {
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink();
                var source = pipe.source()) {
            sink.configureBlocking(false);
            source.configureBlocking(false);
            EventLoop loop = getRunningLoop();
            assertThrows(IllegalArgumentException.class, () -> loop.addReader(sink, () -> {}));
            assertThrows(IllegalArgumentException.class, () -> loop.addWriter(source, () -> {}));
            assertEquals(false, loop.removeWriter(source));
            sleep(seconds(1)); // nothing is watched, so the clock may jump
        }
    }

    @AsyncTest
    void handler_thatFailsBeforeAPeerThatDoesNotRead_endsWithItsServer(TestLoop loop)
            throws Exception {
        var writers = new ArrayList<Task<Void>>();
        ConnectionHandler handler =
                connection -> {
                    var words = "x".repeat(20_000_000);
                    writers.add(createTask(() -> connection.writer().write(words)));
                    sleep(Duration.ZERO);
                    throw new IllegalStateException("failed");
                };
        var server = startServer(handler, "127.0.0.1", 0);
        try (var client = openConnection("127.0.0.1", server.port())) {
            client.reader().readExactly(1);
            server.close();
            assertTrue(client.reader().readAllBytes().length < 20_000_000);
        }
        assertThrows(SocketException.class, () -> writers.getFirst().await());
        assertEquals("failed", loop.takeReports().getFirst().exception().getMessage());
    }

    @AsyncTest
    void handler_thatFailsAfterWriting_hasItsWordsSent(TestLoop loop) throws Exception {
        var words = "last words".repeat(100_000);
        ConnectionHandler handler =
                connection -> {
                    createTask(() -> connection.writer().write(words));
                    sleep(Duration.ZERO);
                    throw new IllegalStateException("failed");
                };
        try (var server = startServer(handler, "127.0.0.1", 0);
                var client = openConnection("127.0.0.1", server.port())) {
            assertEquals(words.length(), client.reader().readAllBytes().length);
        }
        assertEquals("failed", loop.takeReports().getFirst().exception().getMessage());
    }

    // ---- order

    @AsyncTest
    void callSoonThreadsafe_onTheLoop_keepsItsPlace() {
        var log = new ArrayList<String>();
        EventLoop loop = getRunningLoop();
        loop.callSoon(() -> log.add("a"));
        loop.callSoonThreadsafe(() -> log.add("b"));
        loop.callSoon(() -> log.add("c"));
        sleep(Duration.ZERO);
        log.add("main");
        sleep(Duration.ZERO);
        assertEquals(List.of("a", "b", "c", "main"), log);
    }

    @Test
    void callSoonThreadsafe_beforeTheLoopRuns_keepsItsPlace() {
        var log = new ArrayList<String>();
        EventLoop loop = newEventLoop();
        loop.callSoonThreadsafe(() -> log.add("threadsafe"));
        loop.callSoon(() -> log.add("soon"));
        loop.stop();
        loop.runForever();
        loop.close();
        assertEquals(List.of("threadsafe", "soon"), log);
    }

    // ---- gather and bridges

    @AsyncTest
    void gather_sameCoroutineTwice_awaitsItOnce() {
        Coroutine<Integer> coroutine = async(() -> 1);
        assertEquals(List.of(1, 1), gather(coroutine, coroutine));
    }

    @AsyncTest
    void gather_withAUsedCoroutine_startsNothing() {
        var log = new ArrayList<String>();
        Coroutine<Integer> used = async(() -> 1);
        used.await();
        assertThrows(IllegalStateException.class, () -> gather(() -> log.add("orphan"), used));
        sleep(Duration.ZERO);
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void toThread_blockThatReturnsACoroutine_fails() {
        assertThrows(IllegalStateException.class, () -> toThread(() -> async(() -> 1)));
    }

    @AsyncTest
    void await_cancelledFutureOfAnotherLibrary_throwsCancelledError() {
        var theirs = new FutureTask<>(() -> 1);
        theirs.cancel(false);
        assertThrows(CancelledError.class, () -> await(theirs));
    }

    /** More waits than the executor has threads, and what ends them queued behind. */
    @AsyncTest
    void await_manyFuturesOfAnotherLibrary_leavesTheExecutorFree() {
        var theirs = new ArrayList<FutureTask<Integer>>();
        for (int i = 0; i < 64; i++) {
            theirs.add(new FutureTask<>(() -> 1));
        }
        var tasks = theirs.stream().map(future -> createTask(() -> await(future))).toList();
        sleep(Duration.ZERO);
        toThread(() -> theirs.forEach(FutureTask::run));
        assertEquals(64, gather(tasks).size());
    }

    @AsyncTest
    void await_minimalStage_givesItsResult() {
        assertEquals("value", await(CompletableFuture.completedStage("value")));
    }

    @AsyncTest
    void await_minimalStageCancelled_doesNotStopTheClock() {
        var stage = new CompletableFuture<String>().minimalCompletionStage();
        var task = createTask(() -> await(stage));
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        sleep(seconds(1));
    }

    @AsyncTest
    void hold_closedByAnotherThread_letsTheClockGoOn(TestLoop loop) {
        var hold = loop.clock().hold();
        var asleep = new CountDownLatch(1);
        getRunningLoop().callSoon(() -> getRunningLoop().callSoon(asleep::countDown));
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                asleep.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            hold.close();
                        });
        sleep(seconds(1));
    }

    // ---- bad input

    @AsyncTest
    @SuppressWarnings("NullAway")
    void future_givenNull_refusesItAtOnce() {
        Future<String> future = Future.pending();
        assertThrows(NullPointerException.class, () -> future.setException(null));
        assertThrows(NullPointerException.class, () -> future.addDoneCallback(null));
    }

    @AsyncTest
    void toString_ofAFutureThatHoldsItself_ends() {
        Future<Object> future = Future.pending();
        future.setResult(future);
        assertNotNull(future.toString());
    }

    private static final class UnprintableError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("message of the error");
        }
    }

    @AsyncTest
    void exceptionHandler_failsWithWhatCannotBePrinted_leavesTheLoopAlive() {
        EventLoop loop = getRunningLoop();
        loop.setExceptionHandler(
                (source, context) -> {
                    throw new IllegalStateException("handler");
                });
        loop.callSoon(
                () -> {
                    throw new UnprintableError();
                });
        var unprintable =
                new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("toString of the subject");
                    }
                };
        loop.callSoon(
                () -> loop.callExceptionHandler(new ExceptionContext("m", null, unprintable)));
        var log = new ArrayList<String>();
        loop.callSoon(() -> log.add("next"));
        sleep(Duration.ZERO);
        assertEquals(List.of("next"), log);
    }

    @AsyncTest
    void close_ofARunnerInsideALoop_isRefusedAndCanBeRepeatedOutside() throws Exception {
        var runner = Runner.open();
        EventLoop inner = runner.loop();
        assertThrows(IllegalStateException.class, runner::close);
        toThread(runner::close);
        assertTrue(inner.isClosed());
    }

    @Test
    void run_inARun_failsWithoutASecondError() {
        var error =
                assertThrows(
                        IllegalStateException.class,
                        () -> run(() -> Asyncio.<Integer, RuntimeException>run(() -> 3)));
        assertEquals(0, error.getSuppressed().length);
    }
}
