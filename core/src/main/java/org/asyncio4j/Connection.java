package org.asyncio4j;

import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
    private final StreamReader reader;
    private final StreamWriter writer;

    /** What was connected to, null if that is not known or has no name. */
    private final @Nullable String host;

    Connection(StreamProtocol protocol) {
        this(protocol, null);
    }

    Connection(StreamProtocol protocol, @Nullable String host) {
        this.protocol = protocol;
        this.reader = new StreamReader(protocol.input(), this);
        this.writer = new StreamWriter(protocol, this);
        protocol.watch(this);
        this.host = host;
    }

    /**
     * Takes a live transport over as a stream: replaces its protocol. For transports that somebody
     * else made; {@link org.asyncio4j.lowlevel.EventLoop#createConnection} gives the loop's own.
     * What the transport had given its protocol before is not seen. Reading goes on if the old
     * protocol had paused it, which is how to hand a transport over without losing anything.
     *
     * @throws IllegalStateException if the transport is closing or lost
     */
    public static Connection over(Transport transport) {
        return over(transport, UnaryOperator.identity());
    }

    /** {@link #over(Transport)} with options, of which the limit matters. */
    public static Connection over(Transport transport, UnaryOperator<ConnectionOptions> configure) {
        int limit = configure.apply(ConnectionOptions.DEFAULT).limit();
        if (transport.isClosing()) {
            throw new IllegalStateException("the transport is closing: " + transport);
        }
        var protocol = new StreamProtocol(Loop.running(), limit, null);
        transport.setProtocol(protocol);
        protocol.connectionMade(transport);
        transport.resumeReading();
        return new Connection(protocol);
    }

    /** What the peer sends. */
    public StreamReader reader() {
        return reader;
    }

    /** What is sent to the peer. */
    public StreamWriter writer() {
        return writer;
    }

    /** The address of the peer: of TCP an {@link java.net.InetSocketAddress}. */
    public SocketAddress remoteAddress() {
        return protocol.transport().remoteAddress();
    }

    /** The address of this side. */
    public SocketAddress localAddress() {
        return protocol.transport().localAddress();
    }

    /** What TLS has agreed on, empty for a connection in the clear. */
    public Optional<TlsInfo> tls() {
        return protocol.transport().tls();
    }

    /**
     * {@link #startTls(TlsContext, String)} with the server's name, or address, that {@link
     * Asyncio#openConnection} was given.
     */
    public void startTls(TlsContext context) throws IOException {
        protocol.startTls(context, host);
    }

    /**
     * Goes on in TLS, for protocols in which that is agreed on in the clear (STARTTLS): sends what
     * was written, and suspends until the handshake is done. Reader and writer stay the same. What
     * the peer has sent and nobody has read is taken for a part of TLS, never given to the reader.
     * May be called on a connection that has TLS, for more of it inside.
     *
     * <p>Cancellation, and any failure: the connection is closed, so nothing is ever sent or read
     * in the clear afterwards.
     *
     * @param context how to speak TLS, and on which side
     * @param serverName what the server's certificate has to be for; null on the server's side, or
     *     if that is not checked
     * @throws javax.net.ssl.SSLException if the handshake fails; a {@link
     *     javax.net.ssl.SSLPeerUnverifiedException} for a certificate that is not accepted
     * @throws IllegalStateException if another task is reading, sending a file or starting TLS; if
     *     it was so when this was called, the connection is left as it is
     */
    public void startTls(TlsContext context, @Nullable String serverName) throws IOException {
        protocol.startTls(context, serverName);
    }

    /** Whether the connection is gone, and its reader and writer were told. */
    boolean isLost() {
        return protocol.isLost();
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
