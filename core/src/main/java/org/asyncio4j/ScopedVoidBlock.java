package org.asyncio4j;

/**
 * Work without a result that is given something: the block it runs in, such as a {@link TaskGroup},
 * or what {@link Asyncio#select} has come by.
 *
 * @param <S> the type of what it is given
 * @param <X> what the work throws
 */
@FunctionalInterface
public interface ScopedVoidBlock<S, X extends Throwable> {
    /** Does the work. */
    void run(S scope) throws X;
}
