package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * How a task that was started by {@link TaskGroup#start} says that it is ready.
 *
 * <p>Confined to the loop. Named after trio's.
 *
 * @param <T> what {@code start} returns: a port, say
 */
public interface TaskStatus<T extends @Nullable Object> {
    /**
     * Lets {@link TaskGroup#start} return the value. The task goes on.
     *
     * @throws IllegalStateException if it was called before
     */
    void started(T value);
}
