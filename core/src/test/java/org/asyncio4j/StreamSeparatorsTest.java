package org.asyncio4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reading up to one of several separators, and the ways of reading beside {@code read}. */
class StreamSeparatorsTest {
    private static StreamReader reader(int limit, String text) {
        var reader = new StreamReader(new StreamInput(limit), null);
        reader.input.feedData(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return reader;
    }

    private static StreamReader reader(String text) {
        return reader(StreamReader.DEFAULT_LIMIT, text);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @AsyncTest
    void readUntil_severalSeparators_theFirstToEndCounts() throws IOException {
        var reader = reader("one;two,three\r\nrest;");
        assertEquals("one;", text(reader.readUntil(",", ";", "\r\n")));
        assertEquals("two,", text(reader.readUntil(";", ",")));
        assertEquals("three\r\n", text(reader.readUntil(";", "\r\n")));
        assertEquals("rest;", text(reader.readUntil("\n", ";")));
    }

    @AsyncTest
    void readUntil_oneSeparatorBeginsEarlierButEndsLater_theFirstToEndCounts() throws IOException {
        var reader = reader("a<long>b");
        assertEquals("a<lo", text(reader.readUntil("<long>", "lo")));
    }

    @AsyncTest
    void readUntil_separatorIsTheEndOfAnother_theLimitCountsToTheShorter() throws IOException {
        // "\r\n" begins at 3, "\n" at 4: CPython measures the shorter one
        assertEquals("abc\r\n", text(reader(4, "abc\r\n").readUntil("\r\n", "\n")));
        assertThrows(
                LimitOverrunException.class, () -> reader(3, "abc\r\n").readUntil("\r\n", "\n"));
        assertEquals("abc\r\n", text(reader(3, "abc\r\n").readUntil("\r\n")));
    }

    @AsyncTest
    void readUntil_separatorsInPieces_areFound() throws IOException {
        String data = "x--y==z";
        var reader = reader("");
        Asyncio.createTask(
                () -> {
                    for (byte each : data.getBytes(StandardCharsets.UTF_8)) {
                        reader.input.feedData(ByteBuffer.wrap(new byte[] {each}));
                        Asyncio.sleep(Asyncio.millis(1));
                    }
                    reader.input.feedEof();
                });
        assertEquals("x--", text(reader.readUntil("==", "--")));
        assertEquals("y==", text(reader.readUntil("--", "==")));
        var error =
                assertThrows(
                        IncompleteReadException.class,
                        () -> reader.readUntil("--", "==", "longer"));
        assertEquals("z", text(error.partial()));
    }

    @AsyncTest
    void readUntil_noSeparatorOrAnEmptyOne_isRefused() {
        var reader = reader("abc");
        assertThrows(IllegalArgumentException.class, reader::readUntil);
        assertThrows(IllegalArgumentException.class, () -> reader.readUntil("a", ""));
        assertThrows(
                IllegalArgumentException.class, () -> reader.readUntil(new byte[0], new byte[1]));
    }

    @AsyncTest
    void readIntoBuffer_whatIsThere_isPutThere() throws IOException {
        var reader = reader("0123456789");
        ByteBuffer target = ByteBuffer.allocate(6).position(2);
        assertEquals(4, reader.read(target));
        assertEquals("\0\0" + "0123", text(target.array()));
        assertEquals(0, reader.read(target));
        assertEquals(6, reader.buffered());
        assertEquals(6, reader.read(ByteBuffer.allocateDirect(100)));
        reader.input.feedEof();
        assertEquals(-1, reader.read(ByteBuffer.allocate(1)));
        assertEquals(0, reader.read(ByteBuffer.allocate(0)));
    }

    @AsyncTest
    void lines_forStatement_readsToTheEnd() throws IOException {
        var reader = reader("one\ntwo\r\n\nlast");
        reader.input.feedEof();
        var lines = new ArrayList<String>();
        for (String line : reader.lines()) {
            lines.add(line);
        }
        assertEquals(List.of("one", "two", "", "last"), lines);
    }

    @AsyncTest
    void lines_connectionBreaks_throwsItAsItIs() {
        var reader = reader("one\ntwo");
        reader.input.fail(new IOException("reset"));
        var lines = new ArrayList<String>();
        assertThrows(
                IOException.class,
                () -> {
                    for (String line : reader.lines()) {
                        lines.add(line);
                    }
                });
        assertEquals(List.of("one"), lines);
        assertEquals("reset", reader.exception().getMessage());
    }

    @AsyncTest
    void transferTo_everything_goesToTheWriter() throws IOException {
        var reader = reader(4, "0123456789");
        reader.input.feedEof();
        var transport = new FakeTransport();
        var protocol = new StreamProtocol((Loop) Asyncio.getRunningLoop(), 4, null);
        protocol.connectionMade(transport);
        assertEquals(10, reader.transferTo(new StreamWriter(protocol, null)));
        assertEquals("0123456789", transport.written());
        assertEquals(List.of(), transport.calls);
    }
}
