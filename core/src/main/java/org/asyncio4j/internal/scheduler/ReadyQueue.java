package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** A first-in first-out ring of steps that grows by doubling. Confined to the loop. */
final class ReadyQueue {
    private @Nullable Step[] ring = new Step[64];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void push(Step step) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = step;
    }

    /** Puts the step before all others. */
    void pushFirst(Step step) {
        if (size == ring.length) {
            grow();
        }
        head = (head - 1) & (ring.length - 1);
        ring[head] = step;
        size++;
    }

    @Nullable Step peek() {
        return ring[head];
    }

    @Nullable Step poll() {
        Step step = ring[head];
        if (step != null) {
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
        }
        return step;
    }

    /** Removes every occurrence of the step, keeping the order of the rest. */
    void remove(Step step) {
        for (int i = size; i > 0; i--) {
            Step first = poll();
            if (first != null && first != step) {
                push(first);
            }
        }
    }

    private void grow() {
        var larger = new @Nullable Step[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
