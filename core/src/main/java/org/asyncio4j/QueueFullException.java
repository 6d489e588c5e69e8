package org.asyncio4j;

/** {@code putNowait} found no room in a queue. Unchecked. Models {@code asyncio.QueueFull}. */
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueFullException(Object queue) {
        super("the queue is full: " + queue);
    }
}
