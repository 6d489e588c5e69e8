package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Work with a result that is given something: the block it runs in, such as a {@link TaskGroup}, or
 * what {@link Asyncio#select} has come by.
 *
 * <p>Extends {@link ScopedVoidBlock} so that the compiler can prefer it where a lambda would do for
 * both: {@code taskGroup(g -> g.createTask(() -> 1))}.
 *
 * @param <S> the type of what it is given
 * @param <T> the type of the result
 * @param <X> what the work throws
 */
@FunctionalInterface
public interface ScopedBlock<S, T extends @Nullable Object, X extends Throwable>
        extends ScopedVoidBlock<S, X> {
    /** Does the work. */
    T call(S scope) throws X;

    @Override
    default void run(S scope) throws X {
        call(scope);
    }
}
