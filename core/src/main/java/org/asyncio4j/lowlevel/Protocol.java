package org.asyncio4j.lowlevel;

import java.nio.ByteBuffer;

/**
 * The user's side of a connection: told what happens, by callbacks on the loop. Callbacks must not
 * suspend. An exception thrown by one goes to the loop's exception handler and closes the
 * connection; from {@link #pauseWriting} and {@link #resumeWriting} it is only reported.
 *
 * <p>Models {@code asyncio.Protocol}.
 */
public interface Protocol extends BaseProtocol {
    /** The connection is there. Called once, before anything else. */
    default void connectionMade(Transport transport) {}

    /** Bytes have come. The buffer is lent for the duration of the call. */
    default void dataReceived(ByteBuffer data) {}

    /**
     * The peer will send no more.
     *
     * @return whether to keep the connection open for writing
     */
    default boolean eofReceived() {
        return false;
    }
}
