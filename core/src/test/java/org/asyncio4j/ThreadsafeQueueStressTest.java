package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads and tasks of several loops put into one queue and take out of it, while they are
 * interrupted, cancelled, run out of time and lose their loops, until the queue is shut down under
 * them. What was put is taken once, in its order.
 */
class ThreadsafeQueueStressTest {
    private static final Duration ROUND = Duration.ofMillis(500);

    @Test
    void items_inOneRound_areTakenOnceInOrder() throws Exception {
        new Totals().add(new Round(1, false).run(Duration.ofMillis(100)));
    }

    @Tag("stress")
    @Test
    void items_forAMinute_areTakenOnceInOrder() throws Exception {
        long seconds = Long.getLong("asyncio4j.stress.seconds", 60);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        var totals = new Totals();
        for (int number = 0; System.nanoTime() < end; number++) {
            totals.add(new Round(number, number % 3 == 2).run(ROUND));
        }
        System.getLogger("asyncio4j.test").log(System.Logger.Level.INFO, totals::toString);
        assertTrue(totals.cancelled > 0 && totals.interrupted > 0 && totals.late > 0);
    }

    private static final class Totals {
        private int rounds;
        private long put;
        private long taken;
        private long cancelled;
        private long interrupted;
        private long late;
        private long loops;

        void add(Round round) {
            rounds++;
            loops += round.loops.get();
            for (Party party : round.parties) {
                put += party.put.size();
                taken += party.taken.size();
                cancelled += party.cancelled;
                interrupted += party.interrupted;
                late += party.late;
            }
        }

        @Override
        public String toString() {
            return "rounds %d, loops closed %d, put %d, taken %d, cancelled %d, interrupted %d, late %d"
                    .formatted(rounds, loops, put, taken, cancelled, interrupted, late);
        }
    }

    /** What a thread, or all tasks of a loop, did. Confined to it. */
    private static final class Party {
        private final List<Long> put = new ArrayList<>();
        private final List<Long> taken = new ArrayList<>();
        private long cancelled;
        private long interrupted;
        private long late;
    }

    private static final class Round {
        private static final int THREADS_EACH = 4;
        private static final int TASKS_EACH = 3;
        private static final int LOOPS = 2;

        private final long seed;
        private final boolean immediate;
        private final ThreadsafeQueue<Long> queue;
        private final AtomicInteger actors = new AtomicInteger();
        private final AtomicLong loops = new AtomicLong();
        private final List<Party> parties = new ArrayList<>();
        private final List<Thread> all = new ArrayList<>();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();
        private volatile boolean over;

        Round(long seed, boolean immediate) {
            this.seed = seed;
            this.immediate = immediate;
            this.queue = new ThreadsafeQueue<>(List.of(1, 2, 16, 0).get((int) (seed % 4)));
        }

        Round run(Duration duration) throws Exception {
            var targets = new ArrayList<Thread>();
            for (int i = 0; i < THREADS_EACH; i++) {
                targets.add(thread(party -> putOnThread(party, new Random())));
                targets.add(thread(party -> takeOnThread(party, new Random())));
            }
            for (int i = 0; i < LOOPS; i++) {
                thread(party -> Asyncio.run(() -> keepTasks(party)));
            }
            thread(this::churnLoops);
            thread(_ -> interrupt(targets));
            thread(_ -> queue.blocking().join());
            Thread.sleep(duration);
            over = true;
            queue.shutdown(immediate);
            for (Thread thread : all) {
                thread.join(Duration.ofSeconds(30));
                assertTrue(!thread.isAlive(), () -> "stuck: " + thread + " at " + queue);
            }
            assertEquals(List.of(), failures);
            check();
            return this;
        }

        private Thread thread(Actor actor) {
            var party = new Party();
            parties.add(party);
            Thread thread =
                    Thread.ofPlatform()
                            .daemon()
                            .start(
                                    () -> {
                                        try {
                                            actor.act(party);
                                        } catch (QueueShutDownException e) {
                                            assertTrue(over);
                                        } catch (Throwable e) {
                                            failures.add(e);
                                        }
                                    });
            all.add(thread);
            return thread;
        }

        // ---- on threads

        private void putOnThread(Party party, Random random) {
            long base = newActor();
            for (long number = base; true; number++) {
                try {
                    boolean put = true;
                    switch (random.nextInt(4)) {
                        case 0 -> put = queue.blocking().offer(number, shortTime(random));
                        case 1 -> put = putNowait(number);
                        default -> queue.blocking().put(number);
                    }
                    if (put) {
                        party.put.add(number);
                    } else {
                        party.late++;
                    }
                } catch (InterruptedException e) {
                    party.interrupted++;
                }
            }
        }

