package org.asyncio4j.lowlevel;

import org.jspecify.annotations.Nullable;

/**
 * What every protocol is told. Callbacks run on the loop, one at a time, and must not suspend.
 *
 * <p>Models {@code asyncio.BaseProtocol}.
 */
public interface BaseProtocol {
    /**
     * Too much waits to be sent: stop writing until {@link #resumeWriting}. Called again for a
     * protocol that becomes that of the transport again meanwhile.
     */
    default void pauseWriting() {}

    /** What waits to be sent is little again. */
    default void resumeWriting() {}

    /**
     * The connection is gone. Called once, after everything else.
     *
     * @param error what broke it, null when it was closed or aborted by us
     */
    default void connectionLost(@Nullable Exception error) {}
}
