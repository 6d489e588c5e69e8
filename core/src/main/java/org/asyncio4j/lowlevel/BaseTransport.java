package org.asyncio4j.lowlevel;

/**
 * What every transport can. Never suspends. Confined to its loop.
 *
 * <p>Models {@code asyncio.BaseTransport}. Difference: typed methods in place of {@code
 * get_extra_info} and its string keys.
 */
public interface BaseTransport {
    /** Closes after what was written is sent. Closing twice is allowed. */
    void close();

    /** Closes at once, dropping what waits to be sent. */
    void abort();

    /** Whether the transport is closing or closed. */
    boolean isClosing();

    /** How many bytes wait to be sent. */
    int writeBufferSize();

    /** The marks of {@link BaseProtocol#pauseWriting} and {@link BaseProtocol#resumeWriting}. */
    BufferLimits writeBufferLimits();

    /** Sets {@link #writeBufferLimits}; pauses at once if more waits than the new high mark. */
    void setWriteBufferLimits(BufferLimits limits);
}
