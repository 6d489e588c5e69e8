package org.asyncio4j.lowlevel;

import java.io.IOException;

/**
 * The watch over a channel that one owner has to itself, made by {@link EventLoop#watch}. While it
 * is open, all calls of the loop that name the channel are refused, so that nobody reads a
 * transport's bytes or takes its place by mistake. Confined to its loop.
 *
 * <p>asyncio has this for its own transports only.
 */
public interface ChannelWatch extends AutoCloseable {
    /** {@link EventLoop#addReader} for the owner. */
    void addReader(Runnable callback) throws IOException;

    /** Ends {@link #addReader}; tells whether there was anything to end. */
    boolean removeReader();

    /** {@link EventLoop#addWriter} for the owner. */
    void addWriter(Runnable callback) throws IOException;

    /** Ends {@link #addWriter}; tells whether there was anything to end. */
    boolean removeWriter();

    /** Gives the channel up. It is not closed. Closing twice is allowed. */
    @Override
    void close();
}
