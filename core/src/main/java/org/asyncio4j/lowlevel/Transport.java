package org.asyncio4j.lowlevel;

import org.asyncio4j.TlsInfo;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The network's side of a connection: what a {@link Protocol} writes to. Never suspends. Confined
 * to its loop. Anybody may write one; {@link org.asyncio4j.Connection#over} makes a stream of it.
 *
 * <p>Models {@code asyncio.Transport}.
 */
public interface Transport extends BaseTransport {
    // ---- writing

    /**
     * Sends the bytes: at once as far as the socket takes them, the rest is copied and sent later.
     * After the connection is lost, bytes are dropped, with a warning in the log if that goes on.
     * The buffer is read to its end either way.
     *
     * @throws IllegalStateException after {@link #writeEof}
     */
    void write(ByteBuffer data);

    /** Sends the buffers one after the other, as {@link #write} does. */
    default void writeAll(List<ByteBuffer> data) {
        data.forEach(this::write);
    }

    /**
     * Closes the sending side after what was written is sent.
     *
     * @throws UnsupportedOperationException if this transport cannot ({@link #canWriteEof})
     */
    void writeEof();

    /** Whether the sending side can be closed alone. TLS before 1.3 cannot. */
    default boolean canWriteEof() {
        return true;
    }

    // ---- reading

    /** Stops calling {@link Protocol#dataReceived}, so that the peer has to wait. */
    void pauseReading();

    /** Undoes {@link #pauseReading}. */
    void resumeReading();

    /** Whether what comes is given to the protocol: not paused, not closing. */
    boolean isReading();

    // ---- the protocol

    /** Who is told what happens from now on. */
    Protocol protocol();

    /**
     * Tells another protocol what happens from now on. It is not told that the connection was made,
     * but at once to pause if writing is paused. Whether reading is paused stays as it is.
     */
    void setProtocol(Protocol protocol);

    // ---- what is known of it

    /** The address of the other side. */
    SocketAddress remoteAddress();

    /** The address of this side. */
    SocketAddress localAddress();

    /** What TLS has agreed on, empty for a connection in the clear. */
    default Optional<TlsInfo> tls() {
        return Optional.empty();
    }
}
