package org.asyncio4j.internal.file;

import org.asyncio4j.Block;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Lines for a for-each. What reading throws comes out as it is. */
public final class LineIterator implements Iterator<String> {
    private final Block<@Nullable String, RuntimeException> source;
    private @Nullable String next;
    private boolean ended;

    /** The lines of the source, which ends with null. */
    @SuppressWarnings("unchecked") // lets checked exceptions pass through Iterator
    public LineIterator(Block<@Nullable String, IOException> source) {
        this.source =
                (Block<@Nullable String, RuntimeException>) (Block<@Nullable String, ?>) source;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = source.await();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("there are no more lines");
        }
        String line = next;
        next = null;
        return line;
    }
}
