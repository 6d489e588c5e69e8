package org.asyncio4j;

import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A queue between tasks of any loops and plain threads, first in, first out.
 *
 * <p>Tasks use it as they would a {@code Queue}: {@link #put} and {@link #get} suspend. Threads
 * that are no loop's use {@link #blocking()}, whose calls block. All other calls never wait and may
 * come from anywhere, callbacks included.
 *
 * <pre>{@code
 * var lines = new ThreadsafeQueue<String>(100);
 * Thread.ofPlatform().start(() -> {
 *     for (String line : readSlowDevice()) {
 *         lines.blocking().put(line);
 *     }
 *     lines.shutdown();
 * });
 * for (String line : lines.items()) {
 *     await(handle(line));
 * }
 * }</pre>
 *
 * <p>Cancellation and interrupts: a task or thread that is woken by an error has taken or put
 * nothing, and who waits behind it is called in its place. A task that is cancelled when it was
 * called already takes its item if it is still there, and gets the error at its next suspension
 * point. Likewise a thread that is interrupted. An item stays in the queue until its taker runs, so
 * none is lost with a loop that stops or closes.
 *
 * <p>Fairness: items leave in the order they came. Waiters are called in the order they came, but
 * who comes while there is an item, or room, does not wait behind those that were called and have
 * not run yet, as in asyncio. A waiter that comes too late keeps its place.
 *
 * <p>Deadlocks and virtual clocks: what other threads will do is not known, so a loop does not
 * report a {@link DeadlockError} while one of its tasks waits here. A test's virtual clock does
 * jump: a time-out around {@link #get} would otherwise never come. A test that expects an item from
 * a thread of its own before the next timer holds the clock, by {@link
 * EventLoop#expectForeignWakeup}, until that thread has put it.
 *
 * <p>The memory effects are those of {@link java.util.concurrent}: what a thread or task did before
 * it put an item is seen by who gets it.
 *
 * <p>Models {@code asyncio.Queue}, which is for the tasks of one loop. Differences: items are not
 * null; {@link #items}, {@link #drainTo} and {@link #blocking} have no counterpart. In the Python
 * world this is curio's {@code UniversalQueue} or the package {@code janus}.
 *
 * @param <T> the type of the items
 */
public final class ThreadsafeQueue<T> {
    /**
     * A picture of a queue. Tasks and threads that were called but have not come yet do not count.
     */
    public record Statistics(
            int size, int maxsize, int waitingToGet, int waitingToPut, int unfinished) {}

    private final int maxsize;
    private final Blocking<T> blocking = new Blocking<>(this);

    /** Guards all that follows. */
    private final BriefLock lock = new BriefLock();

    private ArrayDeque<T> items = new ArrayDeque<>();
    private final SharedLine getters = new SharedLine();
    private final SharedLine putters = new SharedLine();
    private final SharedLine joiners = new SharedLine();

    /** How many {@link #taskDone} are to come. */
    private int unfinished;

    private boolean isShutDown;

    /** Makes a queue without a bound. */
    public ThreadsafeQueue() {
        this(0);
    }

    /**
     * Makes a queue.
     *
     * @param maxsize how many items there is room for; without a bound if it is not positive
     */
    public ThreadsafeQueue(int maxsize) {
        this.maxsize = maxsize;
    }

    // ---- for tasks

    /**
     * Puts an item into the queue; suspends while it is full.
     *
     * @throws QueueShutDownException if the queue is shut down, or is while this waits
     * @throws CancelledError if the task is cancelled while this waits; the item is not in the
     *     queue
     * @throws IllegalStateException on a plain thread and in a callback
     */
    public void put(T item) {
        TaskWaiter.current();
        insert(item, TaskWaiter::new, SharedWaiter.FOREVER);
    }

    /**
     * Removes the first item; suspends while there is none.
     *
     * @throws QueueShutDownException if the queue is empty and shut down, or is while this waits
     * @throws CancelledError if the task is cancelled while this waits
     * @throws IllegalStateException on a plain thread and in a callback
     */
    public T get() {
        TaskWaiter.current();
        return Objects.requireNonNull(take(TaskWaiter::new, SharedWaiter.FOREVER));
    }

    /**
     * Suspends until each item that was ever put has been told of by {@link #taskDone}, or dropped
     * by {@link #shutdown(boolean)}.
     *
     * @throws CancelledError if the task is cancelled while this waits
     * @throws IllegalStateException on a plain thread and in a callback
     */
    public void join() {
        TaskWaiter.current();
        awaitFinished(TaskWaiter::new);
    }

    /**
     * The items as they come, each removed when the iteration asks for it; suspends while there is
     * none, and ends when the queue is shut down and empty. For one task: others may iterate too,
     * by an iterator of their own. {@code hasNext} removes the item that {@code next} returns.
     */
    public Iterable<T> items() {
        return () -> new Items<>(this::getOrNull);
    }

    private @Nullable T getOrNull() {
        try {
            return get();
        } catch (QueueShutDownException e) {
            return null;
        }
    }

    // ---- for threads that are no loop's

    /** The queue for plain threads: its calls block. */
    public Blocking<T> blocking() {
        return blocking;
    }

    /**
     * A {@link ThreadsafeQueue} for plain threads, platform or virtual: what suspends a task blocks
     * the thread here. Tasks and callbacks must not call it, as they would block their loop with
     * everybody who could end the wait, and are refused by an {@link IllegalStateException}.
     *
     * <p>A thread that is interrupted before a call or while it waits gets an {@link
     * InterruptedException} and has put or taken nothing.
     *
     * @param <T> the type of the items
     */
    public static final class Blocking<T> {
        private final ThreadsafeQueue<T> queue;

        private Blocking(ThreadsafeQueue<T> queue) {
            this.queue = queue;
        }

        /**
         * Puts an item into the queue; waits while it is full.
         *
         * @throws QueueShutDownException if the queue is shut down, or is while this waits
         */
        public void put(T item) throws InterruptedException {
            ThreadWaiter.check();
            queue.insert(item, ThreadWaiter::new, SharedWaiter.FOREVER);
        }

        /**
         * {@link #put} that gives up after a time; at once if that is not positive.
         *
         * @return whether the item is in the queue
         */
        public boolean offer(T item, Duration timeout) throws InterruptedException {
            ThreadWaiter.check();
            return queue.insert(item, ThreadWaiter::new, SharedWaiter.endAfter(timeout));
        }

        /**
         * Removes the first item; waits while there is none.
         *
         * @throws QueueShutDownException if the queue is empty and shut down, or is while this
         *     waits
         */
        public T take() throws InterruptedException {
            ThreadWaiter.check();
            return Objects.requireNonNull(queue.take(ThreadWaiter::new, SharedWaiter.FOREVER));
        }

        /**
         * {@link #take} that gives up after a time; at once if that is not positive.
         *
         * @return null if no item came
         */
        public @Nullable T poll(Duration timeout) throws InterruptedException {
            ThreadWaiter.check();
            return queue.take(ThreadWaiter::new, SharedWaiter.endAfter(timeout));
        }

        /** {@link ThreadsafeQueue#join}. */
        public void join() throws InterruptedException {
            ThreadWaiter.check();
            queue.awaitFinished(ThreadWaiter::new);
        }

        @Override
        public String toString() {
            return queue.toString();
        }
    }

    // ---- for everybody

    /**
     * Puts an item into the queue if there is room.
     *
     * @throws QueueFullException if there is none
     * @throws QueueShutDownException if the queue is shut down
     */
    public void putNowait(T item) {
        if (!insert(item, NOBODY, SharedWaiter.AT_ONCE)) {
            throw new QueueFullException(this);
        }
    }

    /**
     * Removes the first item.
     *
     * @throws QueueEmptyException if there is none
     * @throws QueueShutDownException if there is none and the queue is shut down
     */
    public T getNowait() {
        T item = take(NOBODY, SharedWaiter.AT_ONCE);
        if (item == null) {
            throw new QueueEmptyException(this);
        }
        return item;
    }

    /**
     * Moves all items that are there to the end of a collection, without waiting.
     *
     * @return how many
     */
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * Moves the first items, so many at most, to the end of a collection, without waiting. If the
     * collection refuses one, that and those behind it return to the front of the queue.
     *
     * @return how many were moved
     */
    public int drainTo(Collection<? super T> target, int most) {
        ArrayDeque<T> taken = removeFirst(most);
        int count = taken.size();
        try {
            for (T item = taken.peek(); item != null; item = taken.peek()) {
                target.add(item);
                taken.remove();
            }
        } finally {
            if (!taken.isEmpty()) {
                giveBack(taken);
            }
        }
        return count;
    }

    /** How many items there are. May have changed when the caller looks at it. */
    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there are no items. May have changed when the caller looks at it. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether there is no room. May have changed when the caller looks at it. */
    public boolean isFull() {
        return maxsize > 0 && size() >= maxsize;
    }

    /** How many items there is room for; without a bound if it is not positive. */
    public int maxsize() {
        return maxsize;
    }

    /**
     * Says that what an item was put for is done. {@link #join} waits for as many calls as there
     * were items.
     *
     * @throws IllegalStateException if there were fewer
     */
    public void taskDone() {
        boolean expected;
        SharedWaiter released = null;
        lock.lock();
        try {
            expected = unfinished > 0;
            if (expected && --unfinished == 0) {
                released = joiners.releaseAll();
            }
        } finally {
            lock.unlock();
        }
        if (!expected) {
            throw new IllegalStateException("taskDone() was called too many times: " + this);
        }
        SharedLine.callAll(released);
    }

    /** Refuses new items from now on; what is in the queue can still be got. */
    public void shutdown() {
        shutdown(false);
    }

    /**
     * Refuses new items from now on. Who waits to put gets a {@link QueueShutDownException}, and
     * who waits to get too once nothing is left.
     *
     * @param immediate whether to drop the items that are in the queue; they need no {@link
     *     #taskDone} then
     */
    public void shutdown(boolean immediate) {
        SharedWaiter released = null;
        SharedWaiter called;
        lock.lock();
        try {
            isShutDown = true;
            if (immediate) {
                unfinished = Math.max(0, unfinished - items.size());
                items = new ArrayDeque<>();
                if (unfinished == 0) {
                    released = joiners.releaseAll();
                }
            }
            called = callNext();
        } finally {
            lock.unlock();
        }
        SharedLine.callAll(released);
        callAll(called);
    }

    /** How full the queue is and who waits. */
    public Statistics statistics() {
        lock.lock();
        try {
            return new Statistics(
                    items.size(), maxsize, getters.size(), putters.size(), unfinished);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        Statistics now = statistics();
        return "<ThreadsafeQueue maxsize="
                + maxsize
                + " size="
                + now.size
                + (now.waitingToGet == 0 ? "" : " getters=" + now.waitingToGet)
                + (now.waitingToPut == 0 ? "" : " putters=" + now.waitingToPut)
                + ">";
    }

    // ---- the machine

    private static final SharedWaiter.Kind NOBODY =
            _ -> {
                throw new AssertionError("asked to wait");
            };

    private final Supplier<@Nullable T> removal = () -> items.poll();

    /** Appends an item as soon as there is room; tells whether time ran out before. */
    boolean insert(T item, SharedWaiter.Kind kind, long end) {
        Objects.requireNonNull(item, "item");
        return attempt(putters, () -> append(item), kind, end) != null;
    }

    /** Removes the first item as soon as there is one; null if time ran out before. */
    @Nullable T take(SharedWaiter.Kind kind, long end) {
        return attempt(getters, removal, kind, end);
    }

    private @Nullable T append(T item) {
        if (isShutDown || room() == 0) {
            return null;
        }
        items.add(item);
        unfinished++;
        return item;
    }

    /**
     * Waits in a line until a step succeeds, which is done under the lock.
     *
     * @return what the step returned; null if time ran out
     */
    private @Nullable T attempt(
            SharedLine line, Supplier<@Nullable T> step, SharedWaiter.Kind kind, long end) {
        SharedWaiter waited = null; // and was called
        SharedWaiter waiter = null; // made beforehand, because that may load classes
        for (boolean late = end == SharedWaiter.AT_ONCE; ; ) {
            T item;
            boolean refused;
            SharedWaiter stood = null;
            SharedWaiter called;
            lock.lock();
            try {
                if (waited != null) {
                    line.leave(waited);
                }
                item = step.get();
                refused = item == null && isShutDown;
                if (item == null && !refused && !late && waiter != null) {
                    stand(line, waited, waiter);
                    stood = waiter;
                }
                called = callNext();
            } finally {
                lock.unlock();
            }
            callAll(called);
            if (refused) {
                throw new QueueShutDownException(this);
            }
            if (item != null || late) {
                return item;
            }
            if (stood != null) {
                late = !await(line, stood, end);
                waited = stood;
                waiter = null;
            } else {
                waiter = kind.newWaiter(this);
            }
        }
    }

    /** Who was called and came too late keeps its place. */
    private static void stand(SharedLine line, @Nullable SharedWaiter waited, SharedWaiter waiter) {
        if (waited == null) {
            line.addLast(waiter);
        } else {
            line.addFirst(waiter);
        }
    }

    void awaitFinished(SharedWaiter.Kind kind) {
        SharedWaiter waiter = kind.newWaiter(this);
        boolean finished;
        lock.lock();
        try {
            finished = unfinished == 0;
            if (!finished) {
                joiners.addLast(waiter);
            }
        } finally {
            lock.unlock();
        }
        if (!finished) {
            await(joiners, waiter, SharedWaiter.FOREVER);
        }
    }

    /** Waits without the lock. Whoever leaves by an error does not stay in the line. */
    private boolean await(SharedLine line, SharedWaiter waiter, long end) {
        boolean returned = false;
        try {
            boolean called =
                    waiter.await(end, line == joiners ? null : () -> loopStopped(line, waiter));
            returned = true;
            return called;
        } finally {
            if (!returned) {
                abandon(line, waiter);
            }
        }
    }

    private void abandon(SharedLine line, SharedWaiter waiter) {
        SharedWaiter called;
        lock.lock();
        try {
            line.leave(waiter);
            called = callNext();
        } finally {
            lock.unlock();
        }
        callAll(called);
    }

    /** A task that was called may not come for long: others shall not wait for it. */
    private void loopStopped(SharedLine line, SharedWaiter waiter) {
        SharedWaiter called;
        lock.lock();
        try {
            line.dropClaim(waiter);
            called = callNext();
        } finally {
            lock.unlock();
        }
        callAll(called);
    }

    private int room() {
        return maxsize <= 0 ? Integer.MAX_VALUE : Math.max(0, maxsize - items.size());
    }

    /** Whom to call next after any change. Under the lock. */
    private @Nullable SharedWaiter callNext() {
        SharedWaiter getter = getters.callNext(isShutDown ? Integer.MAX_VALUE : items.size());
        return getter != null ? getter : putters.callNext(isShutDown ? Integer.MAX_VALUE : room());
    }

    /** Calls all who may go on now, without the lock. */
    private void callAll(@Nullable SharedWaiter first) {
        for (SharedWaiter waiter = first; waiter != null; waiter = nextToCall()) {
            waiter.call();
        }
    }

    private @Nullable SharedWaiter nextToCall() {
        lock.lock();
        try {
            return callNext();
        } finally {
            lock.unlock();
        }
    }

    private ArrayDeque<T> removeFirst(int most) {
        ArrayDeque<T> taken;
        SharedWaiter called;
        lock.lock();
        try {
            if (most >= items.size()) {
                taken = items;
                items = new ArrayDeque<>();
            } else {
                taken = new ArrayDeque<>();
                while (taken.size() < most) {
                    taken.add(items.remove());
                }
            }
            called = callNext();
        } finally {
            lock.unlock();
        }
        callAll(called);
        return taken;
    }

    /** Undoes {@link #removeFirst}; there may be more items than room then. */
    private void giveBack(ArrayDeque<T> taken) {
        SharedWaiter called;
        lock.lock();
        try {
            while (!taken.isEmpty()) {
                items.addFirst(taken.removeLast());
            }
            called = callNext();
        } finally {
            lock.unlock();
        }
        callAll(called);
    }
}
