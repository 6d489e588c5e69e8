package org.asyncio4j;

/**
 * Work without a result that is told about the block it runs in, such as a {@link TaskGroup}.
 *
 * @param <S> the type of the block
 * @param <X> what the work throws
 */
@FunctionalInterface
public interface ScopedVoidBlock<S, X extends Throwable> {
    /** Does the work. */
    void run(S scope) throws X;
}
