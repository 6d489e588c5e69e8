package org.asyncio4j;

/**
 * A file cannot be sent by the system over this transport, and nothing else was allowed. Models
 * {@code asyncio.SendfileNotAvailableError}.
 */
public final class SendfileNotAvailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made by the loop. */
    public SendfileNotAvailableException(String message) {
        super(message);
    }
}
