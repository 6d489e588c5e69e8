package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** Where a generator's values come from: a body, or something that needs none. */
sealed interface ValueSource permits GeneratorCore, Stage {
    /** What {@link #advance} returns when there are no more. */
    Object ENDED = new Object();

    /**
     * Gives the next value.
     *
     * @param handle what the program holds on to: when that is garbage, the source is closed
     * @param sent the result of the yield that the body is at
     * @param toThrow what is thrown by that yield instead; null for nothing
     * @return what was yielded, or {@link #ENDED}
     */
    @Nullable Object advance(Object handle, @Nullable Object sent, @Nullable Throwable toThrow);

    /**
     * Checks that it rests where the caller may advance it.
     *
     * @throws IllegalStateException if not
     */
    default void checkAtRest() {}

    /** Ends it where it is. */
    void close(Object handle);

    /** What a body has returned, once. */
    default @Nullable Object takeReturned() {
        return null;
    }
}
