package org.asyncio4j;

/**
 * A queue was shut down: it takes no more items, or has none left to give. Unchecked. Models {@code
 * asyncio.QueueShutDown}.
 */
public final class QueueShutDownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueShutDownException(Object queue) {
        super("the queue was shut down: " + queue);
    }
}
