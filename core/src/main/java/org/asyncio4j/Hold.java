package org.asyncio4j;

/**
 * Something that is held until it is closed, made for try-with-resources.
 *
 * <pre>{@code
 * try (var _ = lock.hold()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>What the words {@code async with lock} are in Python. Confined to the loop like what it holds.
 */
public interface Hold extends AutoCloseable {
    /** Gives back what is held. Never suspends. Closing twice is allowed and does nothing more. */
    @Override
    void close();
}
