package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread that asks for the stack of a queued or suspended virtual thread holds it for a moment
 * and submits it again: steps become no-ops and submissions come twice. No task may be lost by
 * that, nor wake before its time, in whatever way it gives the loop away.
 */
@LoopOptions(stuckAfterSeconds = 60)
class SamplingTest {
    @AsyncTest
    void tasks_sampledAllTheTime_noneIsLost(TestLoop loop) throws Exception {
        var steps = new AtomicLong(100_000);
        new Sampled(() -> steps.getAndDecrement() > 0, tick(loop)).run();
    }

    @Tag("stress")
    @LoopOptions(stuckAfterSeconds = 900)
    @AsyncTest
    void tasks_sampledForAMinuteOnTheVirtualClock_noneIsLost(TestLoop loop) throws Exception {
        new Sampled(forStressSeconds(), tick(loop)).run();
    }

    private static Runnable tick(TestLoop loop) {
        return () -> loop.clock().advance(Duration.ofNanos(20_000));
    }

    @Tag("stress")
    @LoopOptions(stuckAfterSeconds = 900, realClock = true)
    @AsyncTest
    void tasks_sampledForAMinuteInRealTime_noneIsLost() throws Exception {
        new Sampled(forStressSeconds(), () -> {}).run();
    }

    private static BooleanSupplier forStressSeconds() {
        long seconds = Long.getLong("asyncio4j.stress.seconds", 60);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        return () -> System.nanoTime() < end;
    }

    /** The ways to give the loop away: by us, by the JDK, and both by turns. */
    private enum Way {
        YIELD {
            @Override
            void step() {
                sleep(Duration.ZERO);
            }
        },
        SLEEP {
            @Override
            void step() {
                Duration before = getRunningLoop().time();
                sleep(Duration.ofNanos(100_000));
                Duration slept = getRunningLoop().time().minus(before);
                assertTrue(slept.toNanos() >= 100_000, () -> "woken early, after " + slept);
            }
        },
        AWAIT_TASK {
            @Override
            void step() {
                assertEquals(1, createTask(() -> 1).await());
            }
        },
        AWAIT_FUTURE {
            @Override
            void step() {
                Future<Integer> future = Future.pending();
                getRunningLoop().callSoon(() -> future.setResult(1));
                assertEquals(1, future.await());
            }
        },
        AWAIT_THREAD {
            @Override
            void step() {
                assertEquals(1, toThread(() -> 1));
            }
        },
        THREAD_YIELD {
            @Override
            void step() {
                Thread.yield();
            }
        },
        TIMED_PARK {
            @Override
            void step() {
                LockSupport.parkNanos(50_000);
            }
        },
        THREAD_SLEEP {
            @Override
            void step() throws InterruptedException {
                Thread.sleep(Duration.ofNanos(50_000));
            }
        },
        /** A submission by another task while the sampler holds the thread. */
        QUEUE {
            @Override
            void step() throws InterruptedException {
                var queue = new LinkedBlockingQueue<Integer>();
                if (BLOCKING_CALLS_SUSPEND) {
                    createTask(() -> queue.put(1));
                } else {
                    queue.put(1);
                }
                assertEquals(1, queue.take());
            }
        },
        GENERATOR {
            @Override
            void step() {
                Generator<Integer> numbers =
                        generator(
                                y -> {
                                    y.yield(1);
                                    sleep(Duration.ZERO);
                                    y.yield(2);
                                });
                int sum = 0;
                for (int number : numbers) {
                    sum += number;
                }
                assertEquals(3, sum);
            }
        },
        BY_TURNS {
            @Override
            void step() {
                sleep(Duration.ZERO);
                Thread.yield();
                LockSupport.parkNanos(1);
                Thread.yield();
                sleep(Duration.ZERO);
            }
        };

        abstract void step() throws Exception;
    }

    private static final boolean BLOCKING_CALLS_SUSPEND = BackendTest.actual().equals("carried");
    private static final int TASKS_EACH = 2;

    private static final class Sampled {
        private final BooleanSupplier goOn;

        /** What lets the time pass that tasks sleep, for the loop never has nothing to run. */
        private final Runnable tick;

        private final EventLoop loop = getRunningLoop();
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong samples = new AtomicLong();

        /** Confined to the loop. */
        private long begun;

        private long ended;

        Sampled(BooleanSupplier goOn, Runnable tick) {
            this.goOn = goOn;
            this.tick = tick;
        }

        void run() throws Exception {
            Thread sampler = Thread.ofPlatform().start(this::sample);
            var counts = new ArrayList<Task<Long>>();
            try {
                for (Way way : Way.values()) {
                    for (int i = 0; i < TASKS_EACH; i++) {
                        counts.add(createTask(named(way.name()), () -> takeSteps(way)));
                    }
                }
                gather(counts);
            } finally {
                stop.set(true);
                sampler.join();
            }
            long steps = 0;
            for (Task<Long> count : counts) {
                assertTrue(count.result() > 0, () -> count.name() + " made no step");
                steps += count.result();
            }
            assertEquals(begun, ended);
            assertEquals(begun, steps);
            assertTrue(samples.get() > 0);
            assertFalse(Thread.currentThread().isInterrupted());
            report(counts);
        }

        private long takeSteps(Way way) throws Exception {
            long steps = 0;
            do {
                begun++;
                way.step();
                if (way == Way.YIELD) {
                    tick.run();
                } else if (!BLOCKING_CALLS_SUSPEND) {
                    sleep(Duration.ZERO); // or a task that blocks would keep the loop
                }
                ended++;
                steps++;
            } while (goOn.getAsBoolean());
            return steps;
        }

        private void sample() {
            while (!stop.get()) {
                for (Task<?> task : allTasks(loop)) {
                    task.getStack();
                    samples.incrementAndGet();
                }
            }
        }

        private void report(List<Task<Long>> counts) {
            var text = new StringBuilder("samples " + samples);
            for (Task<Long> count : counts) {
                text.append(", ").append(count.name()).append(' ').append(count.result());
            }
            System.getLogger("asyncio4j.test").log(System.Logger.Level.INFO, text.toString());
        }
    }
}
