package org.asyncio4j.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The names in the first messages of clients, which anybody can make up. */
class ClientHelloTest {
    /** A message that asks for a host, with as many bytes of padding after it. */
    private static byte[] message(String host, int padding) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        int extensions = 9 + name.length + 4 + padding;
        return ByteBuffer.allocate(4 + 2 + 32 + 1 + 4 + 2 + 2 + extensions)
                .putInt(1 << 24 | 2 + 32 + 1 + 4 + 2 + 2 + extensions)
                .putShort((short) 0x0303)
                .put(new byte[32])
                .put((byte) 0) // session
                .putShort((short) 2)
                .putShort((short) 0x1301) // cipher suites
                .putShort((short) 0x0100) // compression
                .putShort((short) extensions)
                .putShort((short) 0)
                .putShort((short) (name.length + 5))
                .putShort((short) (name.length + 3))
                .put((byte) 0)
                .putShort((short) name.length)
                .put(name)
                .putShort((short) 21)
                .putShort((short) padding)
                .put(new byte[padding])
                .array();
    }

    private static ByteBuffer record(byte[] message, int begin, int length) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) length)
                .put(message, begin, length)
                .flip();
    }

    private static ByteBuffer record(byte[] message) {
        return record(message, 0, message.length);
    }

    @Test
    void add_byteByByte_isEnoughAtTheLast() {
        ByteBuffer whole = record(message("one.example", 10));
        var hello = new ClientHello();
        for (int i = 0; i < whole.limit() - 1; i++) {
            assertFalse(hello.add(whole.slice(i, 1)));
            assertNull(hello.serverName());
        }
        assertTrue(hello.add(whole.slice(whole.limit() - 1, 1)));
        assertEquals("one.example", hello.serverName());
        assertEquals(whole, hello.received());
    }

    @Test
    void add_recordsOfOneByte_areReadOnce() {
        byte[] message = message("one.example", 5000);
        var hello = new ClientHello();
        for (int i = 0; i < message.length; i++) {
            ByteBuffer record = record(message, i, 1);
            assertEquals(i == message.length - 1, hello.add(record));
            assertFalse(record.hasRemaining());
        }
        assertEquals("one.example", hello.serverName());
        assertEquals(6 * message.length, hello.received().remaining());
    }

    @Test
    void add_moreThan32KiB_isEnough() {
        byte[] message = message("one.example", 20_000);
        var hello = new ClientHello();
        int sent = 0;
        while (!hello.add(record(message, sent, 1))) {
            sent++;
        }
        assertEquals((1 << 15) / 6, sent);
        assertNull(hello.serverName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "../../etc/x", "a\ninfo: forged", "x\0y", "a/b", "a b", "a..b", "a."})
    void serverName_noNameOfAHost_isNone(String name) {
        var hello = new ClientHello();
        assertTrue(hello.add(record(message(name, 0))));
        assertNull(hello.serverName());
    }

    @Test
    void serverName_upperCase_isLowered() {
        var hello = new ClientHello();
        assertTrue(hello.add(record(message("WWW.Example.com", 0))));
        assertEquals("www.example.com", hello.serverName());
    }
}
