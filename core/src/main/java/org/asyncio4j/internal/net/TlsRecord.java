package org.asyncio4j.internal.net;

import java.nio.ByteBuffer;

/**
 * The beginning of a TLS record whose rest has not come: all that a connection keeps between two
 * reads. Holds no more room than the record needs.
 */
final class TlsRecord {
    private static final int HEADER = 5;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;

    /** Above what any record has; one that is said to be longer is none. */
    private static final int LARGEST = HEADER + (1 << 14) + 2048;

    /** From 0 to its position: what has come. */
    private ByteBuffer bytes = ByteBuffer.allocate(HEADER);

    /**
     * Takes what is missing out of the data.
     *
     * @return whether the record is there, or what has come is none
     */
    boolean fill(ByteBuffer data) {
        move(data);
        if (bytes.position() < HEADER) {
            return false;
        }
        int length = HEADER + (bytes.getShort(HEADER - 2) & 0xFFFF);
        if (bytes.get(0) < FIRST_TYPE || bytes.get(0) > LAST_TYPE || length > LARGEST) {
            return true;
        }
        if (bytes.capacity() < length) {
            bytes = ByteBuffer.allocate(length).put(bytes.flip());
            move(data);
        }
        return bytes.position() == length;
    }

    private void move(ByteBuffer data) {
        int count = Math.min(data.remaining(), bytes.remaining());
        bytes.put(bytes.position(), data, data.position(), count);
        bytes.position(bytes.position() + count);
        data.position(data.position() + count);
    }

    /** What has come, to be read. */
    ByteBuffer content() {
        return bytes.slice(0, bytes.position());
    }
}
