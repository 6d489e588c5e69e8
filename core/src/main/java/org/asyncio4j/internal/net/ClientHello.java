package org.asyncio4j.internal.net;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;

import javax.net.ssl.SNIHostName;

/**
 * The first message of a TLS client, read only as far as it tells which host it wants (RFC 8446
 * 4.1.2, RFC 6066 3). Whether it is right otherwise is for the engine to say.
 */
final class ClientHello {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME_EXTENSION = 0;
    private static final int HOST_NAME = 0;
    private static final int RECORD_HEADER = 5;

    /** How much is read of it; the JDK takes no longer messages. */
    private static final int MOST = 1 << 15;

    /** All that has come. */
    private ByteBuffer received = ByteBuffer.allocate(0);

    /** Where the first record begins that is not in the message yet. */
    private int parsed;

    /** What was in the records. */
    private ByteBuffer message = ByteBuffer.allocate(0);

    private boolean complete;

    /**
     * Takes what has come, each byte once.
     *
     * @return whether that is enough: the message is complete, or it is no such message
     */
    boolean add(ByteBuffer data) {
        received = withRoom(received, data.remaining()).put(data);
        while (received.position() - parsed >= RECORD_HEADER) {
            int type = received.get(parsed);
            int length = received.getShort(parsed + 3) & 0xFFFF;
            int begin = parsed + RECORD_HEADER;
            if (type != HANDSHAKE_RECORD || length == 0) {
                return true;
            }
            if (length > received.position() - begin) {
                break;
            }
            message = withRoom(message, length).put(received.slice(begin, length));
            parsed = begin + length;
            if (message.position() >= 4) {
                int header = message.getInt(0);
                int needed = 4 + (header & 0xFFFFFF);
                if (header >>> 24 != CLIENT_HELLO || needed > MOST) {
                    return true;
                }
                if (message.position() >= needed) {
                    message.flip().limit(needed);
                    complete = true;
                    return true;
                }
            }
        }
        return received.position() >= MOST;
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, int more) {
        if (more <= buffer.remaining()) {
            return buffer;
        }
        int needed = buffer.position() + more;
        return ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer.flip());
    }

    /** All that was added, for the engine. */
    ByteBuffer received() {
        return received.duplicate().flip();
    }

    /**
     * The host that the client asks for, in lower case; null if it asks for none, or for no host.
     */
    @Nullable String serverName() {
        try {
            return complete ? findName(message.duplicate()) : null;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null; // malformed: what is to be said, the engine will say
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
                    return hostName(part(names));
                }
            }
        }
        return null;
    }

    /**
     * Only what can be the name of a host, since programs look for files of that name, or log it.
     *
     * @throws IllegalArgumentException if it is none
     */
    private static String hostName(ByteBuffer name) {
        byte[] bytes = new byte[name.remaining()];
        name.get(bytes);
        return new SNIHostName(bytes).getAsciiName().toLowerCase(Locale.ROOT);
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
