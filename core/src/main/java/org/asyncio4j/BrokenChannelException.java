package org.asyncio4j;

/**
 * Nobody will receive what is sent: all receivers of the {@link Channel} are closed. Unchecked.
 * Models {@code trio.BrokenResourceError}.
 */
public final class BrokenChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenChannelException() {
        super("all receivers of the channel are closed");
    }
}
