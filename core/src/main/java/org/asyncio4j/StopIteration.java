package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;

/**
 * A generator has ended and yields no more. Carries what its body returned.
 *
 * <p>Models {@code StopIteration}, and {@code StopAsyncIteration}.
 */
public final class StopIteration extends NoSuchElementException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // whatever the body returned
    private final @Nullable Object value;

    StopIteration(@Nullable Object value) {
        super("the generator has ended");
        this.value = value;
    }

    /** What the body returned; null if it returned nothing, or has been asked before. */
    public @Nullable Object value() {
        return value;
    }
}
