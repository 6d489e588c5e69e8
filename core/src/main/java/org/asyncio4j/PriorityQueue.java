package org.asyncio4j;

import java.util.Comparator;

/**
 * A {@link Queue} that gives the least item first; among equal ones the one that was put first.
 *
 * <pre>{@code
 * record Job(int priority, String name) {}
 * var jobs = new PriorityQueue<Job>(Comparator.comparingInt(Job::priority));
 * jobs.put(new Job(2, "sweep"));
 * jobs.put(new Job(1, "cook"));
 * IO.println(jobs.get().name());      // cook
 * }</pre>
 *
 * <p>An item must not change its rank while it is in the queue. If the comparison of two items
 * throws, so does the call that made it, be it {@code put} or {@code get}, and the queue is as it
 * was before: the new item is not in it, or the item is still there.
 *
 * <p>Models {@code asyncio.PriorityQueue}. Difference: it keeps equal items in order, where asyncio
 * wants them numbered.
 *
 * @param <T> the type of the items
 */
public final class PriorityQueue<T> extends Queue<T> {
    /** Makes a queue for any number of items that are {@link Comparable} with each other. */
    public PriorityQueue() {
        this(0);
    }

    /**
     * Makes a queue with room for the given number of items, which are {@link Comparable} with each
     * other. To put others throws {@link ClassCastException}.
     *
     * @param maxsize zero or less for any number
     */
    @SuppressWarnings("unchecked")
    public PriorityQueue(int maxsize) {
        this(maxsize, (Comparator<T>) Comparator.naturalOrder());
    }

    /** Makes a queue for any number of items, in the order of the comparator. */
    public PriorityQueue(Comparator<? super T> comparator) {
        this(0, comparator);
    }

    /**
     * Makes a queue with room for the given number of items, in the order of the comparator.
     *
     * @param maxsize zero or less for any number
     */
    public PriorityQueue(int maxsize, Comparator<? super T> comparator) {
        this(maxsize, new Heap<>(comparator));
    }

    private PriorityQueue(int maxsize, Heap<T> heap) {
        super(maxsize, heap, heap::putBack);
    }
}
