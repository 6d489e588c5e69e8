package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A task or a thread that waits in a {@link SharedLine}, once. The fields are guarded by the lock
 * of what it waits at.
 */
abstract class SharedWaiter {
    /** The end of a wait that has none. */
    static final long FOREVER = Long.MAX_VALUE;

    /** The end of a wait that is over before it begins. */
    static final long AT_ONCE = Long.MIN_VALUE;

    /** Makes a waiter for the calling task or thread. */
    interface Kind {
        SharedWaiter newWaiter(Object owner);
    }

    /** Neighbours in the line; what was released together stays linked by {@link #next}. */
    @Nullable SharedWaiter previous;

    @Nullable SharedWaiter next;

    /** The {@link SharedLine#round} that it stood in the line, or stands. */
    long round;

    /** It was called and has not come yet, so nobody else is called for the same thing. */
    boolean hasClaim;

    /** The end of a wait that begins now, in the terms of {@link System#nanoTime}. */
    static long endAfter(Duration timeout) {
        long nanos = Loop.nanos(timeout);
        if (nanos <= 0) {
            return AT_ONCE;
        }
        return nanos >= Long.MAX_VALUE / 2 ? FOREVER : System.nanoTime() + nanos;
    }

    /** Whether it will come soon when it is called. */
    abstract boolean canCome();

    /** Lets it go on. Called by any thread, without the lock. */
    abstract void call();

    /**
     * Waits until it is called, or for ever. By the task or thread itself, without the lock.
     *
     * @param whenStopped what to do if its loop stops meanwhile, on the thread that ran it
     * @return false if time ran out
     */
    abstract boolean await(long end, @Nullable Runnable whenStopped);
}
