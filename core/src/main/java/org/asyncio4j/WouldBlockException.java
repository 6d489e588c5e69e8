package org.asyncio4j;

/** What was asked for is not to be had without waiting. Models {@code anyio.WouldBlock}. */
public final class WouldBlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WouldBlockException(String message) {
        super(message);
    }
}
