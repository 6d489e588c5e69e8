package org.asyncio4j;

/**
 * An end of a {@link Channel} was used after it had been closed, or was closed while a task waited
 * with it. Unchecked. Models {@code trio.ClosedResourceError}.
 */
public final class ChannelClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChannelClosedException(String message) {
        super(message);
    }
}
