package org.asyncio4j;

/**
 * A {@link Barrier} was reset or aborted while a task waited at it, or was broken when it came.
 * Unchecked, unlike {@link java.util.concurrent.BrokenBarrierException}, which is another class:
 * mind the import.
 */
public final class BrokenBarrierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenBarrierException(String message) {
        super(message);
    }
}
