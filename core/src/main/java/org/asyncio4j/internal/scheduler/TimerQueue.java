package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Random;

/**
 * The pending timers: a binary heap ordered by time, then by age or by lot. Each entry knows its
 * position, so a cancelled timer leaves at once instead of lingering until it is due. Confined to
 * the loop.
 */
final class TimerQueue {
    private TimerCallback[] heap = new TimerCallback[16];
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
            int parent = (hole - 1) >>> 1;
            TimerCallback above = heap[parent];
            if (!isBefore(timer, above)) {
                break;
            }
            place(hole, above);
            hole = parent;
        }
        place(hole, timer);
    }

    private void siftDown(int hole, TimerCallback timer) {
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], timer)) {
                break;
            }
            place(hole, heap[child]);
            hole = child;
        }
        place(hole, timer);
    }

    private static boolean isBefore(TimerCallback a, TimerCallback b) {
        return a.when != b.when ? a.when < b.when : a.rank < b.rank;
    }

    private void place(int index, TimerCallback timer) {
        heap[index] = timer;
        timer.index = index;
    }

    @SuppressWarnings("NullAway") // an unused slot
    private void clear(int index) {
        heap[index] = null;
    }
}
