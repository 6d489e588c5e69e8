package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Random;

/**
 * The pending timers: a heap ordered by time, then by age or by lot. Each entry knows its position,
 * so a cancelled timer leaves at once instead of lingering until it is due. Confined to the loop.
 *
 * <p>What is in the heap's way down is mostly not in a cache, so the heap is flat, with four
 * children to each entry, and the times that are compared lie side by side in an array of their
 * own.
 */
final class TimerQueue {
    private static final int CHILDREN = 4;

    private TimerCallback[] heap = new TimerCallback[16];

    /** When each entry of the heap is due. */
    private long[] times = new long[heap.length];

    private int size;
    private long nextRank;

    /** Orders timers that are due at one time; null for the order they were made in. */
    private @Nullable Random lots;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    @Nullable TimerCallback first() {
        return heap[0];
    }

    void shuffleTies(Random random) {
        lots = random;
    }

    void add(TimerCallback timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        timer.rank = lots == null ? nextRank++ : lots.nextLong();
        siftUp(size++, timer);
    }

    /** Removes the timer if it is still here. */
    void remove(TimerCallback timer) {
        int hole = timer.index;
        if (hole < 0) {
            return;
        }
        timer.index = -1;
        TimerCallback last = heap[--size];
        clear(size);
        if (last != timer) {
            siftDown(hole, last);
            if (last.index == hole) {
                siftUp(hole, last);
            }
        }
    }

    /** Moves what is due at {@code now} to the ready queue. */
    void moveDue(long now, ReadyQueue ready) {
        for (TimerCallback first = first(); first != null && first.when <= now; first = first()) {
            remove(first);
            ready.push(first);
        }
    }

    private void siftUp(int hole, TimerCallback timer) {
        while (hole > 0) {
            int parent = (hole - 1) / CHILDREN;
            if (!isBefore(timer.when, timer, parent)) {
                break;
            }
            place(hole, heap[parent]);
            hole = parent;
        }
        place(hole, timer);
    }

    private void siftDown(int hole, TimerCallback timer) {
        for (int child = firstChild(hole); child < size; child = firstChild(hole)) {
            int first = child;
            int end = Math.min(child + CHILDREN, size);
            for (int other = child + 1; other < end; other++) {
                if (isBefore(times[other], heap[other], first)) {
                    first = other;
                }
            }
            if (isBefore(timer.when, timer, first)) {
                break;
            }
            place(hole, heap[first]);
            hole = first;
        }
        place(hole, timer);
    }

    private static int firstChild(int index) {
        return CHILDREN * index + 1;
    }

    /** Whether the timer, due at that time, comes before an entry of the heap. */
    private boolean isBefore(long when, TimerCallback timer, int index) {
        return when != times[index] ? when < times[index] : timer.rank < heap[index].rank;
    }

    private void place(int index, TimerCallback timer) {
        heap[index] = timer;
        times[index] = timer.when;
        timer.index = index;
    }

    @SuppressWarnings("NullAway") // an unused slot
    private void clear(int index) {
        heap[index] = null;
    }
}
