package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Something to wait for: a {@link Coroutine}, a {@link Future} or a {@link Task}.
 *
 * <p>An awaitable is a {@link Block}, so every call that takes work takes it.
 *
 * @param <T> the type of the result
 */
public sealed interface Awaitable<T extends @Nullable Object> extends Block<T, RuntimeException>
        permits Coroutine, Future {
    /**
     * Suspends the current task until the result is there and returns it.
     *
     * <p>A failure is thrown as the very object the work failed with, checked exceptions included,
     * although they are not declared here. To catch one by name, call {@link
     * Asyncio#await(Awaitable, Class)}.
     *
     * @throws CancelledError if what is awaited, or the task that waits, was cancelled
     * @throws IllegalStateException if it would have to suspend and no task is running
     */
    @Override
    T await();
}
