package org.asyncio4j.lowlevel;

/**
 * Where a loop gets its time from. Programs use {@link #system()}; tests use a virtual clock that
 * jumps over the waiting.
 *
 * <p>Both methods are called on the loop's own thread, where user code must not run: an
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
     *     blocking JDK call
     * @return for how many nanoseconds the loop may sleep, {@link Long#MAX_VALUE} for as long as
     *     nothing happens
     */
    long idle(long untilNextTimer, boolean quiescent);

    /** The machine's monotonic clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
