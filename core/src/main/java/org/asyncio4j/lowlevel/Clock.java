package org.asyncio4j.lowlevel;

/**
 * Where a loop gets its time from. Programs use {@link #system()}; tests use a virtual clock that
 * jumps over the waiting.
 *
 * <p>The methods are called on the loop's own thread, where user code must not run: an
 * implementation takes no locks, logs nothing and calls no user object.
 */
public interface Clock {
    /** The time in nanoseconds since an arbitrary origin. Never goes back. Any thread may ask. */
    long nanoTime();

    /**
     * Asked when the loop has nothing to run.
     *
     * @param untilNextTimer nanoseconds until the next timer is due, {@link Long#MAX_VALUE} when
     *     there is none
     * @param quiescent whether nothing but a timer, or another thread that holds a reference to the
     *     loop, can wake it: no executor job, no I/O but listening sockets, no task inside a
     *     blocking JDK call, no open {@link ForeignWakeup}
     * @return for how many nanoseconds the loop may sleep, {@link Long#MAX_VALUE} for as long as
     *     nothing happens
     */
    long idle(long untilNextTimer, boolean quiescent);

    /**
     * For how many nanoseconds of real time nothing must have been able to wake the tasks of a loop
     * before it says so by a {@link org.asyncio4j.DeadlockError}. A second, unless a clock is a
     * test's own, where nobody is expected from outside.
     *
     * @return {@link Long#MAX_VALUE} for never
     */
    default long patience() {
        return 1_000_000_000;
    }

    /** The machine's monotonic clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
