package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * What a task waits on at a primitive: what it is waiting for is handed to it by completing this,
 * or it is cancelled, whichever comes first; both are final. So whoever waits for several things
 * gets one of them.
 */
final class Waiter<T extends @Nullable Object> extends Future<T> {
    private final Object owner;

    /** Neighbours in a {@link WaitingLine}. */
    @Nullable Waiter<T> previous;

    @Nullable Waiter<T> next;

    /**
     * A wait at the given thing.
     *
     * @param owner whose {@code toString} says what is awaited
     */
    Waiter(Loop loop, Object owner) {
        super(loop);
        this.owner = owner;
    }

    @Override
    String label() {
        return owner.toString();
    }
}
