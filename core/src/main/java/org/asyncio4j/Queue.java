package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Items on their way from tasks that put them to tasks that get them, first in, first out. {@link
 * PriorityQueue} and {@link LifoQueue} give them in another order.
 *
 * <pre>{@code
 * var queue = new Queue<String>(10);
 * taskGroup(g -> {
 *     g.createTask(() -> {
 *         for (var url : queue.items()) {     // ends when the queue is shut down and empty
 *             fetch(url);
 *         }
 *     });
 *     for (var url : urls) {
 *         queue.put(url);                     // waits while ten are in the queue
 *     }
 *     queue.shutdown();
 * });
 * }</pre>
 *
 * <p>Calls suspend only if they have to: {@link #get} of a queue that has an item, and {@link #put}
 * into one that has room, do not, and are no cancellation points then. Who waits longest is woken
 * first. A task that was woken takes its item, or its room, when it runs: if another task, one that
 * need not wait, was quicker, it waits again, behind the others.
 *
 * <p>Cancellation: a {@code get} that is cancelled takes nothing, a {@code put} that is cancelled
 * puts nothing. If the task was woken before the cancel came, the call succeeds, and the error
 * comes at the next suspension point. No item is lost or given twice.
 *
 * <p>An item is never null. There are no time limits among the arguments: see {@link
 * Asyncio#timeout} and {@link Asyncio#moveOnAfter}.
 *
 * <p>Confined to the loop of the first task that waits here. Models {@code asyncio.Queue}.
 * Differences: it takes no null, can be iterated over and drained, and a task that was woken does
 * not lose its turn to a cancel. See {@link Channel} for several producers that each say when they
 * are done, and for waiting on several things at once.
 *
 * @param <T> the type of the items
 */
public sealed class Queue<T> permits LifoQueue, PriorityQueue {
    /**
     * A picture of a queue.
     *
     * @param size how many items are in it
     * @param maxsize how many it has room for; zero or less for any number
     * @param unfinishedTasks how many items were put and not reported by {@code taskDone}
     * @param tasksGetting how many tasks wait for an item
     * @param tasksPutting how many tasks wait for room
     * @param tasksJoining how many tasks wait until all items are done
     * @param isShutdown whether it was shut down
     */
    public record Statistics(
            int size,
            int maxsize,
            int unfinishedTasks,
            int tasksGetting,
            int tasksPutting,
            int tasksJoining,
            boolean isShutdown) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> getters = new WaitingLine<>(binding);
    private final WaitingLine<@Nullable Void> putters = new WaitingLine<>(binding);
    private final WaitingLine<@Nullable Void> joiners = new WaitingLine<>(binding);
    private final java.util.Queue<T> store;

    /** Makes an item that was removed from the store the next one again. */
    private final Consumer<T> putBack;

    private final int maxsize;
    private int unfinishedTasks;
    private boolean isShutdown;

    /** Makes a queue for any number of items. */
    public Queue() {
        this(0);
    }

    /**
     * Makes a queue with room for the given number of items.
     *
     * @param maxsize zero or less for any number
     */
    public Queue(int maxsize) {
        this(maxsize, new ArrayDeque<>());
    }

    private Queue(int maxsize, ArrayDeque<T> store) {
        this(maxsize, store, store::addFirst);
    }

    Queue(int maxsize, java.util.Queue<T> store, Consumer<T> putBack) {
        this.maxsize = maxsize;
        this.store = store;
        this.putBack = putBack;
    }

    // ---- asking

    /** How many items are in the queue. asyncio's {@code qsize}. */
    public final int size() {
        return store.size();
    }

    /** How many items the queue has room for; zero or less for any number. */
    public final int maxsize() {
        return maxsize;
    }

    /** Whether there is no item in the queue. */
    public final boolean isEmpty() {
        return store.isEmpty();
    }

    /** Whether there is no room in the queue. */
    public final boolean isFull() {
        return maxsize > 0 && store.size() >= maxsize;
    }

    // ---- putting

    /**
     * Puts an item; waits while the queue is full.
     *
     * @throws QueueShutDownException if the queue was shut down, before or meanwhile
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop
     */
    public final void put(T item) {
        Objects.requireNonNull(item, "item");
        while (isFull() && !isShutdown) {
            putters.await();
        }
        putNowait(item);
    }

    /**
     * Puts an item if there is room. Never suspends.
     *
     * @throws QueueFullException if there is no room
     * @throws QueueShutDownException if the queue was shut down
     */
    public final void putNowait(T item) {
        assert binding.isConfined() : "a queue was used off its loop";
        Objects.requireNonNull(item, "item");
        if (isShutdown) {
            throw new QueueShutDownException(this);
        }
        if (isFull()) {
            throw new QueueFullException(this);
        }
        try {
            store.add(item);
        } catch (Throwable e) {
            putters.serveNext(null); // a comparator failed: the room is for somebody else
            throw e;
        }
        unfinishedTasks++;
        getters.serveNext(null);
    }

    // ---- getting

    /**
     * Takes the next item; waits while there is none.
     *
     * @throws QueueShutDownException if there is none and the queue was shut down, before or
     *     meanwhile
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop
     */
    public final T get() {
        awaitItem();
        return getNowait();
    }

    /** Waits until there is an item; returns false if there will be none. */
    private boolean awaitItem() {
        while (store.isEmpty()) {
            if (isShutdown) {
                return false;
            }
            getters.await();
        }
        return true;
    }

    /**
     * Takes the next item if there is one. Never suspends.
     *
     * @throws QueueEmptyException if there is none
     * @throws QueueShutDownException if there is none and the queue was shut down
     */
    public final T getNowait() {
        assert binding.isConfined() : "a queue was used off its loop";
        if (store.isEmpty()) {
            throw isShutdown ? new QueueShutDownException(this) : new QueueEmptyException(this);
        }
        return take();
    }

    private T take() {
        T item = remove();
        putters.serveNext(null);
        return item;
    }

    private T remove() {
        try {
            return store.remove();
        } catch (Throwable e) {
            getters.serveNext(null); // a comparator failed: the item is for somebody else
            throw e;
        }
    }

    /**
     * The items to come, for a loop: each step takes the next one and waits while there is none,
     * and the loop ends where {@link #get} would throw {@link QueueShutDownException}. Several
     * tasks may iterate; each item goes to one of them.
     *
     * <p>{@code hasNext} waits and takes the item that {@code next} gives. Says nothing about
     * {@link #taskDone}.
     */
    public final Iterable<T> items() {
        return () -> new Items<>(() -> awaitItem() ? getNowait() : null);
    }

    /**
     * Takes all items that are there and adds them to the collection, in the order of {@link #get}.
     * Never suspends; wakes tasks that wait for room.
     *
     * @return how many there were, also if the queue was shut down
     */
    public final int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * {@link #drainTo(Collection)} for so many items at most. An item that the collection refuses
     * stays in the queue.
     */
    public final int drainTo(Collection<? super T> target, int max) {
        assert binding.isConfined() : "a queue was used off its loop";
        int count = 0;
        while (count < max && !store.isEmpty()) {
            T item = remove(); // first, because the collection is user code: it may let others in
            try {
                target.add(item);
            } catch (Throwable e) {
                putBack.accept(item);
                getters.serveNext(null);
                throw e;
            }
            putters.serveNext(null);
            count++;
        }
        return count;
    }

    // ---- knowing what is done

    /**
     * Says that the work for one item that was taken is done. {@link #join} waits until this was
     * called once for each item that was put.
     *
     * @throws IllegalStateException if it was called more often than items were put
     */
    public final void taskDone() {
        assert binding.isConfined() : "a queue was used off its loop";
        if (unfinishedTasks <= 0) {
            throw new IllegalStateException("taskDone() was called too many times: " + this);
        }
        unfinishedTasks--;
        wakeJoinersIfDone();
    }

    private void wakeJoinersIfDone() {
        if (unfinishedTasks == 0) {
            joiners.serveAll(null);
        }
    }

    /**
     * Waits until {@link #taskDone} was called for every item. Does not suspend if there is nothing
     * to wait for.
     *
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop
     */
    public final void join() {
        if (unfinishedTasks > 0) {
            joiners.await();
        }
    }

    // ---- ending

    /** Shuts the queue down; the items in it can still be taken. See {@link #shutdown(boolean)}. */
    public final void shutdown() {
        shutdown(false);
    }

    /**
     * Shuts the queue down, for good. From now on {@code put} throws {@link
     * QueueShutDownException}, and so does {@code get} when the queue is empty. Tasks that wait in
     * these calls are woken and get it too. Never suspends.
     *
     * @param immediate whether to drop the items that are in the queue; they count as done
     */
    public final void shutdown(boolean immediate) {
        assert binding.isConfined() : "a queue was used off its loop";
        isShutdown = true;
        if (immediate) {
            unfinishedTasks = Math.max(0, unfinishedTasks - store.size());
            store.clear();
            wakeJoinersIfDone();
        }
        getters.serveAll(null);
        putters.serveAll(null);
    }

    // ---- looking

    /** How full the queue is and how many tasks wait. */
    public final Statistics statistics() {
        return new Statistics(
                size(),
                maxsize,
                unfinishedTasks,
                getters.unserved(),
                putters.unserved(),
                joiners.unserved(),
                isShutdown);
    }

    /** Never asks the items for their text. */
    @Override
    public final String toString() {
        var text = new StringBuilder("<" + getClass().getSimpleName());
        text.append(" maxsize=").append(maxsize).append(" size=").append(size());
        appendIfAny(text, " getters=", getters.unserved());
        appendIfAny(text, " putters=", putters.unserved());
        appendIfAny(text, " tasks=", unfinishedTasks);
        return text.append(isShutdown ? " shutdown>" : ">").toString();
    }

    private static void appendIfAny(StringBuilder text, String name, int count) {
        if (count > 0) {
            text.append(name).append(count);
        }
    }
}
