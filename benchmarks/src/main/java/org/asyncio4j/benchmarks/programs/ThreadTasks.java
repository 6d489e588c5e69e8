package org.asyncio4j.benchmarks.programs;

import org.asyncio4j.benchmarks.programs.Stopwatch.Sized;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** The same by virtual threads and what {@code java.util.concurrent} has for them. */
final class ThreadTasks {
    private static final int SWITCHES = 100;

    private ThreadTasks() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Sized> works =
                Map.of(
                        "switch", new Sized(1_000, ThreadTasks::switches),
                        "spawn", new Sized(10_000, ThreadTasks::spawn),
                        "gather", new Sized(10_000, ThreadTasks::gathered),
                        "queue", new Sized(10_000, ThreadTasks::queueOfOne),
                        "lock", new Sized(10_000, ThreadTasks::lock),
                        "barrier", new Sized(10, ThreadTasks::barrier),
                        "sleeps", new Sized(100_000, ThreadTasks::sleeps),
                        "cancel", new Sized(10_000, ThreadTasks::cancel));
        Thread main = Thread.ofVirtual().unstarted(() -> time(arguments, works));
        main.start();
        main.join();
    }

    private static void time(String[] arguments, Map<String, Sized> works) {
        try {
            Stopwatch.time(List.of(arguments), works);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void joinAll(int count, Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static long switches(int threads) throws InterruptedException {
        joinAll(
                threads,
                () -> {
                    for (int i = 0; i < SWITCHES; i++) {
                        Thread.yield();
                    }
                });
        return (long) threads * SWITCHES;
    }

    private static long spawn(int threads) throws InterruptedException {
        for (int i = 0; i < threads; i++) {
            Thread.startVirtualThread(() -> {}).join();
        }
        return threads;
    }

    private static long gathered(int threads) throws InterruptedException {
        joinAll(threads, () -> {});
        return threads;
    }

    private interface Waiting {
        void run() throws Exception;
    }

    /** What waits in it is not interrupted. */
    private static Runnable uninterrupted(Waiting work) {
        return () -> {
            try {
                work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static long queueOfOne(int items) throws InterruptedException {
        var queue = new ArrayBlockingQueue<Integer>(1);
        Thread producer =
                Thread.startVirtualThread(
                        uninterrupted(
                                () -> {
                                    for (int i = 0; i < items; i++) {
                                        queue.put(i);
                                    }
                                }));
        for (int i = 0; i < items; i++) {
            queue.take();
        }
        producer.join();
        return items;
    }

    /** A fair one, as asyncio's is. */
    private static long lock(int times) throws InterruptedException {
        var lock = new ReentrantLock(true);
        joinAll(
                10,
                () -> {
                    for (int i = 0; i < times / 10; i++) {
                        lock.lock();
                        try {
                            Thread.yield();
                        } finally {
                            lock.unlock();
                        }
                    }
                });
        return times;
    }

    private static long barrier(int parties) throws InterruptedException {
        var barrier = new CyclicBarrier(parties);
        joinAll(
                parties,
                uninterrupted(
                        () -> {
                            for (int i = 0; i < SWITCHES; i++) {
                                barrier.await();
                            }
                        }));
        return (long) parties * SWITCHES;
    }

    private static long sleeps(int threads) throws InterruptedException {
        joinAll(
                threads,
                uninterrupted(() -> Thread.sleep(1 + ThreadLocalRandom.current().nextInt(10))));
        return threads;
    }

    /** So many threads that sleep are interrupted. */
    private static long cancel(int count) throws InterruptedException {
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            threads.add(Thread.startVirtualThread(ThreadTasks::sleepForAnHour));
        }
        Thread.yield();
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return count;
    }

    private static void sleepForAnHour() {
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException e) {
            // That is how it ends.
        }
    }
}
