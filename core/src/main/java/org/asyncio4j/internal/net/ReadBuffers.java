package org.asyncio4j.internal.net;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Buffers that sockets are read into. They are needed for one callback at a time, so a few serve
 * any number of connections.
 */
final class ReadBuffers {
    /** The most that one read takes, asyncio's {@code max_size}. */
    private static final int SIZE = 256 * 1024;

    private static final Queue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private ReadBuffers() {}

    static ByteBuffer take() {
        ByteBuffer buffer = FREE.poll();
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
    }

    static void giveBack(ByteBuffer buffer) {
        FREE.offer(buffer);
    }
}
