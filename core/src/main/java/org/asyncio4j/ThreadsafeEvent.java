package org.asyncio4j;

import org.asyncio4j.lowlevel.EventLoop;

import java.time.Duration;

/**
 * A flag that tasks of any loops and plain threads wait for and that any of them sets.
 *
 * <p>Tasks wait by {@link #await}, threads that are no loop's by {@link #blocking()}. {@link #set},
 * {@link #clear} and {@link #isSet} never wait and may be called from anywhere, callbacks included.
 *
 * <pre>{@code
 * var ready = new ThreadsafeEvent();
 * Thread.ofPlatform().start(() -> {
 *     driver.initialise();
 *     ready.set();
 * });
 * timeout(seconds(5), ready::await);
 * }</pre>
 *
 * <p>A set lets everybody go on who waits at that moment, even if a {@link #clear} follows before
 * they run. A task that is cancelled, or a thread that is interrupted, just leaves. What a thread
 * or task did before it set the event is seen by who waited for it.
 *
 * <p>While a task waits here its loop does not report a {@link DeadlockError}, as any thread might
 * set the event. A test's virtual clock does jump; hold it, by {@link
 * EventLoop#expectForeignWakeup}, until the thread that the test expects has set the event.
 *
 * <p>Models {@code asyncio.Event}, which is for the tasks of one loop.
 */
public final class ThreadsafeEvent {
    /** A picture of an event. */
    public record Statistics(boolean isSet, int waiting) {}

    private final Blocking blocking = new Blocking(this);

    /** Guards what follows; {@link #isSet} may be read without. */
    private final BriefLock lock = new BriefLock();

    private final SharedLine line = new SharedLine();
    private volatile boolean isSet;

    /** Makes an event that is not set. */
    public ThreadsafeEvent() {}

    /** Whether the event is set. */
    public boolean isSet() {
        return isSet;
    }

    /** Sets the event and lets all go on who wait now. Nothing happens if it is set. */
    public void set() {
        SharedWaiter released;
        lock.lock();
        try {
            isSet = true;
            released = line.releaseAll();
        } finally {
            lock.unlock();
        }
        SharedLine.callAll(released);
    }

    /** Takes a {@link #set} back: who comes from now on waits for the next. */
    public void clear() {
        lock.lock();
        try {
            isSet = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Suspends until the event is set; does not if it is.
     *
     * @throws CancelledError if the task is cancelled while this waits
     * @throws IllegalStateException on a plain thread and in a callback
     */
    public void await() {
        TaskWaiter.current();
        waitUntilSet(TaskWaiter::new, SharedWaiter.FOREVER);
    }

    /** The event for plain threads: its calls block. */
    public Blocking blocking() {
        return blocking;
    }

    /**
     * A {@link ThreadsafeEvent} for plain threads, platform or virtual. Tasks and callbacks, which
     * would block their loop, are refused by an {@link IllegalStateException}.
     */
    public static final class Blocking {
        private final ThreadsafeEvent event;

        private Blocking(ThreadsafeEvent event) {
            this.event = event;
        }

        /** Blocks until the event is set. */
        public void await() throws InterruptedException {
            ThreadWaiter.check();
            event.waitUntilSet(ThreadWaiter::new, SharedWaiter.FOREVER);
        }

        /**
         * Blocks until the event is set or the time is over; does not if the time is not positive.
         *
         * @return whether it was set
         */
        public boolean awaitFor(Duration timeout) throws InterruptedException {
            ThreadWaiter.check();
            return event.waitUntilSet(ThreadWaiter::new, SharedWaiter.endAfter(timeout));
        }

        @Override
        public String toString() {
            return event.toString();
        }
    }

    /** Waits until it is set; tells whether it was, also at the last moment. */
    boolean waitUntilSet(SharedWaiter.Kind kind, long end) {
        if (isSet || end == SharedWaiter.AT_ONCE) {
            return isSet;
        }
        SharedWaiter waiter = kind.newWaiter(this);
        lock.lock();
        try {
            if (isSet) {
                return true;
            }
            line.addLast(waiter);
        } finally {
            lock.unlock();
        }
        boolean called = false;
        try {
            called = waiter.await(end, null);
        } finally {
            if (!called) {
                leave(waiter);
            }
        }
        return called || isSet;
    }

    private void leave(SharedWaiter waiter) {
        lock.lock();
        try {
            line.leave(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Who waits, and whether there is a reason to. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(isSet, line.size());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        Statistics now = statistics();
        return "<ThreadsafeEvent "
                + (now.isSet ? "set" : "unset")
                + (now.waiting == 0 ? "" : " waiters=" + now.waiting)
                + ">";
    }
}
