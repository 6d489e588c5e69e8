package org.asyncio4j;

import java.util.ArrayDeque;
import java.util.Collections;

/**
 * A {@link Queue} that gives the item that was put last.
 *
 * <p>Models {@code asyncio.LifoQueue}.
 *
 * @param <T> the type of the items
 */
public final class LifoQueue<T> extends Queue<T> {
    /** Makes a queue for any number of items. */
    public LifoQueue() {
        this(0);
    }

    /**
     * Makes a queue with room for the given number of items.
     *
     * @param maxsize zero or less for any number
     */
    public LifoQueue(int maxsize) {
        this(maxsize, Collections.asLifoQueue(new ArrayDeque<>()));
    }

    private LifoQueue(int maxsize, java.util.Queue<T> store) {
        super(maxsize, store, store::add);
    }
}
