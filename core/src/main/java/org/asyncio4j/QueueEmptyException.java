package org.asyncio4j;

/** {@code getNowait} found nothing in a queue. Unchecked. Models {@code asyncio.QueueEmpty}. */
public final class QueueEmptyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueEmptyException(Object queue) {
        super("the queue is empty: " + queue);
    }
}
