package org.asyncio4j.test;

import java.io.IOException;

/**
 * What a conformance suite of streams has to be told. Implemented by a test class together with a
 * suite: see {@link StreamConformance} for an example.
 */
public interface StreamsUnderTest {
    /**
     * Connects two ends, in the task of a test; may suspend. What it starts beyond the two
     * connections it ends by itself, at the latest when both are closed: tasks that are left fail
     * the test.
     *
     * @return a fresh pair, which the suite closes
     */
    StreamPair connect() throws IOException;

    /** Whether one direction can be closed alone. If not, {@code writeEof} must say so. */
    default boolean canHalfClose() {
        return true;
    }

    /** The limit of the connections' readers, in bytes. */
    default int limit() {
        return 64 * 1024;
    }

    /**
     * More bytes than both ends and what is between them hold when nobody reads. The suite checks
     * that, and sends as much: the smaller the faster. The default is enough for the systems'
     * socket buffers.
     */
    default int large() {
        return 16 << 20;
    }
}
