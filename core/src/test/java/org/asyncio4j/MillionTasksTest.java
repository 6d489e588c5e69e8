package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A million tasks fit into 4 GB, one after the other and all at once. */
@Tag("stress")
class MillionTasksTest {
    private static final int LIMIT_SECONDS = 600;

    @Test
    void aMillionTasks_in4Gigabytes_allEnd() throws Exception {
        var child = ChildJvm.start(Child.class, "-Xmx4g");
        var result = ChildJvm.finish(child, LIMIT_SECONDS);
        System.getLogger("asyncio4j.test").log(Level.INFO, result.output());
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().endsWith("all ended\n"), result.output());
    }

    static final class Child {
        private static final int COUNT = 1_000_000;
        private static final long SUM = COUNT * (COUNT - 1L) / 2;

        private long begun;

        public static void main(String[] args) {
            var clock = new VirtualClock();
            try (var runner = Runner.open(o -> o.withLoopFactory(() -> newEventLoop(clock)))) {
                runner.run(() -> new Child().runAll());
            }
            IO.println("all ended");
        }

        private void runAll() {
            for (int round = 1; round <= 2; round++) {
                measure("one after the other", this::oneAfterTheOther);
                measure("in bulk", this::inBulk);
                parkedOnFutures();
                parkedInSleep();
            }
        }

        private void oneAfterTheOther() {
            long sum = 0;
            for (int i = 0; i < COUNT; i++) {
                int number = i;
                sum += createTask(() -> number).await();
            }
            check(sum);
        }

        private void inBulk() {
            var tasks = new ArrayList<Task<Integer>>(COUNT);
            for (int i = 0; i < COUNT; i++) {
                int number = i;
                tasks.add(createTask(() -> number));
            }
            check(sum(tasks));
        }

        private void parkedOnFutures() {
            var futures = new ArrayList<Future<Integer>>(COUNT);
            var tasks = new ArrayList<Task<Integer>>(COUNT);
            long before = usedHeap();
            measure(
                    "park on a future each",
                    () -> {
                        for (int i = 0; i < COUNT; i++) {
                            Future<Integer> future = Future.pending();
                            futures.add(future);
                            tasks.add(createTask(() -> await(future)));
                        }
                        awaitAllParked();
                    });
            tellHeap(before);
            measure(
                    "resume and end",
                    () -> {
                        for (int i = 0; i < COUNT; i++) {
                            futures.get(i).setResult(i);
                        }
                        check(sum(tasks));
                    });
        }

        private int await(Future<Integer> future) {
            begun++;
            return future.await();
        }

        private void parkedInSleep() {
            var tasks = new ArrayList<Task<Integer>>(COUNT);
            long before = usedHeap();
            measure(
                    "park in a sleep",
                    () -> {
                        for (int i = 0; i < COUNT; i++) {
                            int number = i;
                            tasks.add(createTask(() -> sleepThenReturn(number)));
                        }
                        awaitAllParked();
                    });
            tellHeap(before);
            measure("wake and end", () -> check(sum(tasks)));
        }

        private int sleepThenReturn(int number) {
            begun++;
            sleep(Duration.ofHours(1));
            return number;
        }

        /** One iteration is enough: each takes its first step in the order they were made. */
        private void awaitAllParked() {
            sleep(Duration.ZERO);
            if (begun != COUNT) {
                throw new AssertionError(begun + " began");
            }
            begun = 0;
        }

        private static long sum(List<Task<Integer>> tasks) {
            long sum = 0;
            for (Task<Integer> task : tasks) {
                sum += task.await();
            }
            return sum;
        }

        private static void check(long sum) {
            if (sum != SUM) {
                throw new AssertionError("sum " + sum);
            }
        }

        private static void measure(String what, Runnable work) {
            long begin = System.nanoTime();
            work.run();
            IO.println("%.2f s %s".formatted((System.nanoTime() - begin) / 1e9, what));
        }

        private static void tellHeap(long before) {
            IO.println((usedHeap() - before) / COUNT + " bytes each");
        }

        private static long usedHeap() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