        private void takeOnThread(Party party, Random random) {
            while (true) {
                try {
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            Long item = queue.blocking().poll(shortTime(random));
                            took(party, item);
                        }
                        case 1 -> {
                            var items = new ArrayList<Long>();
                            queue.drainTo(items, 3);
                            items.forEach(item -> took(party, item));
                        }
                        default -> took(party, queue.blocking().take());
                    }
                } catch (InterruptedException e) {
                    party.interrupted++;
                }
            }
        }

        private void interrupt(List<Thread> targets) throws InterruptedException {
            var random = new Random(seed);
            while (!over) {
                targets.get(random.nextInt(targets.size())).interrupt();
                Thread.sleep(Duration.ofNanos(random.nextInt(100_000)));
            }
        }

        // ---- in tasks

        /** Keeps some putting and some taking tasks going and cancels them at random. */
        private void keepTasks(Party party) {
            var random = new Random(seed);
            var tasks = new ArrayList<Task<Void>>();
            for (int i = 0; i < 2 * TASKS_EACH; i++) {
                tasks.add(start(i, party, random));
            }
            while (!over) {
                int i = random.nextInt(tasks.size());
                tasks.get(i).cancel();
                sleep(Duration.ofNanos(random.nextInt(200_000)));
                if (tasks.get(i).isDone()) {
                    tasks.set(i, start(i, party, random));
                }
            }
            waitAll(tasks);
        }

        private Task<Void> start(int number, Party party, Random random) {
            return createTask(
                    () -> {
                        try {
                            if (number % 2 == 0) {
                                putInTask(party, random);
                            } else {
                                takeInTask(party, random);
                            }
                        } catch (QueueShutDownException e) {
                            assertTrue(over);
                        } catch (CancelledError e) {
                            party.cancelled++;
                            throw e;
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    });
        }

        private void putInTask(Party party, Random random) {
            long base = newActor();
            for (long number = base; true; number++) {
                long item = number;
                switch (random.nextInt(4)) {
                    case 0 -> {
                        try {
                            timeout(
                                    shortTime(random),
                                    () -> {
                                        queue.put(item);
                                        party.put.add(item);
                                    });
                        } catch (TimeoutException e) {
                            party.late++;
                        }
                    }
                    case 1 -> {
                        if (putNowait(item)) {
                            party.put.add(item);
                        }
                        sleep(Duration.ZERO);
                    }
                    default -> {
                        queue.put(item);
                        party.put.add(item);
                    }
                }
                if (number % 64 == 0) {
                    sleep(Duration.ZERO); // or who never needs to wait would keep the loop
                }
            }
        }

        private void takeInTask(Party party, Random random) {
            for (int count = 0; true; count++) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        try {
                            timeout(shortTime(random), () -> took(party, queue.get()));
                        } catch (TimeoutException e) {
                            party.late++;
                        }
                    }
                    case 1 -> {
                        try {
                            took(party, queue.getNowait());
                        } catch (QueueEmptyException e) {
                            party.late++;
                        }
                        sleep(Duration.ZERO);
                    }
                    default -> took(party, queue.get());
                }
                if (count % 64 == 0) {
                    sleep(Duration.ZERO);
                }
            }
        }

        /** Loops that stop, go on and close while their tasks wait, or were called. */
        private void churnLoops(Party party) {
            var random = new Random(seed);
            while (!over) {
                EventLoop loop = newEventLoop();
                try {
                    for (int i = 0; i < 2 * TASKS_EACH; i++) {
                        int number = i;
                        loop.callSoon(() -> start(number, party, random));
                    }
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        loop.callLater(Duration.ofNanos(random.nextInt(2_000_000)), loop::stop);
                        loop.runForever();
                    }
                } finally {
                    loop.close();
                    loops.incrementAndGet();
                }
            }
        }

        // ---- accounts

        private long newActor() {
            return (long) actors.incrementAndGet() << 32;
        }

        private static Duration shortTime(Random random) {
            return Duration.ofNanos(random.nextInt(300_000));
        }

        private boolean putNowait(long item) {
            try {
                queue.putNowait(item);
                return true;
            } catch (QueueFullException e) {
                return false;
            }
        }

        private void took(Party party, Long item) {
            if (item == null) {
                party.late++;
                return;
            }
            party.taken.add(item);
            queue.taskDone();
        }

        private void check() {
            Set<Long> put = new HashSet<>();
            for (Party party : parties) {
                party.put.forEach(item -> assertTrue(put.add(item)));
            }
            Set<Long> taken = new HashSet<>();
            for (Party party : parties) {
                var last = new HashMap<Long, Long>();
                for (Long item : party.taken) {
                    assertTrue(put.contains(item), () -> "nobody put " + item);
                    assertTrue(taken.add(item), () -> "taken twice: " + item);
                    Long before = last.put(item >> 32, item);
                    assertTrue(before == null || before < item, () -> item + " after " + before);
                }
            }
            if (!immediate) {
                assertEquals(put.size(), taken.size());
            }
            assertEquals(
                    new ThreadsafeQueue.Statistics(0, queue.maxsize(), 0, 0, 0),
                    queue.statistics());
            assertTrue(!taken.isEmpty());
        }

        private interface Actor {
            void act(Party party) throws Exception;
        }
    }
}
