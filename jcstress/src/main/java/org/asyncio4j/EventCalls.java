package org.asyncio4j;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Who waits for a {@link ThreadsafeEvent} is called, and sees what was done before the set. */
final class EventCalls {
    private EventCalls() {}

    /** One begins to wait while the event is set. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "called, and sees it")
    public static class SetAndAwait {
        private final ThreadsafeEvent event = new ThreadsafeEvent();
        private int before;

        @Actor
        public void await(II_Result r) {
            var waiter = Spinning.patient();
            r.r1 = event.waitUntilSet(waiter, SharedWaiter.FOREVER) ? 1 : 0;
            r.r2 = before;
        }

        @Actor
        public void set() {
            before = 1;
            event.set();
        }
    }

    /** What was done before the set is seen by who only asks. */
    @JCStressTest
    @State
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "asked before")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "asked between")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "asked after")
    public static class SetAndAsk {
        private final ThreadsafeEvent event = new ThreadsafeEvent();
        private int before;

        @Actor
        public void ask(ZI_Result r) {
            r.r1 = event.isSet();
            r.r2 = before;
        }

        @Actor
        public void set() {
            before = 1;
            event.set();
        }
    }

    /** A thread parks while it is called. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    public static class Park {
        private volatile @Nullable ThreadWaiter waiter;

        @Actor
        public void park(I_Result r) {
            var own = new ThreadWaiter(this);
            waiter = own;
            r.r1 = own.await(System.nanoTime() + 5_000_000_000L, null) ? 1 : 0;
        }

        @Actor
        public void call() {
            ThreadWaiter other = waiter;
            while (other == null) {
                Thread.onSpinWait();
                other = waiter;
            }
            other.call();
        }
    }

    /** The lock under both. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "one after the other")
    public static class Exclusion {
        private final BriefLock lock = new BriefLock();
        private int count;

        @Actor
        public void one(II_Result r) {
            lock.lock();
            r.r1 = ++count;
            lock.unlock();
        }

        @Actor
        public void other(II_Result r) {
            lock.lock();
            r.r2 = ++count;
            lock.unlock();
        }
    }
}
