package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for one thing, first come first served. What the synchronisation primitives have
 * in common; they decide who is served and when.
 *
 * <p>A waiter stays in the line until its task has run again, also after it was served or
 * cancelled: CPython's primitives tell from that whether newcomers may go first. A waiter that was
 * served and then cancelled keeps what it got (decision 002), so a hand-over is never lost: who is
 * served returns with it, who was not throws. One that was cancelled first is passed over by {@link
 * #serveNext}.
 *
 * <p>Serving costs the same however many wait: all waiters before the cursor are done, and it only
 * moves back in the line.
 *
 * <p>Confined to the loop of the first task that waits.
 */
final class WaitingLine<T extends @Nullable Object> {
    private final LoopBinding binding;
    private @Nullable Waiter<T> first;
    private @Nullable Waiter<T> last;

    /** The first waiter that may be pending. */
    private @Nullable Waiter<T> cursor;

    private int size;

    /** A line for a primitive, which its waiters are described with. */
    WaitingLine(LoopBinding binding) {
        this.binding = binding;
    }

    // ---- for who waits

    /**
     * Suspends the current task until it is served.
     *
     * @return what it was given
     * @throws CancelledError if the task was cancelled first; it has left the line then
     * @throws IllegalStateException if the primitive is bound to another loop, or the task cannot
     *     suspend here
     */
    T await() {
        return await(false);
    }

    /** {@link #await()} that can be told to let only a cancel of the task itself end it. */
    T await(boolean ignoringScopes) {
        Waiter<T> waiter = join();
        try {
            if (ignoringScopes) {
                Task.currentForSuspending().waitForIgnoringScopes(waiter);
            }
            return waiter.await();
        } finally {
            leave(waiter);
        }
    }

    /** Puts the current task at the end of the line. It has to {@link #leave}, come what may. */
    Waiter<T> join() {
        var waiter = new Waiter<T>(binding.bindCurrent(), binding.owner());
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
        if (cursor == null) {
            cursor = waiter;
        }
        size++;
        return waiter;
    }

    void leave(Waiter<T> waiter) {
        if (cursor == waiter) {
            cursor = waiter.next;
        }
        if (waiter.previous == null) {
            first = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            last = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
        size--;
    }

    // ---- for who serves

    /**
     * Serves the first waiter that is neither served nor cancelled.
     *
     * @return whether there was one
     */
    boolean serveNext(T what) {
        while (cursor != null) {
            Waiter<T> waiter = cursor;
            cursor = waiter.next;
            if (!waiter.isDone()) {
                waiter.finish(what);
                return true;
            }
        }
        return false;
    }

    /** Serves the first in the line, unless that one is done and has only not run since. */
    void serveFirst(T what) {
        Waiter<T> waiter = first;
        if (waiter != null && !waiter.isDone()) {
            cursor = waiter.next;
            waiter.finish(what);
        }
    }

    /** Serves everybody who is waiting now. */
    void serveAll(T what) {
        while (serveNext(what)) {}
    }

    /** How many are in the line, with those that are done but have not run since. */
    int size() {
        return size;
    }

    /** How many are in the line and were neither served nor passed over. */
    int unserved() {
        int count = 0;
        for (Waiter<T> waiter = cursor; waiter != null; waiter = waiter.next) {
            count++;
        }
        return count;
    }

    /** For the owner's {@code toString}: empty if nobody waits. */
    String description() {
        return size == 0 ? "" : " waiters=" + size;
    }

    /** Whether all who are in the line, if any, were cancelled. */
    boolean isDeserted() {
        for (Waiter<T> waiter = first; waiter != null; waiter = waiter.next) {
            if (!waiter.isCancelled()) {
                return false;
            }
        }
        return true;
    }
}
