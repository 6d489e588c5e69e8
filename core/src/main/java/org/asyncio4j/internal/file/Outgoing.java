package org.asyncio4j.internal.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Bytes on their way from a caller's buffer to a file. They are copied block by block by the thread
 * that writes, so that nothing large is copied on the loop, unless the caller leaves first, by a
 * cancel, and takes the buffer along: then the rest is copied at once.
 */
public final class Outgoing {
    /** Guarded by this object's monitor, which is never held for longer than a copy takes. */
    private ByteBuffer rest;

    /** The bytes between the buffer's position and its limit. The buffer itself is not moved. */
    public Outgoing(ByteBuffer data) {
        this.rest = data.duplicate();
    }

    /** Writes everything. */
    public void writeTo(OutputStream out) throws IOException {
        for (ByteBuffer block = next(); block.hasRemaining(); block = next()) {
            out.write(block.array(), block.arrayOffset(), block.remaining());
        }
    }

    /** A new buffer with the next bytes, empty when there are none. */
    synchronized ByteBuffer next() {
        ByteBuffer block = ByteBuffer.allocate(Math.min(ReadAhead.BLOCK, rest.remaining()));
        int count = block.remaining();
        block.put(0, rest, rest.position(), count);
        rest.position(rest.position() + count);
        return block;
    }

    /** Makes the caller's buffer his own again. */
    public synchronized void detach() {
        ByteBuffer copy = ByteBuffer.allocate(rest.remaining());
        rest = copy.put(rest).flip();
    }
}
