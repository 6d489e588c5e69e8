package org.asyncio4j.lowlevel;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The user's side of a datagram socket: told what happens, by callbacks on the loop, which must not
 * suspend.
 *
 * <p>Models {@code asyncio.DatagramProtocol}.
 */
public interface DatagramProtocol extends BaseProtocol {
    /** The socket is there. Called once, before anything else. */
    default void connectionMade(DatagramTransport transport) {}

    /** A datagram has come. The buffer is lent for the duration of the call. */
    default void datagramReceived(ByteBuffer data, SocketAddress sender) {}

    /** A datagram could not be sent or received. The socket goes on. */
    default void errorReceived(IOException error) {}
}
