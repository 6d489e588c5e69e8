package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** A function of three arguments, for {@code gather} to combine its results with. */
@FunctionalInterface
public interface Function3<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        R extends @Nullable Object> {
    /** Applies the function. */
    R apply(A a, B b, C c);
}
