package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Items as they come, for a for-each. {@link #hasNext} takes the item that {@link #next} gives: one
 * that it had only seen could be gone by then.
 */
final class Items<T> implements Iterator<T> {
    private final Supplier<@Nullable T> takeOrNull;
    private @Nullable T taken;

    /**
     * Makes an iterator.
     *
     * @param takeOrNull waits for an item; null if none will come
     */
    Items(Supplier<@Nullable T> takeOrNull) {
        this.takeOrNull = takeOrNull;
    }

    @Override
    public boolean hasNext() {
        if (taken == null) {
            taken = takeOrNull.get();
        }
        return taken != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more items will come");
        }
        T item = Objects.requireNonNull(taken);
        taken = null;
        return item;
    }
}
