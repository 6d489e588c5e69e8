package org.asyncio4j;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who waits at a {@link ThreadsafeQueue} is called, whenever the reason comes. What is not listed
 * as acceptable fails.
 */
final class QueueCalls {
    private static final int LOST = -1;
    private static final int SHUT_DOWN = -2;
    private static final int GAVE_UP = -3;

    private QueueCalls() {}

    private static int take(ThreadsafeQueue<Integer> queue, Spinning waiter) {
        try {
            Integer item = queue.take(waiter, SharedWaiter.FOREVER);
            return waiter.lost || item == null ? LOST : item;
        } catch (QueueShutDownException e) {
            return SHUT_DOWN;
        } catch (Spinning.GaveUp e) {
            return GAVE_UP;
        }
    }

    private static int put(ThreadsafeQueue<Integer> queue, Spinning waiter, int item) {
        try {
            boolean put = queue.insert(item, waiter, SharedWaiter.FOREVER);
            return waiter.lost || !put ? LOST : item;
        } catch (QueueShutDownException e) {
            return SHUT_DOWN;
        }
    }

    /** A taker begins to wait while an item comes. */
    @JCStressTest
    @State
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "taken")
    public static class PutAndTake {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();

        @Actor
        public void take(I_Result r) {
            r.r1 = QueueCalls.take(queue, Spinning.patient());
        }

        @Actor
        public void put() {
            queue.putNowait(7);
        }
    }

    /** A putter begins to wait while room is made. */
    @JCStressTest
    @State
    @Outcome(id = "7, 8", expect = ACCEPTABLE, desc = "put, and in order")
    public static class RoomAndPut {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>(1);

        public RoomAndPut() {
            queue.putNowait(7);
        }

        @Actor
        public void put(II_Result r) {
            r.r2 = QueueCalls.put(queue, Spinning.patient(), 8);
        }

        @Actor
        public void get(II_Result r) {
            r.r1 = queue.getNowait();
        }
    }

    /** One stands there when the item comes, and another who gives up: the first must get it. */
    @JCStressTest
    @State
    @Outcome(id = "-3, 7", expect = ACCEPTABLE, desc = "gave up, so the other took it")
    @Outcome(id = "7, -3", expect = ACCEPTABLE, desc = "took it")
    public static class GiveUp {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();
        private volatile boolean hastyTook;

        @Actor
        public void hasty(II_Result r) {
            r.r1 = QueueCalls.take(queue, Spinning.hasty());
            hastyTook = r.r1 == 7;
        }

        @Actor
        public void patient(II_Result r) {
            Runnable put = () -> queue.putNowait(7);
            r.r2 = QueueCalls.take(queue, Spinning.doing(put, () -> hastyTook));
        }
    }

    /** Who was called comes too late, and is called again. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the thief was late")
    @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "the thief had the second, and the next came")
    @Outcome(id = "2, 3", expect = ACCEPTABLE, desc = "the thief had the first, and the next came")
    public static class Thief {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();

        @Actor
        public void takeTwo(II_Result r) {
            r.r1 = QueueCalls.take(queue, Spinning.patient());
            r.r2 = QueueCalls.take(queue, Spinning.patient());
        }

        @Actor
        public void steal() {
            queue.putNowait(1);
            queue.putNowait(2);
            try {
                var _ = queue.getNowait();
                queue.putNowait(3);
            } catch (QueueEmptyException e) {
                // Both were taken.
            }
        }
    }

    /** A shutdown ends the wait of a taker. */
    @JCStressTest
    @State
    @Outcome(id = "-2", expect = ACCEPTABLE, desc = "ended")
    public static class ShutDownAndTake {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();

        @Actor
        public void take(I_Result r) {
            r.r1 = QueueCalls.take(queue, Spinning.patient());
        }

        @Actor
        public void shutDown() {
            queue.shutdown();
        }
    }

    /** An item that was put before a shutdown is there, one that was refused is not. */
    @JCStressTest
    @State
    @Outcome(id = "7, 1", expect = ACCEPTABLE, desc = "put before")
    @Outcome(id = "-2, 0", expect = ACCEPTABLE, desc = "refused")
    public static class ShutDownAndPut {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();

        @Actor
        public void put(II_Result r) {
            r.r1 = QueueCalls.put(queue, Spinning.patient(), 7);
        }

        @Actor
        public void shutDown() {
            queue.shutdown();
        }

        @Arbiter
        public void count(II_Result r) {
            r.r2 = queue.size();
        }
    }

    /** The last report ends the wait of a join. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "joined")
    public static class DoneAndJoin {
        private final ThreadsafeQueue<Integer> queue = new ThreadsafeQueue<>();

        public DoneAndJoin() {
            queue.putNowait(7);
        }

        @Actor
        public void join(I_Result r) {
            var waiter = Spinning.patient();
            queue.awaitFinished(waiter);
            r.r1 = waiter.lost ? LOST : 0;
        }

        @Actor
        public void done() {
            queue.taskDone();
        }
    }
}
