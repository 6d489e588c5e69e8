package org.asyncio4j.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * Bytes that a socket did not take yet. All are copies, so callers may reuse their buffers; small
 * ones share a block. Confined to its loop.
 */
final class WriteQueue {
    private static final int BLOCK = 4 * 1024;

    /** The JDK copies all that one write is given, however little the socket takes. */
    private static final int MOST_AT_ONCE = 256 * 1024;

    private final ArrayDeque<ByteBuffer> blocks = new ArrayDeque<>(2);

    /** Begin of the free room in the last block. */
    private int end;

    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Copies the bytes, reading the buffer to its end. */
    void add(ByteBuffer data) {
        size = Math.addExact(size, data.remaining());
        ByteBuffer last = blocks.peekLast();
        if (last != null) {
            int count = Math.min(data.remaining(), last.capacity() - end);
            last.limit(end + count).put(end, data, data.position(), count);
            end += count;
            data.position(data.position() + count);
        }
        if (data.hasRemaining()) {
            end = data.remaining();
            blocks.add(ByteBuffer.allocate(Math.max(BLOCK, end)).put(data).flip());
        }
    }

    /** Sends what the socket takes. */
    void send(SocketChannel channel) throws IOException {
        ByteBuffer first;
        while ((first = blocks.peek()) != null) {
            int count = send(channel, first);
            size -= count;
            if (first.hasRemaining()) {
                return;
            }
            blocks.remove();
        }
    }

    /** Sends what the socket takes of a buffer, and returns how much. */
    static int send(SocketChannel channel, ByteBuffer data) throws IOException {
        int begin = data.position();
        int limit = data.limit();
        try {
            do {
                data.limit(Math.min(limit, data.position() + MOST_AT_ONCE));
                channel.write(data);
            } while (!data.hasRemaining() && data.limit() < limit);
        } finally {
            data.limit(limit);
        }
        return data.position() - begin;
    }

    void clear() {
        blocks.clear();
        size = 0;
    }
}
