package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first message of a TLS client, read only as far as it tells which host it wants (RFC 8446
 * 4.1.2, RFC 6066 3). Whether it is right otherwise is for the engine to say.
 */
final class ClientHello {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME_EXTENSION = 0;
    private static final int HOST_NAME = 0;
    private static final int LARGEST = 1 << 16;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ClientHello() {}

    /**
     * Takes the message out of the records that have come.
     *
     * @return null if more has to come, an empty buffer if it is no such message
     */
    static @Nullable ByteBuffer find(ByteBuffer received) {
        ByteBuffer records = received.duplicate();
        ByteBuffer message = ByteBuffer.allocate(records.remaining());
        while (records.remaining() >= 5) {
            int type = records.get();
            records.getShort(); // the version
            int length = records.getShort() & 0xFFFF;
            if (type != HANDSHAKE_RECORD || length == 0) {
                return NOTHING;
            }
            if (length > records.remaining()) {
                break;
            }
            message.put(records.slice(records.position(), length));
            records.position(records.position() + length);
            if (message.position() >= 4) {
                int header = message.getInt(0);
                int needed = 4 + (header & 0xFFFFFF);
                if (header >>> 24 != CLIENT_HELLO || needed > LARGEST) {
                    return NOTHING;
                }
                if (message.position() >= needed) {
                    return message.flip().limit(needed);
                }
            }
        }
        return received.remaining() > LARGEST ? NOTHING : null;
    }

    /** The host that a message asks for, in lower case; null if it asks for none. */
    static @Nullable String serverName(ByteBuffer message) {
        try {
            return findName(message.duplicate());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null; // malformed: the engine will say so
        }
    }

    private static @Nullable String findName(ByteBuffer message) {
        skip(message, 4 + 2 + 32); // header, version, random
        skip(message, message.get() & 0xFF); // session
        skip(message, message.getShort() & 0xFFFF); // cipher suites
        skip(message, message.get() & 0xFF); // compression
        if (!message.hasRemaining()) {
            return null;
        }
        ByteBuffer extensions = part(message);
        while (extensions.hasRemaining()) {
            int type = extensions.getShort();
            ByteBuffer extension = part(extensions);
            if (type == SERVER_NAME_EXTENSION) {
                ByteBuffer names = part(extension);
                if (names.get() == HOST_NAME) {
                    return StandardCharsets.US_ASCII
                            .decode(part(names))
                            .toString()
                            .toLowerCase(Locale.ROOT);
                }
            }
        }
        return null;
    }

    private static void skip(ByteBuffer from, int count) {
        from.position(from.position() + count);
    }

    /** A part that begins with its length in two bytes; it is skipped. */
    private static ByteBuffer part(ByteBuffer from) {
        int length = from.getShort() & 0xFFFF;
        int begin = from.position();
        skip(from, length);
        return from.slice(begin, length);
    }
}
