package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Several loops: their work, and how they end. In real time, which nothing here waits for. */
@Timeout(60)
class LoopGroupTest {
    private static LoopGroup four() {
        return LoopGroup.open(o -> o.withLoops(4));
    }

    // ---- work

    @Test
    void open_default_hasALoopForEachProcessor() {
        try (var group = LoopGroup.open()) {
            assertEquals(Runtime.getRuntime().availableProcessors(), group.loops().size());
            assertTrue(group.loops().stream().noneMatch(EventLoop::isClosed));
        }
    }

    @Test
    void open_noLoops_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> LoopGroup.open(o -> o.withLoops(0)).close());
    }

    @Test
    void open_negativeGrace_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> LoopGroup.open(o -> o.withGrace(Duration.ofSeconds(-1))).close());
    }

    @Test
    void runOnEach_results_comeInTheOrderOfTheLoops() {
        try (var group = four()) {
            assertEquals(group.loops(), group.runOnEach(() -> getRunningLoop()));
            assertEquals(4, new HashSet<>(group.loops()).size());
        }
    }

    @Test
    void runOnEach_again_usesTheSameLoops() {
        try (var group = four()) {
            assertEquals(
                    group.runOnEach(() -> getRunningLoop()),
                    group.runOnEach(() -> getRunningLoop()));
        }
    }

    /** Each main waits until all have come: they do run at once. */
    @Test
    void runOnEach_mains_runAtTheSameTime() {
        var arrived = new AtomicInteger();
        var all = new ThreadsafeEvent();
        try (var group = four()) {
            group.runOnEach(
                    () -> {
                        if (arrived.incrementAndGet() == 4) {
                            all.set();
                        }
                        all.await();
                    });
        }
        assertEquals(4, arrived.get());
    }

    @Test
    void runOnEach_oneFails_cancelsTheOthersAndThrowsItsError() {
        var turn = new AtomicInteger();
        var waiting = new AtomicInteger();
        var cancelled = new LinkedBlockingQueue<String>();
        try (var group = four()) {
            var error =
                    assertThrows(
                            IOException.class,
                            () ->
                                    group.runOnEach(
                                            () -> {
                                                if (turn.getAndIncrement() == 2) {
                                                    while (waiting.get() < 3) {
                                                        sleep(Duration.ZERO);
                                                    }
                                                    throw new IOException("third");
                                                }
                                                waiting.incrementAndGet();
                                                try {
                                                    Future.pending().await();
                                                } catch (CancelledError e) {
                                                    sleep(Duration.ZERO); // cleans up undisturbed
                                                    cancelled.add(String.valueOf(e.getMessage()));
                                                    throw e;
                                                }
                                            }));
            assertEquals("third", error.getMessage());
            assertEquals(0, error.getSuppressed().length);
            String why = "the work failed on another loop";
            assertEquals(List.of(why, why, why), List.copyOf(cancelled));
        }
    }

    @Test
    void runOnEach_severalFail_throwsOneWithTheOthersAttached() {
        try (var group = LoopGroup.open(o -> o.withLoops(2))) {
            var met = new AtomicInteger();
            var error =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    group.runOnEach(
                                            () -> {
                                                met.incrementAndGet();
                                                while (met.get() < 2) {
                                                    Thread.onSpinWait();
                                                }
                                                throw new IllegalStateException("both");
                                            }));
            assertEquals("both", error.getSuppressed()[0].getMessage());
        }
    }

    @Test
    void runOnEach_oneIsCancelled_leavesTheOthersAlone() {
        var turn = new AtomicInteger();
        var ended = new AtomicInteger();
        try (var group = four()) {
            var error =
                    assertThrows(
                            CancelledError.class,
                            () ->
                                    group.runOnEach(
                                            () -> {
                                                if (turn.getAndIncrement() == 0) {
                                                    Checkpoints.current().cancel("by itself");
                                                    Future.pending().await();
                                                }
                                                sleep(Duration.ZERO);
                                                ended.incrementAndGet();
                                            }));
            assertEquals("by itself", error.getMessage());
            assertEquals(3, ended.get());
        }
    }

    @Test
    void runOnEach_interrupted_cancelsAllAndLeavesTheThreadInterrupted() throws Exception {
        try (var group = four()) {
            var begun = new CountDownLatch(4);
            var ended = new AtomicInteger();
            var caught = new CompletableFuture<CancelledError>();
            Thread thread =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            group.runOnEach(() -> waitForEver(begun, ended));
                                        } catch (CancelledError e) {
                                            assertTrue(Thread.currentThread().isInterrupted());
                                            caught.complete(e);
                                        }
                                    });
            begun.await();
            thread.interrupt();
            thread.join();
            assertEquals(
                    "the thread that waits for the loops was interrupted",
                    caught.get().getMessage());
            assertEquals(4, ended.get());
        }
    }

    private static void waitForEver(CountDownLatch begun, AtomicInteger ended) {
        begun.countDown();
        try {
            Future.pending().await();
        } finally {
            sleep(Duration.ZERO);
            ended.incrementAndGet();
        }
    }

    @Test
    void runOnEach_awaitable_isRefused() {
        try (var group = four()) {
            Coroutine<Integer> one = async(() -> 1);
            assertThrows(IllegalArgumentException.class, () -> group.runOnEach(one));
            assertEquals(1, run(one));
        }
    }

    @Test
    void runOnEach_site_isThatOfTheProgram() {
        try (var group = four()) {
            String task = group.runOnEach(() -> Checkpoints.current().toString()).getFirst();
            assertTrue(task.contains("runOnEach_site_isThatOfTheProgram() at LoopGroup"), task);
        }
    }

    @Test
    void runOnEach_contextVariables_areSeenButNotShared() {
        var name = ContextVar.withDefault("name", "none");
        name.set("main");
        try (var group = four()) {
            List<String> seen =
                    group.runOnEach(
                            () -> {
                                String before = name.get();
                                name.set("loop");
                                return before;
                            });
            assertEquals(List.of("main", "main", "main", "main"), seen);
            assertEquals("main", name.get());
        }
    }

    @Test
    void submit_severalTimes_takesTurns() throws Exception {
        try (var group = four()) {
            var seen = new ArrayList<EventLoop>();
            for (int i = 0; i < 8; i++) {
                seen.add(group.submit(() -> getRunningLoop()).get());
            }
            assertEquals(group.loops(), seen.subList(0, 4));
            assertEquals(group.loops(), seen.subList(4, 8));
        }
    }

    @Test
    void submit_byATask_maybeToItsOwnLoop_isAwaited() {
        try (var group = LoopGroup.open(o -> o.withLoops(2))) {
            List<Set<EventLoop>> seen =
                    group.runOnEach(
                            () -> {
                                var loops = new HashSet<EventLoop>();
                                for (int i = 0; i < 8; i++) {
                                    loops.add(await(group.submit(() -> getRunningLoop())));
                                }
                                return loops;
                            });
            assertTrue(Set.copyOf(group.loops()).containsAll(seen.get(0)));
        }
    }

    @Test
    void submit_failing_failsTheFuture() throws Exception {
        try (var group = four()) {
            CompletableFuture<Void> future =
                    group.submit(
                            () -> {
                                throw new IOException("no");
                            });
            var error = assertThrows(ExecutionException.class, future::get);
            assertInstanceOf(IOException.class, error.getCause());
        }
    }

    @Test
    void submit_afterClose_isRefused() {
        var group = four();
        group.close();
        assertThrows(IllegalStateException.class, () -> group.submit(() -> 1));
        assertThrows(IllegalStateException.class, () -> group.runOnEach(() -> 1));
        assertThrows(
                IllegalStateException.class, () -> group.startServer(connection -> {}, null, 0));
        group.join();
        group.close();
    }

    @AsyncTest
    void waitingCalls_inATask_areRefused() {
        var group = toThread(LoopGroupTest::four);
        try {
            assertThrows(IllegalStateException.class, () -> group.runOnEach(() -> 1));
            assertThrows(IllegalStateException.class, group::join);
            assertThrows(IllegalStateException.class, group::close);
            assertSame(group.loops().getFirst(), await(group.submit(() -> getRunningLoop())));
        } finally {
            toThread(group::close);
        }
    }

    @Test
    void options_debugAndFactory_areThoseOfEachLoop() {
        var made = new ArrayList<EventLoop>();
        try (var group =
                LoopGroup.open(
                        o ->
                                o.withLoops(2)
                                        .withDebug(true)
                                        .withLoopFactory(
                                                () -> {
                                                    made.add(newEventLoop());
                                                    return made.getLast();
                                                }))) {
            assertEquals(made, group.loops());
            assertTrue(made.stream().allMatch(EventLoop::isDebug));
        }
    }

    // ---- ending

    @Test
    void join_stoppedByATask_returns() {
        try (var group = four()) {
            var _ = group.submit(() -> group.stop());
            group.join();
            group.join();
        }
    }

    @Test
    void join_interrupted_throwsCancelledErrorAndStaysInterrupted() {
        try (var group = four()) {
            Thread.currentThread().interrupt();
            assertThrows(CancelledError.class, group::join);
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void join_closedByAnotherThread_returns() throws Exception {
        var group = four();
        Thread closer = Thread.ofPlatform().start(group::close);
        group.join();
        closer.join();
        assertTrue(group.loops().stream().allMatch(EventLoop::isClosed));
    }

    @Test
    void close_tasksLeft_cancelsThemAndWaitsForTheirEnd() throws Exception {
        var begun = new CountDownLatch(8);
        var ended = new AtomicInteger();
        try (var group = four()) {
            for (int i = 0; i < 8; i++) {
                var _ = group.submit(() -> waitForEver(begun, ended));
            }
            begun.await();
        }
        assertEquals(8, ended.get());
    }

    @Test
    void close_whileStarting_leavesNoThread() throws Exception {
        Set<Thread> before = threads();
        for (int i = 0; i < 20; i++) {
            var group = four();
            var _ = group.submit(() -> 1);
            group.close();
            assertTrue(group.loops().stream().allMatch(EventLoop::isClosed));
        }
        awaitNone(before);
    }

    /** Threads of groups and loops. */
    static Set<Thread> threads() {
        var ours = new HashSet<Thread>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().matches("asyncio-(group|loop).*")) {
                ours.add(thread);
            }
        }
        return ours;
    }

    /** Fails by the time limit of the tests if threads stay. */
    static void awaitNone(Set<Thread> before) throws InterruptedException {
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join();
            }
        }
    }

    @Test
    void close_taskIgnoresItsCancel_isWaitedForUntilAnInterrupt() throws Exception {
        var group = four();
        var begun = new CountDownLatch(1);
        var ignored = new CountDownLatch(1);
        EventLoop loop = group.loops().getFirst();
        var task =
                runCoroutineThreadsafe(
                        loop,
                        () -> {
                            begun.countDown();
                            while (true) {
                                try {
                                    Future.pending().await();
                                } catch (CancelledError e) {
                                    ignored.countDown();
                                    if (!String.valueOf(e.getMessage()).contains("shutting down")) {
                                        throw e;
                                    }
                                }
                            }
                        });
        begun.await();
        Thread closer = Thread.ofPlatform().start(group::close);
        ignored.await();
        assertTrue(closer.isAlive());
        closer.interrupt();
        closer.join();
        assertTrue(task.isCancelled());
        assertTrue(group.loops().stream().allMatch(EventLoop::isClosed));
    }

    @Test
    void close_everyTaskCancelledMeanwhile_returns() {
        var group = four();
        for (EventLoop loop : group.loops()) {
            loop.callSoonThreadsafe(() -> cancelAllAgain(loop));
        }
        group.close();
        assertTrue(group.loops().stream().allMatch(EventLoop::isClosed));
    }

    /** In each turn of the loop. */
    private static void cancelAllAgain(EventLoop loop) {
        allTasks().forEach(Task::cancel);
        loop.callSoon(() -> cancelAllAgain(loop));
    }

    @Test
    void close_runOnEachInAnotherThread_cancelsIt() throws Exception {
        var group = four();
        var begun = new CountDownLatch(4);
        var ended = new AtomicInteger();
        var caught = new CompletableFuture<CancelledError>();
        Thread thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        group.runOnEach(() -> waitForEver(begun, ended));
                                    } catch (CancelledError e) {
                                        caught.complete(e);
                                    }
                                });
        begun.await();
        group.close();
        thread.join();
        assertEquals("the event loop is shutting down", caught.get().getMessage());
        assertEquals(4, ended.get());
    }

    @Test
    void loop_stoppedByItsTask_endsTheJoin() throws Exception {
        try (var group = four()) {
            EventLoop loop = group.loops().getFirst();
            loop.callSoonThreadsafe(loop::stop);
            group.join();
        }
    }

    @Test
    void toString_states_areShown() {
        var group = LoopGroup.open(o -> o.withLoops(2));
        assertEquals("<LoopGroup open loops=2 servers=0>", group.toString());
        group.close();
        assertEquals("<LoopGroup closed loops=2 servers=0>", group.toString());
    }

    // ---- Ctrl-C, in JVMs of their own

    @Test
    void ctrlC_inJoin_closesTheGroupAndExitsWith130() throws Exception {
        ChildJvm.Result result = CtrlCTest.interrupt(Joins.class);
        assertTrue(result.output().endsWith("cleaned up\nclosed\n"), result.output());
        assertEquals(130, result.exitCode());
    }

    static final class Joins {
        public static void main(String[] args) {
            Thread main = Thread.currentThread();
            try (var group = LoopGroup.open(o -> o.withLoops(2))) {
                var _ =
                        group.submit(
                                () -> {
                                    while (!isJoining(main)) {
                                        Thread.onSpinWait();
                                    }
                                    IO.println("ready");
                                    try {
                                        Checkpoints.pause();
                                    } finally {
                                        IO.println("cleaned up");
                                    }
                                });
                group.join();
            } finally {
                IO.println("closed");
            }
        }

        private static boolean isJoining(Thread thread) {
            var methods =
                    Stream.of(thread.getStackTrace())
                            .map(StackTraceElement::getMethodName)
                            .toList();
            return methods.containsAll(List.of("join", "waitingGet"));
        }
    }

    @Test
    void ctrlC_inRunOnEach_cancelsAllAndExitsWith130() throws Exception {
        ChildJvm.Result result = CtrlCTest.interrupt(Runs.class);
        assertTrue(result.output().endsWith("Ctrl-C\nCtrl-C\nclosed\n"), result.output());
        assertEquals(130, result.exitCode());
    }

    static final class Runs {
        public static void main(String[] args) {
            var begun = new AtomicInteger();
            try (var group = LoopGroup.open(o -> o.withLoops(2))) {
                group.runOnEach(
                        () -> {
                            if (begun.incrementAndGet() == 2) {
                                IO.println("ready");
                            }
                            try {
                                Checkpoints.pause();
                            } catch (CancelledError e) {
                                IO.println(e.getMessage());
                                throw e;
                            }
                        });
            } finally {
                IO.println("closed");
            }
        }
    }

    // ---- messages between loops

    @Test
    void threadsafeQueue_betweenLoops_carriesEverything() {
        int count = 2_000;
        var numbers = new ThreadsafeQueue<Integer>(10);
        var turn = new AtomicInteger();
        try (var group = four()) {
            List<Integer> sums =
                    group.runOnEach(
                            () -> {
                                if (turn.getAndIncrement() == 0) {
                                    for (int i = 1; i <= count; i++) {
                                        numbers.put(i);
                                    }
                                    numbers.shutdown();
                                    return 0;
                                }
                                int sum = 0;
                                for (int number : numbers.items()) {
                                    sum += number;
                                }
                                return sum;
                            });
            assertEquals(count * (count + 1) / 2, sums.stream().mapToInt(Integer::intValue).sum());
        }
    }

    /** A counter that one loop owns and all ask to count: no lock, nothing lost. */
    @Test
    void runCoroutineThreadsafe_toTheOwnerOfState_needsNoLock() {
        int rounds = 200;
        var counter = new int[1];
        try (var group = four()) {
            EventLoop owner = group.loops().getFirst();
            group.runOnEach(
                    () -> {
                        for (int i = 0; i < rounds && getRunningLoop() != owner; i++) {
                            await(
                                    runCoroutineThreadsafe(
                                            owner,
                                            () -> {
                                                assertSame(owner, getRunningLoop());
                                                counter[0]++;
                                            }));
                        }
                    });
            int counted = runCoroutineThreadsafe(owner, () -> counter[0]).join();
            assertEquals(3 * rounds, counted);
        }
    }

    @Test
    void callSoonThreadsafe_toAnotherLoop_completesItsFuture() {
        try (var group = LoopGroup.open(o -> o.withLoops(2))) {
            EventLoop first = group.loops().get(0);
            EventLoop second = group.loops().get(1);
            var answer =
                    runCoroutineThreadsafe(
                            first,
                            () -> {
                                Future<EventLoop> reply = Future.pending();
                                second.callSoonThreadsafe(
                                        () -> {
                                            EventLoop here = getRunningLoop();
                                            first.callSoonThreadsafe(() -> reply.setResult(here));
                                        });
                                return reply.await();
                            });
            assertSame(second, answer.join());
        }
    }

    // ---- nothing is shared by accident

    /** Tasks, callbacks, timers and completions of each loop see their own loop, and no other. */
    @Test
    void everythingOfALoop_staysThere() {
        try (var group = LoopGroup.open(o -> o.withLoops(4).withDebug(true))) {
            group.runOnEach(
                    () -> {
                        EventLoop own = getRunningLoop();
                        for (int i = 0; i < 50; i++) {
                            var seen = new ArrayList<EventLoop>();
                            Future<Void> timer = Future.pending();
                            timer.addDoneCallback(done -> seen.add(getRunningLoop()));
                            own.callLater(
                                    Duration.ofNanos(1),
                                    () -> {
                                        seen.add(getRunningLoop());
                                        timer.setResult(null);
                                    });
                            own.callSoon(() -> seen.add(getRunningLoop()));
                            gather(
                                    () -> seen.add(getRunningLoop()),
                                    async(() -> seen.add(getRunningLoop())));
                            toThread(() -> assertThrows(Exception.class, () -> getRunningLoop()));
                            seen.add(getRunningLoop());
                            timer.await();
                            sleep(Duration.ZERO);
                            assertEquals(6, seen.size());
                            assertEquals(Set.of(own), Set.copyOf(seen));
                            assertSame(own, Future.pending().loop());
                        }
                    });
        }
    }

    @Test
    void futureOfAnotherLoop_awaitedOrUsed_isRefusedInDebugMode() {
        try (var group = LoopGroup.open(o -> o.withLoops(2).withDebug(true))) {
            EventLoop first = group.loops().get(0);
            EventLoop second = group.loops().get(1);
            assertNotSame(first, second);
            Future<Integer> foreign =
                    runCoroutineThreadsafe(first, () -> Future.<Integer>pending()).join();
            var error =
                    runCoroutineThreadsafe(
                                    second,
                                    () -> assertThrows(IllegalStateException.class, foreign::await))
                            .join();
            assertFalse(error.getMessage().isEmpty());
            runCoroutineThreadsafe(
                            second,
                            () -> {
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> first.callSoon(() -> {}));
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> first.callLater(seconds(1), () -> {}));
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> first.createTask(() -> 1));
                            })
                    .join();
        }
    }
}
