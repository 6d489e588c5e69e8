package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;

/** {@link PriorityQueue}: the least item first. */
class PriorityQueueTest extends QueueContract {
    @Override
    Queue<String> newQueue(int maxsize) {
        return new PriorityQueue<>(maxsize);
    }

    private record Job(int priority, int number) {}

    private static final Comparator<Job> BY_PRIORITY = Comparator.comparingInt(Job::priority);

    @AsyncTest
    void get_givesTheLeastItem() {
        var queue = new PriorityQueue<Integer>();
        for (int item : new int[] {3, 1, 2, 1}) {
            queue.put(item);
        }
        assertEquals(
                List.of(1, 1, 2, 3), List.of(queue.get(), queue.get(), queue.get(), queue.get()));
    }

    @AsyncTest
    void comparator_decidesTheOrder() {
        var queue = new PriorityQueue<String>(Comparator.reverseOrder());
        queue.put("a");
        queue.put("c");
        queue.put("b");
        assertEquals("c", queue.get());
        assertEquals("b", queue.get());
        assertEquals("a", queue.get());
    }

    @AsyncTest
    void equalItems_comeInTheOrderTheyWerePut() {
        var random = new Random(1);
        var queue = new PriorityQueue<Job>(BY_PRIORITY);
        var expected = new ArrayList<Job>();
        for (int i = 0; i < 2_000; i++) {
            var job = new Job(random.nextInt(5), i);
            queue.put(job);
            expected.add(job);
        }
        expected.sort(BY_PRIORITY); // which is stable
        var got = new ArrayList<Job>();
        queue.drainTo(got);
        assertEquals(expected, got);
    }

