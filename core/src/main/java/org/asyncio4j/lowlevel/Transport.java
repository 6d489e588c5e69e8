package org.asyncio4j.lowlevel;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The network's side of a connection: what a {@link Protocol} writes to. Never suspends. Confined
 * to its loop.
 *
 * <p>Models {@code asyncio.Transport}.
 */
public interface Transport {
    /**
     * Sends the bytes: at once as far as the socket takes them, the rest is copied and sent later.
     * After the connection is lost, bytes are dropped.
     *
     * @throws IllegalStateException after {@link #writeEof}
     */
    void write(ByteBuffer data);

    /** Closes the sending side after what was written is sent. */
    void writeEof();

    /** How many bytes wait to be sent. */
    int writeBufferSize();

    /**
     * Sets the marks for {@link Protocol#pauseWriting}: above {@code high}, and for {@link
     * Protocol#resumeWriting}: at {@code low} or below.
     */
    void setWriteBufferLimits(int high, int low);

    /** Stops calling {@link Protocol#dataReceived}, so that the peer has to wait. */
    void pauseReading();

    /** Undoes {@link #pauseReading}. */
    void resumeReading();

    /** Closes after what was written is sent. */
    void close();

    /** Closes at once, dropping what waits to be sent. */
    void abort();

    /** Whether the transport is closing or closed. */
    boolean isClosing();

    /** The address of the other side. */
    SocketAddress remoteAddress();

    /** The address of this side. */
    SocketAddress localAddress();
}
