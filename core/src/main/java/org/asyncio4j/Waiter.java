package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A task's place in a {@link WaitingLine}. What it is waiting for is handed to it by completing it,
 * or it is cancelled, whichever comes first; both are final.
 */
final class Waiter<T extends @Nullable Object> extends Future<T> {
    final WaitingLine<T> line;

    /** Neighbours in the line. */
    @Nullable Waiter<T> previous;

    @Nullable Waiter<T> next;

    Waiter(Loop loop, WaitingLine<T> line) {
        super(loop);
        this.line = line;
    }

    @Override
    String label() {
        return line.owner().toString();
    }
}