    @AsyncTest
    void putsAndGets_inAnyOrder_giveTheLeastEachTime() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var queue = new PriorityQueue<Job>(BY_PRIORITY);
            var model = new ArrayList<Job>();
            for (int i = 0; i < 200; i++) {
                if (model.isEmpty() || random.nextInt(5) < 3) {
                    var job = new Job(random.nextInt(8), i);
                    queue.put(job);
                    model.add(job);
                    model.sort(BY_PRIORITY);
                } else {
                    assertSame(model.removeFirst(), queue.get());
                }
            }
        }
    }

    @AsyncTest
    void put_ofAnItemThatCannotBeCompared_isRefused() {
        var queue = new PriorityQueue<Object>();
        assertThrows(ClassCastException.class, () -> queue.put(new Object()));
        assertEquals(0, queue.size());
        queue.put("text");
        assertThrows(ClassCastException.class, () -> queue.put(1));
        assertEquals(1, queue.size());
        assertEquals(1, queue.statistics().unfinishedTasks());
        assertEquals("text", queue.get());
    }

    /** Fails at the comparison that is to come after so many. */
    private static final class Flaky implements Comparator<Integer> {
        int calls = -1;

        @Override
        public int compare(Integer one, Integer other) {
            if (calls == 0) {
                calls--;
                throw new IllegalArgumentException("cannot compare");
            }
            calls--;
            return one.compareTo(other);
        }
    }

    @AsyncTest
    void comparator_thatThrows_losesAndDoublesNothing() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var flaky = new Flaky();
            var queue = new PriorityQueue<Integer>(flaky);
            var model = new ArrayList<Integer>();
            for (int i = 0; i < 100; i++) {
                flaky.calls = random.nextInt(8);
                boolean puts = model.isEmpty() || random.nextInt(5) < 3;
                int item = random.nextInt(20);
                try {
                    if (puts) {
                        queue.put(item);
                        model.add(item);
                        model.sort(null);
                    } else {
                        int got = queue.get();
                        assertEquals(model.removeFirst(), got);
                    }
                } catch (IllegalArgumentException e) {
                    assertEquals("cannot compare", e.getMessage());
                }
                assertEquals(model.size(), queue.size());
            }
            flaky.calls = -1;
            var rest = new ArrayList<Integer>();
            queue.drainTo(rest);
            assertEquals(model, rest);
        }
    }

    @AsyncTest
    void get_whoseComparatorThrows_leavesTheItemToTheNextGetter() {
        var flaky = new Flaky();
        var queue = new PriorityQueue<Integer>(flaky);
        var gets = new ArrayList<Task<Integer>>();
        for (int i = 0; i < 4; i++) {
            gets.add(createTask(queue::get));
        }
        turns(1);
        for (int item = 1; item <= 3; item++) {
            queue.put(item); // wakes one each
        }
        flaky.calls = 0;
        turns(2);
        assertInstanceOf(IllegalArgumentException.class, gets.get(0).exception());
        assertEquals(1, gets.get(1).result());
        assertEquals(2, gets.get(2).result());
        assertEquals(3, gets.get(3).result());
    }

    @AsyncTest
    void put_whoseComparatorThrows_leavesTheRoomToTheNextPutter() {
        var flaky = new Flaky();
        var queue = new PriorityQueue<Integer>(2, flaky);
        queue.put(1);
        queue.put(2);
        var bad = createTask(() -> queue.put(3));
        var good = createTask(() -> queue.put(4));
        turns(1);
        queue.get();
        flaky.calls = 0;
        turns(2);
        assertInstanceOf(Outcome.Failure.class, bad.outcome());
        assertFalse(good.outcome() instanceof Outcome.Failure);
        assertEquals(2, queue.get());
        assertEquals(4, queue.get());
        assertEquals(3, queue.statistics().unfinishedTasks());
    }

    @AsyncTest
    void shutdown_whoseComparatorThrows_dropsTheItemsAndWakesAll() {
        var flaky = new Flaky();
        var queue = new PriorityQueue<Integer>(4, flaky);
        for (int item = 1; item <= 4; item++) {
            queue.put(item);
        }
        var putter = createTask(() -> queue.put(5));
        var joiner = createTask(queue::join);
        turns(1);
        flaky.calls = 0;
        queue.shutdown(true);
        turns(1);
        assertInstanceOf(QueueShutDownException.class, putter.exception());
        joiner.result();
        assertEquals(0, queue.size());
    }

    @AsyncTest
    void drainTo_whoseComparatorThrows_givesNoItemTwice() {
        var flaky = new Flaky();
        var queue = new PriorityQueue<Integer>(flaky);
        for (int item = 1; item <= 5; item++) {
            queue.put(item);
        }
        flaky.calls = 3;
        var got = new ArrayList<Integer>();
        assertThrows(IllegalArgumentException.class, () -> queue.drainTo(got));
        assertEquals(5, got.size() + queue.size());
        queue.drainTo(got);
        assertEquals(List.of(1, 2, 3, 4, 5), got);
    }

    @AsyncTest
    void drainTo_collectionThatRefuses_keepsTheOrderOfEqualItems() {
        var queue = new PriorityQueue<Job>(BY_PRIORITY);
        var jobs = new ArrayList<Job>();
        for (int i = 0; i < 20; i++) {
            jobs.add(new Job(i / 10, i));
            queue.put(jobs.getLast());
        }
        var got = new ArrayList<Job>();
        for (int i = 0; i < 20; i++) {
            var small = new ArrayBlockingQueue<Job>(1);
            if (i < 19) {
                assertThrows(IllegalStateException.class, () -> queue.drainTo(small));
            } else {
                queue.drainTo(small);
            }
            got.addAll(small);
        }
        assertEquals(jobs, got);
    }

    @AsyncTest
    void comparator_thatSuspendsWhileOthersUseTheQueue_isToldSo() {
        var others = new boolean[1];
        var queue =
                new PriorityQueue<Integer>(
                        (one, other) -> {
                            if (others[0]) {
                                others[0] = false;
                                sleep(millis(1));
                            }
                            return one.compareTo(other);
                        });
        queue.put(2);
        queue.put(3);
        others[0] = true;
        var slow = createTask(() -> queue.put(1));
        turns(1);
        assertEquals(2, queue.get());
        assertThrows(ConcurrentModificationException.class, slow::await);
        assertEquals(3, queue.get());
        assertEquals(0, queue.size());
    }
}
