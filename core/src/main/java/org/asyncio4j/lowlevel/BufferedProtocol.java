package org.asyncio4j.lowlevel;

import java.nio.ByteBuffer;

/**
 * A protocol that says where received bytes go, which saves copying them. Transports that know of
 * it read straight into its buffers; others feed it through {@link #dataReceived}.
 *
 * <p>Models {@code asyncio.BufferedProtocol}.
 */
public interface BufferedProtocol extends Protocol {
    /**
     * A buffer for what comes next, which is put at its position. It belongs to the transport until
     * {@link #bufferUpdated}; more than one may be asked for without an update between.
     *
     * @param sizeHint how many bytes are expected, -1 if that is not known; the buffer may be
     *     smaller or larger
     * @return a buffer with room for a byte at least; none is an error that ends the connection
     */
    ByteBuffer getBuffer(int sizeHint);

    /**
     * So many bytes were put into the buffer asked for last, whose position has moved past them.
     */
    void bufferUpdated(int count);

    /** Copies the bytes into the protocol's own buffers. */
    @Override
    default void dataReceived(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer target = getBuffer(data.remaining());
            int count = Math.min(target.remaining(), data.remaining());
            if (count == 0) {
                throw new IllegalStateException("getBuffer() returned a buffer without room");
            }
            target.put(target.position(), data, data.position(), count);
            target.position(target.position() + count);
            data.position(data.position() + count);
            bufferUpdated(count);
        }
    }
}
