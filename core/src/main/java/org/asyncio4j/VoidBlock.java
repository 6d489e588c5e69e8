package org.asyncio4j;

/**
 * Work without a result. The body may suspend when it runs inside a task.
 *
 * @param <X> what the work throws
 */
@FunctionalInterface
public interface VoidBlock<X extends Throwable> {
    /** Does the work. */
    void run() throws X;
}
