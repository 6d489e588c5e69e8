package org.asyncio4j.test;

import org.asyncio4j.Connection;

import java.io.IOException;

/**
 * Two connections, each of which is the other's peer. What is written to one is read from the
 * other.
 *
 * <p>{@link #close} aborts both and waits until they are closed.
 *
 * @param first one end; where the ends differ, the one that connected
 * @param second the other end; where the ends differ, the one that was accepted
 */
public record StreamPair(Connection first, Connection second) implements AutoCloseable {
    /** The same pair, seen from the other end. */
    public StreamPair swapped() {
        return new StreamPair(second, first);
    }

    /** Aborts both ends. Suspends until that is done. */
    @Override
    public void close() {
        first.abort();
        second.abort();
        waitClosed(first);
        waitClosed(second);
    }

    private static void waitClosed(Connection connection) {
        try {
            connection.writer().waitClosed();
        } catch (IOException e) {
            // It broke before, or now with data unsent, which nobody wants any more.
        }
    }
}
