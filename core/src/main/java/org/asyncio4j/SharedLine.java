package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Tasks and threads that wait for one thing, first come first served. Guarded by the lock of what
 * they wait at.
 *
 * <p>Who is called has a claim until it comes or gives up, and at most as many have claims as there
 * is something to have: {@link #callNext} is asked after every change, so a claim that is given up
 * goes to the next by itself and no wake-up needs to be passed on by hand. A claim is not a
 * reservation. Who comes by chance may be quicker, and the called one stands in line again, at the
 * front.
 *
 * <p>A task of a loop that is not running gets no claim, and loses the one it has when its loop
 * stops. It is called all the same.
 */
final class SharedLine {
    private @Nullable SharedWaiter first;
    private @Nullable SharedWaiter last;
    private int size;
    private int claims;

    /** Grows when all are let go, which takes no longer the more there are. */
    private long round = 1;

    int size() {
        return size;
    }

    void addLast(SharedWaiter waiter) {
        link(last, waiter, null);
    }

    void addFirst(SharedWaiter waiter) {
        link(null, waiter, first);
    }

    private void link(
            @Nullable SharedWaiter before, SharedWaiter waiter, @Nullable SharedWaiter after) {
        waiter.previous = before;
        waiter.next = after;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        if (after == null) {
            last = waiter;
        } else {
            after.previous = waiter;
        }
        waiter.round = round;
        size++;
    }

    /** It came, or will not come any more. */
    void leave(SharedWaiter waiter) {
        if (waiter.round == round) {
            unlink(waiter);
        }
        dropClaim(waiter);
    }

    private void unlink(SharedWaiter waiter) {
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
        waiter.previous = null;
        waiter.next = null;
        waiter.round = 0;
        size--;
    }

    /** Others may be called for what it was called for. */
    void dropClaim(SharedWaiter waiter) {
        if (waiter.hasClaim) {
            waiter.hasClaim = false;
            claims--;
        }
    }

    /**
     * Takes the first out of the line if fewer have claims than there is something to have.
     *
     * @param openings how many can be served
     * @return whom to call when the lock is free again
     */
    @Nullable SharedWaiter callNext(int openings) {
        SharedWaiter waiter = first;
        if (waiter == null || claims >= openings) {
            return null;
        }
        unlink(waiter);
        if (waiter.canCome()) {
            waiter.hasClaim = true;
            claims++;
        }
        return waiter;
    }

    /**
     * Lets all go, without claims.
     *
     * @return the first of them, for {@link #callAll}
     */
    @Nullable SharedWaiter releaseAll() {
        SharedWaiter released = first;
        first = null;
        last = null;
        size = 0;
        round++;
        return released;
    }

    /** Calls those that were released, without the lock. */
    static void callAll(@Nullable SharedWaiter released) {
        for (SharedWaiter waiter = released; waiter != null; waiter = waiter.next) {
            waiter.call();
        }
    }
}
