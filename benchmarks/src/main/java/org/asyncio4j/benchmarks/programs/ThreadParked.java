package org.asyncio4j.benchmarks.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Many virtual threads that wait, four calls deep, and are woken three times: {@code COUNT}. */
final class ThreadParked {
    private static final int ROUNDS = 3;

    private ThreadParked() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = Integer.parseInt(arguments[0]);
        for (int i = 0; i < 30; i++) {
            park(Math.min(count, 10_000), false); // compiles
        }
        park(count, true);
    }

    private static void park(int count, boolean print) throws IOException, InterruptedException {
        List<CountDownLatch> waiting =
                IntStream.rangeClosed(0, ROUNDS).mapToObj(_ -> new CountDownLatch(count)).toList();
        List<Thread> threads = new ArrayList<>(count);
        var footprint = new Footprint(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(() -> first(waiting)));
        }
        waiting.getFirst().await();
        if (print) {
            footprint.lap("create");
            footprint.print();
        }
        for (int i = 1; i <= ROUNDS; i++) {
            threads.forEach(LockSupport::unpark);
            waiting.get(i).await();
            if (print) {
                footprint.lap("resume" + i);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void first(List<CountDownLatch> waiting) {
        second(waiting);
    }

    private static void second(List<CountDownLatch> waiting) {
        third(waiting);
    }

    private static void third(List<CountDownLatch> waiting) {
        for (CountDownLatch latch : waiting.subList(0, ROUNDS)) {
            latch.countDown();
            LockSupport.park();
        }
        waiting.getLast().countDown();
    }
}
