package org.asyncio4j.lowlevel;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The network's side of a datagram socket. Never suspends. Confined to its loop.
 *
 * <p>Models {@code asyncio.DatagramTransport}.
 */
public interface DatagramTransport extends BaseTransport {
    /**
     * Sends a datagram, which may be empty: at once if the socket takes it, else a copy later. What
     * the system objects to is told by {@link DatagramProtocol#errorReceived}.
     *
     * <p>Difference from asyncio: an empty datagram on a connected socket is such an error, because
     * the JDK does not send it.
     *
     * @param receiver null on a connected socket, for its peer
     * @throws IllegalArgumentException if a connected socket is given another address than its
     *     peer's, or one that is not connected none
     */
    void sendTo(ByteBuffer data, @Nullable SocketAddress receiver);

    /** The address of this side. */
    SocketAddress localAddress();

    /** The peer of a connected socket, null for one that talks to anybody. */
    @Nullable SocketAddress remoteAddress();
}
