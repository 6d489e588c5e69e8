package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Work with a result: a lambda, a method reference, or any {@link Awaitable}. The body may suspend
 * when it runs inside a task.
 *
 * @param <T> the type of the result
 * @param <X> what the work throws
 */
@FunctionalInterface
public interface Block<T extends @Nullable Object, X extends Throwable> {
    /** Does the work. */
    T await() throws X;
}
