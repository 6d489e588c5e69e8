package org.asyncio4j;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What two threads give to a running loop arrives. Each waits for its own before it gives the next,
 * so that the loop is about to fall asleep whenever something comes.
 */
final class LoopCalls {
    private LoopCalls() {}

    private static int awaited(AtomicBoolean arrived) {
        return Patience.await(arrived::get) ? 1 : 0;
    }

    /** Callbacks. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both ran")
    public static class CallSoon {
        private static final RunningLoop RUNNING = new RunningLoop();

        private static int call() {
            var ran = new AtomicBoolean();
            var _ = RUNNING.loop.callSoonThreadsafe(() -> ran.set(true));
            return awaited(ran);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = call();
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = call();
        }
    }

    /** A hold is not over before what it announced has come. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "both came, and the loop knew")
    public static class Announced {
        private static final RunningLoop RUNNING = new RunningLoop();

        private static int call() {
            var ran = new AtomicBoolean();
            var hold = RUNNING.loop.expectForeignWakeup();
            RUNNING.announced.incrementAndGet();
            var _ =
                    RUNNING.loop.callSoonThreadsafe(
                            () -> {
                                RUNNING.came++;
                                ran.set(true);
                            });
            hold.close();
            return awaited(ran);
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = call();
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = call();
        }

        @Arbiter
        public void mistakes(III_Result r) {
            r.r3 = RUNNING.mistakes;
        }
    }

    /** Items of a queue, which a task takes. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both were taken")
    public static class Take {
        private static final RunningLoop RUNNING = new RunningLoop();
        private static final ThreadsafeQueue<AtomicBoolean> QUEUE = new ThreadsafeQueue<>();

        static {
            var _ =
                    Asyncio.runCoroutineThreadsafe(
                            RUNNING.loop, () -> QUEUE.items().forEach(item -> item.set(true)));
        }

        private static int put() {
            var taken = new AtomicBoolean();
            QUEUE.putNowait(taken);
            return awaited(taken);
        }

        @Actor
        public void one(II_Result r) {
            r.r1 = put();
        }

        @Actor
        public void other(II_Result r) {
            r.r2 = put();
        }
    }
}
