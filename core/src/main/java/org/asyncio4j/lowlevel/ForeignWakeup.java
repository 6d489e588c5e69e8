package org.asyncio4j.lowlevel;

/**
 * Says, until it is closed, that a thread outside of a loop is going to wake it. Made by {@link
 * EventLoop#expectForeignWakeup}.
 */
public interface ForeignWakeup extends AutoCloseable {
    /**
     * Takes the word back, from any thread. What the same thread has given to {@link
     * EventLoop#callSoonThreadsafe} before is run first. Closing twice is allowed.
     */
    @Override
    void close();
}
