package org.asyncio4j.lowlevel;

/**
 * A callback that was handed to an {@link EventLoop} and may still be taken back.
 *
 * <p>Handles are confined to their loop, except those of {@link EventLoop#callSoonThreadsafe},
 * which any thread may cancel.
 */
public interface Handle {
    /**
     * Takes the callback back. Does nothing when it has run or is running. The callback and what it
     * captured become garbage at once.
     */
    void cancel();

    /** Tells whether {@link #cancel} came before the callback ran. */
    boolean isCancelled();
}
