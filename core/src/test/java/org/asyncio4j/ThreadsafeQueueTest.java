package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

@Timeout(60)
class ThreadsafeQueueTest {
    private final ThreadsafeQueue<String> queue = new ThreadsafeQueue<>();
    private final ThreadsafeQueue<String> one = new ThreadsafeQueue<>(1);
    private final List<String> log = new ArrayList<>();

    private Task<Void> getter(String name) {
        return createTask(
                named(name),
                () -> {
                    log.add(name + " " + queue.get());
                });
    }

    private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> work) {
        var future = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(future);
        return future;
    }

    /** On a plain thread. */
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static void letRun() {
        for (int i = 0; i < 4; i++) {
            sleep(Duration.ZERO);
        }
    }

    // ---- asyncio's rules

    @Test
    void items_leaveInTheOrderTheyCame() {
        queue.putNowait("a");
        queue.putNowait("b");
        assertEquals(2, queue.size());
        assertEquals("a", queue.getNowait());
        assertEquals("b", queue.getNowait());
        assertTrue(queue.isEmpty());
    }

    @Test
    void getNowait_ofEmptyQueue_isRefused() {
        assertThrows(QueueEmptyException.class, queue::getNowait);
    }

    @Test
    void putNowait_intoFullQueue_isRefused() {
        one.putNowait("a");
        assertTrue(one.isFull());
        assertThrows(QueueFullException.class, () -> one.putNowait("b"));
        assertEquals(1, one.size());
        assertEquals(1, one.maxsize());
    }

    @Test
    void queue_withoutBound_isNeverFull() {
        var unbounded = new ThreadsafeQueue<Integer>(-1);
        for (int i = 0; i < 100; i++) {
            unbounded.putNowait(i);
        }
        assertFalse(unbounded.isFull());
    }

    @Test
    void put_ofNull_isRefused() {
        assertThrows(NullPointerException.class, () -> queue.putNowait(null));
        assertEquals(0, queue.size());
    }

    @AsyncTest
    void putAndGet_withoutNeedToWait_doNotSuspend() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        queue.put("a");
        assertEquals("a", queue.get());
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void put_callsWaitersInTheOrderTheyCame() {
        getter("first");
        getter("second");
        sleep(Duration.ZERO);
        assertEquals(
                new ThreadsafeQueue.Statistics(0, 0, 2, 0, 0), queue.statistics(), queue::toString);
        queue.putNowait("a");
        queue.putNowait("b");
        letRun();
        assertEquals(List.of("first a", "second b"), log);
    }

    @AsyncTest
    void put_intoFullQueue_waitsForRoom() {
        one.putNowait("a");
        Task<Void> putter = createTask(() -> one.put("b"));
        letRun();
        assertFalse(putter.isDone());
        assertEquals("<ThreadsafeQueue maxsize=1 size=1 putters=1>", one.toString());
        assertEquals("a", one.get());
        assertEquals("b", one.get());
        assertTrue(putter.isDone());
    }

    @AsyncTest
    void getter_calledTooLate_keepsItsPlace() {
        getter("first");
        getter("second");
        sleep(Duration.ZERO);
        queue.putNowait("a");
        assertEquals("a", queue.getNowait());
        letRun();
        queue.putNowait("b");
        letRun();
        assertEquals(List.of("first b"), log);
        queue.putNowait("c");
        letRun();
        assertEquals(List.of("first b", "second c"), log);
    }

    @AsyncTest
    void join_returnsWhenAllIsDone() {
        queue.putNowait("a");
        queue.putNowait("b");
        Task<Void> joiner = createTask(queue::join);
        letRun();
        queue.getNowait();
        queue.taskDone();
        letRun();
        assertFalse(joiner.isDone());
        queue.taskDone();
        letRun();
        assertTrue(joiner.isDone());
        assertThrows(IllegalStateException.class, queue::taskDone);
    }

    @AsyncTest
    void join_ofUnusedQueue_doesNotSuspend() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        queue.join();
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void items_endWhenTheQueueIsShutDownAndEmpty() {
        Task<Void> reader = createTask(() -> queue.items().forEach(log::add));
        letRun();
        queue.put("a");
        letRun();
        queue.put("b");
        queue.shutdown();
        reader.await();
        assertEquals(List.of("a", "b"), log);
    }

    // ---- shutdown

    @Test
    void shutdown_leavesWhatIsThere() {
        queue.putNowait("a");
        queue.shutdown();
        assertThrows(QueueShutDownException.class, () -> queue.putNowait("b"));
        assertEquals("a", queue.getNowait());
        assertThrows(QueueShutDownException.class, queue::getNowait);
    }

    @AsyncTest
    void shutdown_immediate_dropsTheItemsAndEndsJoin() {
        queue.putNowait("a");
        queue.putNowait("b");
        queue.getNowait();
        Task<Void> joiner = createTask(queue::join);
        letRun();
        queue.shutdown(true);
        letRun();
        assertFalse(joiner.isDone()); // one was got and not reported
        queue.taskDone();
        joiner.await();
        assertThrows(QueueShutDownException.class, queue::getNowait);
    }

    @AsyncTest
    void shutdown_endsAllWaits() throws Exception {
        one.putNowait("a");
        Task<Void> putter = createTask(() -> one.put("b"));
        Task<String> getter = createTask(queue::get);
        var takers = List.of(takeInThread(queue), takeInThread(queue));
        var offerer = inThread(() -> one.blocking().offer("c", Duration.ofHours(1)));
        while (queue.statistics().waitingToGet() < 3 || one.statistics().waitingToPut() < 2) {
            sleep(Duration.ZERO);
        }
        queue.shutdown();
        one.shutdown();
        assertThrows(QueueShutDownException.class, putter::await);
        assertThrows(QueueShutDownException.class, getter::await);
        for (var taker : takers) {
            assertShutDown(taker);
        }
        assertShutDown(offerer);
        assertEquals(List.of("a"), drained(one));
    }

    private static FutureTask<String> takeInThread(ThreadsafeQueue<String> queue) {
        return inThread(() -> queue.blocking().take());
    }

    private static void assertShutDown(FutureTask<?> waiter) {
        var failure =
                assertThrows(
                        java.util.concurrent.ExecutionException.class,
                        () -> toThread(() -> waiter.get(10, TimeUnit.SECONDS)));
        assertEquals(QueueShutDownException.class, failure.getCause().getClass());
    }

    private static List<String> drained(ThreadsafeQueue<String> queue) {
        var target = new ArrayList<String>();
        queue.drainTo(target);
        return target;
    }

    // ---- drainTo

    @Test
    void drainTo_takesSoManyAtMost() {
        for (String item : List.of("a", "b", "c")) {
            queue.putNowait(item);
        }
        assertEquals(2, queue.drainTo(log, 2));
        assertEquals(List.of("a", "b"), log);
        assertEquals(0, queue.drainTo(log, 0));
        assertEquals(1, queue.drainTo(log));
        assertEquals(List.of("a", "b", "c"), log);
    }

    @Test
    void drainTo_refusedByTheCollection_returnsTheRest() {
        for (String item : List.of("a", "b", "c")) {
            queue.putNowait(item);
        }
        var picky =
                new ArrayList<String>() {
                    @Override
                    public boolean add(String item) {
                        if (item.equals("b")) {
                            throw new IllegalArgumentException(item);
                        }
                        return super.add(item);
                    }
                };
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(picky));
        assertEquals(List.of("a"), picky);
        assertEquals(List.of("b", "c"), drained(queue));
    }

    @AsyncTest
    void drainTo_callsWhoWaitsToPut() {
        one.putNowait("a");
        Task<Void> putter = createTask(() -> one.put("b"));
        letRun();
        assertEquals(List.of("a"), drained(one));
        putter.await();
        assertEquals(1, one.size());
    }

    // ---- tasks and threads

    @AsyncTest
    void get_ofTask_getsWhatAThreadPuts() throws Exception {
        Task<String> getter = createTask(() -> queue.get());
        letRun();
        toThread(() -> queue.blocking().put("a"));
        assertEquals("a", getter.await());
    }

    @AsyncTest
    void take_ofThread_getsWhatATaskPuts() {
        Task<String> taker = createTask(() -> toThread(() -> queue.blocking().take()));
        while (queue.statistics().waitingToGet() == 0) {
            sleep(Duration.ZERO);
        }
        queue.put("a");
        assertEquals("a", taker.await());
    }

    @AsyncTest
    void put_ofThread_waitsForRoomThatATaskMakes() {
        one.putNowait("a");
        Task<Void> putter = createTask(() -> toThread(() -> one.blocking().put("b")));
        while (one.statistics().waitingToPut() == 0) {
            sleep(Duration.ZERO);
        }
        assertEquals("a", one.get());
        assertEquals("b", one.get());
        putter.await();
    }

    @AsyncTest
    void join_ofThread_waitsForTasks() {
        queue.putNowait("a");
        Task<Void> joiner = createTask(() -> toThread(() -> queue.blocking().join()));
        queue.get();
        queue.taskDone();
        joiner.await();
    }

    @Test
    void oneLoop_getsWhatAnotherPuts() throws Exception {
        int count = 10_000;
        var there = new ThreadsafeQueue<Integer>(8);
        var back = new ThreadsafeQueue<Integer>(8);
        var echo =
                inThread(
                        () -> {
                            run(() -> there.items().forEach(back::put));
                            return null;
                        });
        run(
                () -> {
                    createTask(
                            () -> {
                                for (int i = 0; i < count; i++) {
                                    there.put(i);
                                }
                            });
                    for (int i = 0; i < count; i++) {
                        assertEquals(i, back.get());
                    }
                });
        there.shutdown();
        echo.get();
    }

    @Test
    void virtualThread_isAPlainThread() throws Exception {
        var got = new CompletableFuture<String>();
        Thread taker =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        got.complete(queue.blocking().take());
                                    } catch (InterruptedException e) {
                                        got.completeExceptionally(e);
                                    }
                                });
        await(() -> queue.statistics().waitingToGet() == 1);
        queue.putNowait("a");
        assertEquals("a", got.get());
        taker.join();
    }

    // ---- who may call what

    @Test
    void callsThatSuspend_onAPlainThread_areRefused() {
        for (VoidBlock<RuntimeException> call :
                List.<VoidBlock<RuntimeException>>of(
                        queue::get, () -> queue.put("a"), queue::join)) {
            var refusal = assertThrows(IllegalStateException.class, call::run);
            assertEquals(
                    "only a task can suspend; a thread waits by blocking()", refusal.getMessage());
        }
        assertTrue(queue.isEmpty());
    }

    @AsyncTest
    void callsThatBlock_inATask_areRefused() {
        for (VoidBlock<Exception> call : blockingCalls()) {
            var refusal = assertThrows(IllegalStateException.class, call::run);
            assertTrue(refusal.getMessage().startsWith("a task would block its whole loop"));
        }
        assertTrue(queue.isEmpty());
    }

    private List<VoidBlock<Exception>> blockingCalls() {
        var blocking = queue.blocking();
        return List.of(
                blocking::take,
                () -> blocking.put("a"),
                () -> blocking.offer("a", Duration.ZERO),
                () -> blocking.poll(Duration.ZERO),
                blocking::join);
    }

    @AsyncTest
    void callback_mayOnlyCallWhatDoesNotWait() {
        var calls = new ArrayList<VoidBlock<?>>(blockingCalls());
        calls.addAll(List.of(queue::get, () -> queue.put("a"), queue::join));
        Future<String> result = Future.pending();
        getRunningLoop()
                .callSoon(
                        () -> {
                            for (VoidBlock<?> call : calls) {
                                assertThrows(IllegalStateException.class, call::run);
                            }
                            queue.putNowait("b");
                            result.setResult(queue.getNowait());
                        });
        assertEquals("b", result.await());
    }

    // ---- cancel

    @AsyncTest
    void cancel_ofWaitingTask_leavesTheItemToTheNext() {
        Task<Void> first = getter("first");
        getter("second");
        sleep(Duration.ZERO);
        first.cancel();
        queue.putNowait("a"); // the cancelled one stands in front and has not run
        letRun();
        assertTrue(first.isCancelled());
        assertEquals(List.of("second a"), log);
    }

    @AsyncTest
    void cancel_ofCalledTask_keepsTheItemAndComesLater() {
        var afterGet = new AtomicBoolean();
        Task<Void> first =
                createTask(
                        () -> {
                            log.add(queue.get());
                            afterGet.set(true);
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        queue.putNowait("a");
        first.cancel();
        assertThrows(CancelledError.class, first::await);
        assertTrue(afterGet.get());
        assertEquals(List.of("a"), log);
    }

    @AsyncTest
    void cancel_ofCalledTaskThatComesTooLate_endsItAndLosesNothing() {
        Task<Void> first = getter("first");
        getter("second");
        sleep(Duration.ZERO);
        queue.putNowait("a");
        assertEquals("a", queue.getNowait());
        first.cancel();
        letRun();
        assertTrue(first.isCancelled());
        queue.putNowait("b");
        letRun();
        assertEquals(List.of("second b"), log);
    }

    @AsyncTest
    void cancel_ofTaskThatWaitsToPut_callsTheNext() {
        one.putNowait("a");
        Task<Void> first = createTask(() -> one.put("b"));
        Task<Void> second = createTask(() -> one.put("c"));
        letRun();
        first.cancel();
        assertEquals("a", one.getNowait());
        second.await();
        assertTrue(first.isCancelled());
        assertEquals(List.of("c"), drained(one));
    }

    @AsyncTest
    void timeout_onTheVirtualClock_comes() {
        assertThrows(TimeoutException.class, () -> timeout(Duration.ofDays(1), queue::get));
        assertEquals(0, queue.statistics().waitingToGet());
    }

    // ---- interrupts and time

    @Test
    void interrupt_ofWaitingThread_leavesTheItemToTheNext() throws Exception {
        var thread = new AtomicReference<Thread>();
        var first =
                inThread(
                        () -> {
                            thread.set(Thread.currentThread());
                            return assertThrows(InterruptedException.class, queue.blocking()::take);
                        });
        await(() -> queue.statistics().waitingToGet() == 1);
        var second = takeInThread(queue);
        await(() -> queue.statistics().waitingToGet() == 2);
        thread.get().interrupt();
        first.get();
        queue.putNowait("a");
        assertEquals("a", second.get());
    }

    @Test
    void interrupt_ofCalledThread_keepsTheCallAndTheFlag() {
        var waiter = new ThreadWaiter(queue);
        waiter.call();
        Thread.currentThread().interrupt();
        assertTrue(waiter.await(SharedWaiter.FOREVER, null));
        assertTrue(Thread.interrupted());
    }

    @Test
    void interruptFlag_beforeACall_endsItAtOnce() {
        queue.putNowait("a");
        for (VoidBlock<Exception> call : blockingCalls()) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, call::run);
            assertFalse(Thread.interrupted());
        }
        assertEquals(List.of("a"), drained(queue));
    }

    @Test
    void pollAndOffer_giveUpInTime() throws Exception {
        var blocking = one.blocking();
        assertNull(blocking.poll(Duration.ofMillis(1)));
        assertNull(blocking.poll(Duration.ZERO));
        assertTrue(blocking.offer("a", Duration.ZERO));
        assertFalse(blocking.offer("b", Duration.ofMillis(1)));
        assertFalse(blocking.offer("b", Duration.ofNanos(-1)));
        assertEquals(
                new ThreadsafeQueue.Statistics(1, 1, 0, 0, 1), one.statistics(), one::toString);
        assertEquals("a", blocking.poll(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    // ---- loops that stop or close

    @Test
    void loop_thatCloses_leavesTheItemToAThread() throws Exception {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        createTask(queue::get);
                        sleep(Duration.ZERO);
                    });
        }
        var taker = takeInThread(queue);
        await(() -> queue.statistics().waitingToGet() > 0);
        queue.putNowait("a");
        assertEquals("a", taker.get());
        assertEquals(0, queue.statistics().waitingToGet());
    }

    /** The task was called, and then its loop stopped before it could run. */
    @Test
    void loop_thatStopsAfterItsTaskWasCalled_leavesTheItemToAThread() throws Exception {
        var loop = newEventLoop();
        try {
            loop.runUntilComplete(
                    () -> {
                        createTask(() -> log.add(queue.get()));
                        sleep(Duration.ZERO);
                    });
            putAndStop(loop);
            var taker = takeInThread(queue);
            assertEquals("a", taker.get());
            loop.runUntilComplete(
                    () -> {
                        sleep(Duration.ZERO);
                        queue.putNowait("b");
                        sleep(Duration.ZERO);
                        sleep(Duration.ZERO);
                    });
            assertEquals(List.of("b"), log);
        } finally {
            loop.close();
        }
    }

    /** The task that is called would run in the next turn. */
    private void putAndStop(EventLoop loop) {
        loop.callSoon(
                () -> {
                    queue.putNowait("a");
                    loop.stop();
                });
        loop.runForever();
    }

    /** The same for a thread that waited before. */
    @Test
    void loop_thatStopsAfterItsTaskWasCalled_passesTheCallOn() throws Exception {
        var loop = newEventLoop();
        try {
            loop.runUntilComplete(
                    () -> {
                        createTask(() -> log.add(queue.get()));
                        sleep(Duration.ZERO);
                    });
            var taker = takeInThread(queue);
            await(() -> queue.statistics().waitingToGet() == 2);
            putAndStop(loop);
            assertEquals("a", taker.get());
        } finally {
            loop.close();
        }
        assertEquals(List.of(), log);
    }

    @Test
    void loop_thatRests_doesNotHoldUpThreads() throws Exception {
        var loop = newEventLoop();
        try {
            loop.runUntilComplete(
                    () -> {
                        createTask(() -> log.add(queue.get()));
                        sleep(Duration.ZERO);
                    });
            var taker = takeInThread(queue);
            await(() -> queue.statistics().waitingToGet() == 2);
            queue.putNowait("a");
            assertEquals("a", taker.get());
        } finally {
            loop.close();
        }
    }

    @Test
    void loop_thatCloses_endsItsWaitingTasksAndOthersGoOn() throws Exception {
        one.putNowait("a");
        var cancelled = new AtomicBoolean();
        run(
                () -> {
                    createTask(
                            () -> {
                                try {
                                    one.put("b");
                                } finally {
                                    cancelled.set(true);
                                }
                            });
                    sleep(Duration.ZERO);
                });
        assertTrue(cancelled.get());
        var putter =
                inThread(
                        () -> {
                            one.blocking().put("c");
                            return null;
                        });
        assertEquals("a", one.getNowait());
        putter.get();
        assertEquals(List.of("c"), drained(one));
    }

    // ---- deadlocks and clocks

    @Test
    void waitingTask_withholdsTheDeadlockClaim() throws Exception {
        var probe = new IdleProbe();
        var putter =
                inThread(
                        () -> {
                            probe.awaitIdle();
                            queue.blocking().put("a");
                            return null;
                        });
        probe.run(() -> assertEquals("a", queue.get()));
        putter.get();
        assertFalse(probe.hasClaimed());
    }

    @Test
    void taskThatHasWaited_doesNotWithholdItAnyMore() {
        var probe = new IdleProbe();
        assertThrows(
                CancelledError.class,
                () ->
                        probe.run(
                                () -> {
                                    Task<String> getter = createTask(() -> queue.get());
                                    sleep(Duration.ZERO);
                                    queue.putNowait("a");
                                    getter.await();
                                    Future.pending().await();
                                }));
        assertTrue(probe.hasClaimed());
    }

    @AsyncTest
    void hold_untilTheThreadHasPut_keepsTheClockFromJumping(TestLoop loop) throws Exception {
        var hold = getRunningLoop().expectForeignWakeup();
        var putter =
                inThread(
                        () -> {
                            queue.blocking().put("a");
                            hold.close();
                            return null;
                        });
        assertEquals("a", timeout(Duration.ofHours(1), queue::get));
        assertEquals(0, loop.clock().nanoTime());
        putter.get();
    }

    @AsyncTest
    void waitingTask_saysWhatItWaitsFor() {
        Task<String> getter = createTask(() -> queue.get());
        letRun();
        String text = getter.toString();
        assertTrue(text.contains(" wait_for=<ThreadsafeQueue maxsize=0 size=0 getters=1>"), text);
        queue.putNowait("a");
        getter.await();
    }
}
