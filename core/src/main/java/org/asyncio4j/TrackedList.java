package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * What a loop would have to report as neglected if it closed now, linked through its members.
 * Confined to the loop.
 */
final class TrackedList {
    private @Nullable Tracked first;
    private @Nullable Tracked last;

    void add(Tracked tracked) {
        tracked.previous = last;
        if (last == null) {
            first = tracked;
        } else {
            last.next = tracked;
        }
        last = tracked;
    }

    /** Does nothing if it is not in the list. */
    void remove(Tracked tracked) {
        if (tracked.previous != null) {
            tracked.previous.next = tracked.next;
        } else if (first == tracked) {
            first = tracked.next;
        } else {
            return;
        }
        if (tracked.next != null) {
            tracked.next.previous = tracked.previous;
        } else {
            last = tracked.previous;
        }
        tracked.previous = null;
        tracked.next = null;
    }

    /** Reports all, which takes them out. */
    void expireAll() {
        while (first != null) {
            first.expire();
        }
    }
}
