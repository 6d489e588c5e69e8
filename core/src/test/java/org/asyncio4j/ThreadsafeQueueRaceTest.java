package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tasks of two loops and a thread wait, an item comes, and at the same moment one of them gives up:
 * its task is cancelled, its loop stops, its thread is interrupted. Nobody else comes by who would
 * find the item, so it is taken only if the call is passed on.
 */
class ThreadsafeQueueRaceTest {
    @Test
    void call_whileAWaiterGivesUp_reachesAnother() throws Exception {
        int[] left = {500};
        race(() -> left[0]-- > 0);
    }

    @Tag("stress")
    @Test
    void call_whileAWaiterGivesUpForAMinute_reachesAnother() throws Exception {
        long seconds = Long.getLong("asyncio4j.stress.seconds", 60);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        race(() -> System.nanoTime() < end);
    }

    private static void race(BooleanSupplier goOn) throws Exception {
        var threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        try (var one = new Resting(threads);
                var two = new Resting(threads)) {
            var race = new Race(threads, one, two);
            while (goOn.getAsBoolean()) {
                race.round();
            }
            System.getLogger("asyncio4j.test").log(System.Logger.Level.INFO, race::toString);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A loop that can be stopped and goes on when told. */
    private static final class Resting implements AutoCloseable {
        private final EventLoop loop = newEventLoop();
        private final Semaphore mayRun = new Semaphore(1);
        private final java.util.concurrent.Future<?> runner;
        private volatile boolean over;

        Resting(ExecutorService threads) {
            runner =
                    threads.submit(
                            () -> {
                                while (!over) {
                                    mayRun.acquireUninterruptibly();
                                    loop.runForever();
                                }
                                loop.close();
                            });
        }

        void rest() {
            loop.callSoonThreadsafe(loop::stop);
        }

        void goOn() {
            mayRun.release();
        }

        @Override
        public void close() {
            over = true;
            goOn(); // if it rests
            rest();
            try {
                runner.get(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class Race {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();
        private final Random random = new Random(1);
        private final ExecutorService threads;
        private final Resting one;
        private final Resting two;
        private int rounds;
        private int put;
        private int taken;
        private int gaveUp;

        Race(ExecutorService threads, Resting one, Resting two) {
            this.threads = threads;
            this.one = one;
            this.two = two;
        }

        void round() throws Exception {
            rounds++;
            var waiters = new ArrayList<Waiter>();
            for (int i = 0; i < 3; i++) {
                int place = (rounds + i) % 3;
                waiters.add(place == 0 ? thread() : task(place == 1 ? one : two));
                int standing = i + 1;
                await(() -> queue.statistics().waitingToGet() == standing);
            }
            int victim = random.nextInt(3);
            int place = (rounds + victim) % 3;
            boolean stops = place != 0 && random.nextBoolean();
            Resting loop = place == 1 ? one : two;
            int lead = random.nextInt(400);
            var other =
                    threads.submit(
                            () -> {
                                if (stops) {
                                    loop.rest();
                                } else {
                                    waiters.get(victim).giveUp.run();
                                }
                            });
            spin(lead);
            put();
            other.get(10, TimeUnit.SECONDS);
            await(() -> waiters.stream().anyMatch(Waiter::hasItem)); // who gave up did not take it
            if (stops) {
                loop.goOn();
            }
            for (int more = 0; more < 2; more++) {
                put();
            }
            for (var waiter : waiters) {
                await(waiter.item::isDone);
                if (waiter.hasItem()) {
                    waiter.item.get();
                    taken++;
                } else {
                    gaveUp++;
                }
            }
            await(() -> queue.statistics().waitingToGet() == 0);
            var left = new ArrayList<Integer>();
            queue.drainTo(left);
            taken += left.size();
            assertEquals(put, taken);
        }

        private void put() {
            put++;
            queue.putNowait(put);
        }

        private Waiter task(Resting on) {
            var item = new CompletableFuture<Integer>();
            Block<Object, RuntimeException> work = () -> completeBy(item, queue::get);
            var task = runCoroutineThreadsafe(on.loop, work);
            return new Waiter(item, () -> task.cancel(true));
        }

        private Waiter thread() {
            var item = new CompletableFuture<Integer>();
            var thread = threads.submit(() -> completeBy(item, queue.blocking()::take));
            return new Waiter(item, () -> thread.cancel(true));
        }

        /** Not by a future of the work: who cancels one does not hear what the work has done. */
        private static Object completeBy(CompletableFuture<Integer> item, Callable<Integer> work) {
            try {
                item.complete(work.call());
            } catch (InterruptedException | CancelledError e) {
                item.cancel(false);
            } catch (Throwable e) {
                item.completeExceptionally(e);
            }
            return "ended";
        }

        private static void spin(int times) {
            for (int i = 0; i < times; i++) {
                Thread.onSpinWait();
            }
        }

        private void await(BooleanSupplier condition) {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!condition.getAsBoolean()) {
                assertTrue(System.nanoTime() < end, () -> "stuck in round " + rounds + " " + queue);
                Thread.yield();
            }
        }

        @Override
        public String toString() {
            return "races " + rounds + ", put " + put + ", gave up " + gaveUp;
        }
    }

    /** Someone who waits for an item, and what makes him give up. */
    private record Waiter(CompletableFuture<Integer> item, Runnable giveUp) {
        boolean hasItem() {
            return item.isDone() && !item.isCancelled();
        }
    }
}
