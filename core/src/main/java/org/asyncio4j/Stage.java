package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.function.Supplier;

/**
 * Values that are pulled from something else as they are asked for, in the task of whoever asks.
 * Unlike a body this needs no thread, and costs no switch. To be used by one thread at a time.
 */
final class Stage implements ValueSource {
    /** Gives the next value, or {@link ValueSource#ENDED}. */
    @FunctionalInterface
    interface Pull {
        @Nullable Object pull();
    }

    private final String name;
    private final Pull pull;
    private final Runnable closeSource;
    private boolean ended;

    /**
     * @param closeSource called once, at the end or at a close
     */
    Stage(String name, Pull pull, Runnable closeSource) {
        this.name = name;
        this.pull = pull;
        this.closeSource = closeSource;
    }

    /** The values of an iterator, which is made when the first one is asked for. */
    static Stage of(Supplier<? extends Iterator<?>> source, Runnable closeSource) {
        return new Stage("from an iterator", new IteratorPull(source), closeSource);
    }

    private static final class IteratorPull implements Pull {
        private final Supplier<? extends Iterator<?>> source;
        private @Nullable Iterator<?> values;

        IteratorPull(Supplier<? extends Iterator<?>> source) {
            this.source = source;
        }

        @Override
        public @Nullable Object pull() {
            if (values == null) {
                values = source.get();
            }
            return values.hasNext() ? values.next() : ENDED;
        }
    }

    @Override
    public @Nullable Object advance(
            Object handle, @Nullable Object sent, @Nullable Throwable toThrow) {
        if (ended && toThrow == null) {
            return ENDED;
        }
        try {
            if (toThrow != null) {
                throw toThrow;
            }
            Object value = pull.pull();
            if (value == ENDED) {
                close(handle);
            }
            return value;
        } catch (Throwable e) {
            closeAfter(e, handle);
            throw Works.sneaky(e);
        }
    }

    private void closeAfter(Throwable error, Object handle) {
        try {
            close(handle);
        } catch (Throwable e) {
            if (e != error) {
                error.addSuppressed(e);
            }
        }
    }

    @Override
    public void close(Object handle) {
        if (!ended) {
            ended = true;
            closeSource.run();
        }
    }

    @Override
    public String toString() {
        return "<generator " + name + ">";
    }
}
