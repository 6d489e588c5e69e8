package org.asyncio4j;

/**
 * Nothing will come any more: all senders of the {@link Channel} are closed, and all that was sent
 * has been received. Unchecked. Models {@code trio.EndOfChannel}.
 */
public final class EndOfChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndOfChannelException() {
        super("all senders of the channel are closed");
    }
}
