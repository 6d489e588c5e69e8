package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads outside of the loop call, start tasks, cancel them, unpark and interrupt, all at once.
 * Every call must arrive exactly once and every task must go on.
 */
class ForeignThreadsTest {
    private static final int CALLERS = 2;
    private static final int STARTERS = 2;

    @AsyncTest
    void foreignThreads_aThousandCallsEach_loseNothing(TestLoop loop) throws Exception {
        var left = new AtomicLong(1000L * (CALLERS + STARTERS));
        new Storm(loop, () -> left.getAndDecrement() > 0).run();
    }

    @Tag("stress")
    @LoopOptions(stuckAfterSeconds = 900)
    @AsyncTest
    void foreignThreads_forAMinute_loseNothing(TestLoop loop) throws Exception {
        long seconds = Long.getLong("asyncio4j.stress.seconds", 60);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        new Storm(loop, () -> System.nanoTime() < end).run();
    }

    private static final class Storm {
        private final TestLoop testLoop;
        private final EventLoop loop = getRunningLoop();
        private final java.util.function.BooleanSupplier goOn;
        private final AtomicBoolean disturb = new AtomicBoolean(true);

        /** Confined to the loop: what arrived. */
        private long called;

        private long begun;
        private long ended;

        private final AtomicLong calls = new AtomicLong();
        private final AtomicLong finished = new AtomicLong();
        private final AtomicLong cancelled = new AtomicLong();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private final List<Thread> targets = new CopyOnWriteArrayList<>();

        Storm(TestLoop testLoop, java.util.function.BooleanSupplier goOn) {
            this.testLoop = testLoop;
            this.goOn = goOn;
        }

        void run() throws InterruptedException {
            try (var _ = testLoop.clock().hold()) {
                var targetTasks = startTargets();
                var working = new ArrayList<Thread>();
                for (int i = 0; i < CALLERS; i++) {
                    working.add(thread(this::call));
                }
                for (int i = 0; i < STARTERS; i++) {
                    working.add(thread(this::startAndAwait));
                }
                var disturbers = List.of(thread(this::unpark), thread(this::interrupt));
                toThread(() -> joinAll(working));
                disturb.set(false);
                toThread(() -> joinAll(disturbers));
                targetTasks.forEach(Task::cancel);
                waitAll(targetTasks);
                sleep(Duration.ZERO); // what was posted last
                sleep(Duration.ZERO);
            }
            assertEquals(List.of(), failures);
            assertEquals(calls.get(), called);
            assertEquals(begun, ended);
            assertTrue(finished.get() > 0);
        }

        private Thread thread(Runnable work) {
            return Thread.ofPlatform()
                    .start(
                            () -> {
                                try {
                                    work.run();
                                } catch (Throwable e) {
                                    failures.add(e);
                                }
                            });
        }

        private static void joinAll(List<Thread> threads) throws InterruptedException {
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private void call() {
            while (goOn.getAsBoolean()) {
                CompletableFuture<Void> arrived = new CompletableFuture<>();
                calls.incrementAndGet();
                loop.callSoonThreadsafe(
                        () -> {
                            called++;
                            arrived.complete(null);
                        });
                if (ThreadLocalRandom.current().nextInt(16) == 0) {
                    arrived.join(); // otherwise the next calls overtake the wake-up
                }
            }
        }

        private void startAndAwait() {
            while (goOn.getAsBoolean()) {
                int number = ThreadLocalRandom.current().nextInt();
                var future = runCoroutineThreadsafe(loop, () -> work(number));
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    future.cancel(true);
                }
                try {
                    assertEquals(number, future.join());
                    finished.incrementAndGet();
                } catch (CancellationException e) {
                    cancelled.incrementAndGet();
                }
            }
        }

        private int work(int number) {
            begun++;
            try {
                sleep(Duration.ZERO);
                return createTask(() -> number).await();
            } finally {
                ended++;
            }
        }

        /** Tasks that suspend in every way while they are disturbed. */
        private List<Task<Void>> startTargets() {
            var tasks = new ArrayList<Task<Void>>();
            for (int i = 0; i < 4; i++) {
                tasks.add(
                        createTask(
                                () -> {
                                    targets.add(Thread.currentThread());
                                    while (true) {
                                        sleep(Duration.ZERO);
                                        createTask(() -> 1).await();
                                        Thread.yield();
                                        Thread.interrupted();
                                    }
                                }));
            }
            return tasks;
        }

        private void unpark() {
            while (disturb.get()) {
                targets.forEach(LockSupport::unpark);
            }
        }

        private void interrupt() {
            while (disturb.get()) {
                targets.forEach(Thread::interrupt);
            }
        }
    }
}
