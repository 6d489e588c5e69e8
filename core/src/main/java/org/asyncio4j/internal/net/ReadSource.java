package org.asyncio4j.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A transport that has something to read, as it shows itself to a {@link PullingProtocol}. */
public interface ReadSource {
    /** Takes what was read. */
    @FunctionalInterface
    interface Receiver {
        /** The buffer is lent for the duration of the call, which must not suspend. */
        void accept(ByteBuffer data) throws IOException;
    }

    /**
     * Reads once and lends what has come. If that is nothing, or reading was paused meanwhile, the
     * receiver is not called; if it is the end or an error, the protocol is told of it.
     *
     * @throws IOException what the receiver threw
     */
    void read(Receiver receiver) throws IOException;
}
