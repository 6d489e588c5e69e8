package org.asyncio4j;

import java.util.ArrayList;

/** A collection that others run in the middle of {@code add} of. */
final class SlowCollection<T> extends ArrayList<T> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(T item) {
        Asyncio.sleep(Asyncio.millis(1));
        return super.add(item);
    }
}
