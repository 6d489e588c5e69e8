package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Queues under random calls and cancels: what was put is got, once, and in the order of the queue;
 * nobody waits for what is there.
 */
class QueueModelTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 200;

    /** After so many turns all that was woken has run, and what that has woken. */
    private static final int SETTLED = 100;

    /** One run: a program that one seed makes up. */
    private static final class Program {
        private final Random random;
        private final Queue<Integer> queue;
        private final List<Integer> put = new ArrayList<>();
        private final List<Integer> got = new ArrayList<>();
        private final List<Task<?>> tasks = new ArrayList<>();
        private int nextItem;

        Program(Random random, Queue<Integer> queue) {
            this.random = random;
            this.queue = queue;
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            turns(SETTLED);
            checkQuiet();
            for (Task<?> task : tasks) {
                if (random.nextBoolean()) {
                    task.cancel();
                }
            }
            turns(SETTLED);
            checkQuiet();
            finish();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> tasks.add(createTask(() -> get()));
                case 2, 3 -> tasks.add(createTask(() -> put()));
                case 4 -> tasks.add(createTask(this::getInTime));
                case 5 -> tasks.add(createTask(this::putInTime));
                case 6 -> getNowait();
                case 7 -> putNowait();
                case 8 -> queue.drainTo(got, random.nextInt(3));
                case 9 -> cancelOne();
                case 10 -> turns(1);
                default -> sleep(millis(random.nextInt(3)));
            }
        }

        private void get() {
            got.add(random.nextBoolean() ? queue.get() : queue.items().iterator().next());
        }

        private void getInTime() {
            moveOnAfter(millis(random.nextInt(4)), queue::get).ifPresent(got::add);
        }

        private void put() {
            int item = item();
            queue.put(item);
            put.add(item);
        }

        private void putInTime() {
            int item = item();
            try {
                timeout(millis(random.nextInt(4)), () -> queue.put(item));
                put.add(item);
            } catch (TimeoutException e) {
                // not put
            }
        }

        /** Every item is another one, in no order. */
        private int item() {
            return nextItem++ * 7919 % 10_007;
        }

        private void getNowait() {
            try {
                got.add(queue.getNowait());
            } catch (QueueEmptyException e) {
                assertEquals(0, queue.size());
            }
        }

        private void putNowait() {
            int item = item();
            try {
                queue.putNowait(item);
                put.add(item);
            } catch (QueueFullException e) {
                assertEquals(queue.maxsize(), queue.size());
            }
        }

        private void cancelOne() {
            if (!tasks.isEmpty()) {
                tasks.get(random.nextInt(tasks.size())).cancel();
            }
        }

        /** Nobody waits to get what somebody waits to put. */
        private void checkQuiet() {
            var s = queue.statistics();
            assertFalse(s.tasksGetting() > 0 && s.size() > 0, s::toString);
            assertFalse(s.tasksPutting() > 0 && !queue.isFull(), s::toString);
            assertEquals(put.size() - got.size(), s.size());
        }

        private void finish() {
            queue.shutdown();
            gatherOutcomes(tasks);
            queue.drainTo(got);
            while (queue.statistics().unfinishedTasks() > 0) {
                queue.taskDone();
            }
            queue.join();
        }
    }

    @AsyncTest
    void queue_randomCallsAndCancels_givesAllInTheOrderOfThePuts() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var program = new Program(random, new Queue<>(random.nextInt(4)));
            program.run();
            assertEquals(program.put, program.got, "seed " + seed);
        }
    }

    @AsyncTest
    void otherQueues_randomCallsAndCancels_giveAllOnce() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            int maxsize = random.nextInt(4);
            var program =
                    new Program(
                            random,
                            random.nextBoolean()
                                    ? new LifoQueue<>(maxsize)
                                    : new PriorityQueue<>(maxsize));
            program.run();
            program.put.sort(null);
            program.got.sort(null);
            assertEquals(program.put, program.got, "seed " + seed);
        }
    }
}
