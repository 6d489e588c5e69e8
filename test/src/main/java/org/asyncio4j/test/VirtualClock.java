package org.asyncio4j.test;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ForeignWakeup;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still while anything happens and jumps to the next timer when nothing can
 * happen before it.
 *
 * <p>"Nothing can" means: no task or callback is ready, no executor job is under way, no stage of
 * another library is awaited, no task sits in a blocking JDK call, and no socket but listening ones
 * is watched. A test that waits for time while one of these holds moves the clock by {@link
 * #advance}. A test that waits for a thread of its own keeps the clock from jumping by {@link
 * #hold}, or by {@link EventLoop#expectForeignWakeup}, which does the same for one loop.
 *
 * <p>All methods may be called from any thread.
 */
public final class VirtualClock implements Clock {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger holds = new AtomicInteger();

    /** Runs something on the loop that goes by this clock. */
    private volatile Executor onLoop = Runnable::run;

    /** A clock that begins at zero. */
    public VirtualClock() {}

    void setLoop(Executor executor) {
        onLoop = executor;
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public long idle(long untilNextTimer, boolean quiescent) {
        if (untilNextTimer == Long.MAX_VALUE || !quiescent || holds.get() > 0) {
            return untilNextTimer <= 0 ? 0 : Long.MAX_VALUE;
        }
        now.addAndGet(untilNextTimer);
        return 0;
    }

    /** None: whoever is expected from outside of a test is announced by a hold. */
    @Override
    public long patience() {
        return holds.get() > 0 ? Long.MAX_VALUE : 0;
    }

    /** Moves the clock. Timers that become due run in the loop's next iteration. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        now.addAndGet(duration.toNanos());
        onLoop.execute(() -> {});
    }

    /**
     * Keeps the clock from jumping, and waiting tasks from being taken for deadlocked, until the
     * hold is closed. Holds add up.
     */
    public Hold hold() {
        holds.incrementAndGet();
        return new Hold(this);
    }

    /** See {@link VirtualClock#hold}. */
    public static final class Hold implements ForeignWakeup {
        private final VirtualClock clock;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Hold(VirtualClock clock) {
            this.clock = clock;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                // There, so that what this thread has sent to the loop before comes first.
                clock.onLoop.execute(clock.holds::decrementAndGet);
            }
        }
    }
}
