package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A task's place in a {@link SpotLine}, with the item that it sends or has received. */
final class Spot<T> extends Entry {
    private final SpotLine<T> line;

    /** The end of the channel that the task uses: concerns it when closed. */
    final Object end;

    /** Null while it waits to receive. */
    private @Nullable T item;

    /** Neighbours in the line. */
    @Nullable Spot<T> previous;

    @Nullable Spot<T> next;

    /** Whether it is in the line. */
    boolean isLinked;

    Spot(SpotLine<T> line, Waiter<Entry> choice, Object end, @Nullable T item) {
        super(choice);
        this.line = line;
        this.end = end;
        this.item = item;
    }

    /** Hands an item to the task, which waits to receive. */
    void give(T received) {
        line.remove(this);
        item = received;
        serve();
    }

    /** Takes the item of the task, which waits to send. */
    T take() {
        line.remove(this);
        serve();
        return item();
    }

    T item() {
        return Objects.requireNonNull(item);
    }

    @Override
    Object value() {
        return item();
    }

    @Override
    void leave() {
        line.remove(this);
    }
}
