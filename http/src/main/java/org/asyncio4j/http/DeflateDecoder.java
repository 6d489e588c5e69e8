package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Content coding "deflate": zlib (RFC 1950) as it should be, or raw deflate (RFC 1951) as some
 * servers send it. The first two bytes tell which.
 */
final class DeflateDecoder implements ContentDecoder {
    private static final int DEFLATE_METHOD = 8;

    private ByteBuffer input = ByteBuffer.allocate(0);
    private @Nullable Inflater inflater;

    @Override
    public void feed(ByteBuffer more) {
        // Only a first byte that came alone can be left over.
        input = input.hasRemaining() ? joined(input, more) : more;
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first)
                .put(second)
                .flip();
    }

    @Override
    public int pull(byte[] output, int length) throws ProtocolViolation {
        Inflater active = inflater;
        if (active == null) {
            if (input.remaining() < 2) {
                return 0;
            }
            active = new Inflater(!startsLikeZlib(input));
            inflater = active;
        }
        int count = inflate(active, input, output, length);
        if (count == 0 && active.finished() && input.hasRemaining()) {
            throw new ProtocolViolation("data behind the end of the compressed body");
        }
        return count;
    }

    private static boolean startsLikeZlib(ByteBuffer input) {
        int first = input.get(input.position()) & 0xff;
        int second = input.get(input.position() + 1) & 0xff;
        return (first & 0x0f) == DEFLATE_METHOD && (first << 8 | second) % 31 == 0;
    }

    /** One step; what is not used of {@code input} stays there. */
    static int inflate(Inflater inflater, ByteBuffer input, byte[] output, int length)
            throws ProtocolViolation {
        try {
            if (inflater.needsInput() && input.hasRemaining()) {
                inflater.setInput(input);
            }
            int count = inflater.inflate(output, 0, length);
            if (inflater.needsDictionary()) {
                throw new ProtocolViolation("the body is compressed with an unknown dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ProtocolViolation("the compressed body is damaged", e);
        }
    }

    @Override
    public void end() throws ProtocolViolation {
        boolean isComplete = inflater == null ? !input.hasRemaining() : inflater.finished();
        if (!isComplete) {
            throw new ProtocolViolation("the compressed body ended early");
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
