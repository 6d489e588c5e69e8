package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A task's place in a line for a synchronisation primitive. What it is waiting for is handed to it
 * by completing it, or it is cancelled, whichever comes first; both are final.
 */
final class Waiter<T extends @Nullable Object> extends Future<T> {
    private final Object owner;

    /** Neighbours in a {@link WaitingLine}. */
    @Nullable Waiter<T> previous;

    @Nullable Waiter<T> next;

    /** For the primitive given, which it is described with. */
    Waiter(Loop loop, Object owner) {
        super(loop);
        this.owner = owner;
    }

    @Override
    String label() {
        return owner.toString();
    }
}
