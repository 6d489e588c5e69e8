package org.asyncio4j;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A two-way stream of bytes between two programs, made by {@link Asyncio#openConnection} or given
 * to a {@link ConnectionHandler}. Confined to its loop.
 *
 * <pre>{@code
 * try (var connection = openConnection("example.com", 80)) {
 *     connection.writer().write("HEAD / HTTP/1.0\r\n\r\n");
 *     IO.println(connection.reader().readLine());
 * }
 * }</pre>
 */
public final class Connection implements AutoCloseable {
    private final StreamProtocol protocol;
    private final StreamWriter writer;

    Connection(StreamProtocol protocol) {
        this.protocol = protocol;
        this.writer = new StreamWriter(protocol);
    }

    /** What the peer sends. */
    public StreamReader reader() {
        return protocol.reader();
    }

    /** What is sent to the peer. */
    public StreamWriter writer() {
        return writer;
    }

    /** The address of the peer. */
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) protocol.transport().remoteAddress();
    }

    /** The address of this side. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) protocol.transport().localAddress();
    }

    /** Whether the connection is closing, closed or lost. */
    public boolean isClosing() {
        return writer.isClosing();
    }

    /**
     * Sends what was written, closes the connection and suspends until that is done. Closing twice
     * is allowed.
     *
     * <p>Cancellation: if the wait is cancelled, what is unsent is dropped and the connection is
     * closed at once.
     *
     * @throws IOException if the connection broke before everything written was sent
     */
    @Override
    public void close() throws IOException {
        writer.close();
        try {
            writer.waitClosed();
        } catch (CancelledError e) {
            abort();
            throw e;
        }
    }

    /** Closes at once, dropping what is unsent. Never suspends. */
    public void abort() {
        protocol.abort();
    }

    @Override
    public String toString() {
        return "<Connection " + protocol.transport() + ">";
    }
}
