package org.asyncio4j;

/**
 * A {@link Semaphore} that never has more permits than at first: a release too many is an error.
 *
 * <pre>{@code
 * var connections = new BoundedSemaphore(5);
 * try (var _ = connections.hold()) {
 *     query();
 * }
 * }</pre>
 *
 * <p>Thread rules and cancellation as in {@link Semaphore}. Models {@code
 * asyncio.BoundedSemaphore}. Differences from asyncio: the error is an {@link
 * IllegalStateException}, in place of a {@code ValueError}.
 */
public final class BoundedSemaphore extends Semaphore {
    /** Makes a semaphore with one permit. */
    public BoundedSemaphore() {
        this(1);
    }

    /**
     * Makes a semaphore with so many permits, now and at most.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public BoundedSemaphore(int value) {
        super(value, value);
    }
}
