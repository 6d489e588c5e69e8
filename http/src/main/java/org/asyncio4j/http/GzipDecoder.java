package org.asyncio4j.http;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/**
 * Content coding "gzip" (RFC 1952): one member or several, each checked against its length and
 * checksum. Zeros behind the last member are padding; anything else there is an error.
 */
/*
 * States, in the order of a member; the bytes of one may come in any number of pieces.
 *
 *   HEADER    the 10 fixed bytes             -> EXTRA_LENGTH
 *   EXTRA_LENGTH, EXTRA, NAME, COMMENT, HEADER_CRC   each only if flagged -> the next
 *   DATA      deflate, by the Inflater       -> TRAILER
 *   TRAILER   checksum and length, 8 bytes   -> BETWEEN
 *   BETWEEN   a member is complete           -> PADDING on a zero, HEADER on anything else
 *   PADDING   only zeros                     (stays)
 *
 * In HEADER, EXTRA_LENGTH, EXTRA, HEADER_CRC and TRAILER `count` counts the bytes seen.
 */
final class GzipDecoder implements ContentDecoder {
    private enum State {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        DATA,
        TRAILER,
        BETWEEN,
        PADDING
    }

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private ByteBuffer input = ByteBuffer.allocate(0);
    private State state = State.HEADER;
    private boolean isEmpty = true;
    private int count;
    private int flags;
    private int extraLength;
    private long trailer;

    @Override
    public void feed(ByteBuffer more) {
        input = more;
    }

    @Override
    public int pull(byte[] output, int length) throws ProtocolViolation {
        while (true) {
            if (state == State.DATA) {
                int decoded = inflate(output, length);
                if (decoded > 0 || state == State.DATA) {
                    return decoded;
                }
            }
            if (!input.hasRemaining()) {
                return 0;
            }
            isEmpty = false;
            take(input.get() & 0xff);
        }
    }

    private int inflate(byte[] output, int length) throws ProtocolViolation {
        int decoded = DeflateDecoder.inflate(inflater, input, output, length);
        checksum.update(output, 0, decoded);
        if (inflater.finished()) {
            enter(State.TRAILER);
        }
        return decoded;
    }

    private void take(int b) throws ProtocolViolation {
        switch (state) {
            case HEADER -> takeHeader(b);
            case EXTRA_LENGTH -> {
                extraLength |= b << (8 * count++);
                if (count == 2) {
                    enter(extraLength == 0 ? afterExtra() : State.EXTRA);
                }
            }
            case EXTRA -> {
                if (++count == extraLength) {
                    enter(afterExtra());
                }
            }
            case NAME -> {
                if (b == 0) {
                    enter(afterName());
                }
            }
            case COMMENT -> {
                if (b == 0) {
                    enter(afterComment());
                }
            }
            case HEADER_CRC -> {
                if (++count == 2) {
                    enter(State.DATA);
                }
            }
            case TRAILER -> takeTrailer(b);
            case BETWEEN -> {
                enter(b == 0 ? State.PADDING : State.HEADER);
                if (b != 0) {
                    takeHeader(b);
                }
            }
            case PADDING -> require(b == 0);
            case DATA -> throw new AssertionError();
        }
    }

    private void takeHeader(int b) throws ProtocolViolation {
        switch (count++) {
            case 0 -> require(b == 0x1f);
            case 1 -> require(b == 0x8b);
            case 2 -> require(b == 8);
            case 3 -> {
                require((b & RESERVED_FLAGS) == 0);
                flags = b;
            }
            case 9 -> enter(has(FLAG_EXTRA) ? State.EXTRA_LENGTH : afterExtra());
            default -> {} // time, extra flags, operating system
        }
    }

    private State afterExtra() {
        return has(FLAG_NAME) ? State.NAME : afterName();
    }

    private State afterName() {
        return has(FLAG_COMMENT) ? State.COMMENT : afterComment();
    }

    private State afterComment() {
        return has(FLAG_HEADER_CRC) ? State.HEADER_CRC : State.DATA;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void takeTrailer(int b) throws ProtocolViolation {
        trailer |= (long) b << (8 * count++);
        if (count == 8) {
            long length = inflater.getBytesWritten() & 0xffffffffL;
            if (trailer != (length << 32 | checksum.getValue())) {
                throw new ProtocolViolation("the compressed body has the wrong checksum");
            }
            enter(State.BETWEEN);
        }
    }

    private void enter(State next) {
        count = 0;
        switch (next) {
            case EXTRA_LENGTH -> extraLength = 0;
            case DATA -> {
                inflater.reset();
                checksum.reset();
            }
            case TRAILER -> trailer = 0;
            default -> {}
        }
        state = next;
    }

    private static void require(boolean holds) throws ProtocolViolation {
        if (!holds) {
            throw new ProtocolViolation("the body is not gzip, though it is declared to be");
        }
    }

    @Override
    public void end() throws ProtocolViolation {
        if (!isEmpty && state != State.BETWEEN && state != State.PADDING) {
            throw new ProtocolViolation("the compressed body ended early");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
