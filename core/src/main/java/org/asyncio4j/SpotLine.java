package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait at one side of a {@link Channel}, in the order they came. A task may be in
 * several lines at once, and in one more than once, by a {@code select}.
 *
 * <p>Who is served leaves the line at once. Who was cancelled, or served elsewhere, leaves it when
 * its task runs, and is passed over until then.
 */
final class SpotLine<T> {
    private @Nullable Spot<T> first;
    private @Nullable Spot<T> last;

    /** Puts a task at the end of the line. */
    Spot<T> add(Waiter<Entry> choice, Object end, @Nullable T item) {
        var spot = new Spot<>(this, choice, end, item);
        spot.isLinked = true;
        spot.previous = last;
        if (last == null) {
            first = spot;
        } else {
            last.next = spot;
        }
        last = spot;
        return spot;
    }

    /** Does nothing if it has left already. */
    void remove(Spot<T> spot) {
        if (!spot.isLinked) {
            return;
        }
        spot.isLinked = false;
        if (spot.previous == null) {
            first = spot.next;
        } else {
            spot.previous.next = spot.next;
        }
        if (spot.next == null) {
            last = spot.previous;
        } else {
            spot.next.previous = spot.previous;
        }
    }

    /** Who has waited longest. */
    @Nullable Spot<T> first() {
        while (first != null && first.isSettled()) {
            remove(first);
        }
        return first;
    }

    /** Wakes all who wait, or only those who wait with one end. */
    void wake(@Nullable Object end) {
        for (Spot<T> spot = first; spot != null; spot = spot.next) {
            if (end == null || end == spot.end) {
                spot.wake();
            }
        }
    }

    /** How many wait. */
    int count() {
        int count = 0;
        for (Spot<T> spot = first; spot != null; spot = spot.next) {
            if (!spot.isSettled()) {
                count++;
            }
        }
        return count;
    }
}
