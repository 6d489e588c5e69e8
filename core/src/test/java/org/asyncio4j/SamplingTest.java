package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that asks for the stack of a queued or suspended virtual thread holds it for a moment
 * and submits it again: steps become no-ops and submissions come twice.
 */
@LoopOptions(stuckAfterSeconds = 60)
class SamplingTest {
    private static final int TASKS = 4;
    private static final int STEPS = 20_000;

    @AsyncTest
    void tasks_sampledAllTheTime_noneIsLost(TestLoop loop) throws Exception {
        var threads = new CopyOnWriteArrayList<Thread>();
        var stop = new AtomicBoolean();
        var samples = new AtomicLong();
        Thread sampler =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!stop.get()) {
                                        for (Thread thread : threads) {
                                            thread.getStackTrace();
                                            samples.incrementAndGet();
                                        }
                                    }
                                });
        try (var _ = loop.clock().hold()) {
            var tasks = new ArrayList<Task<Integer>>();
            for (int i = 0; i < TASKS; i++) {
                int kind = i;
                tasks.add(
                        createTask(
                                () -> {
                                    threads.add(Thread.currentThread());
                                    return steps(kind);
                                }));
            }
            assertEquals(List.of(STEPS, STEPS, STEPS, STEPS), gather(tasks));
        } finally {
            stop.set(true);
            sampler.join();
        }
        assertTrue(samples.get() > 0);
    }

    /** Each kind of task gives the loop away in another manner. */
    private static int steps(int kind) {
        int done = 0;
        while (done < STEPS) {
            switch (kind) {
                case 0 -> sleep(Duration.ZERO);
                case 1 -> Thread.yield();
                case 2 -> createTask(() -> 1).await();
                default -> {
                    Future<Integer> future = Future.pending();
                    getRunningLoop().callSoon(() -> future.setResult(1));
                    future.await();
                }
            }
            done++;
        }
        return done;
    }
}
