package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules of reading, on a reader that is fed by hand. */
class StreamReaderTest {
    /** How the same bytes may arrive. */
    enum Delivery {
        /** At once, before the read. */
        WHOLE,
        /** In pieces of one byte, before the read. */
        BYTES,
        /** One byte with each turn of the loop, while the read waits. */
        BYTE_A_TURN
    }

    private static StreamReader reader() {
        return new StreamReader(new StreamInput(StreamReader.DEFAULT_LIMIT), null);
    }

    private static void feed(StreamReader reader, String text) {
        reader.input.feedData(ByteBuffer.wrap(bytes(text)));
    }

    /** Feeds the text and then the end of the stream. */
    private static void deliver(Delivery delivery, StreamReader reader, String text) {
        byte[] data = bytes(text);
        switch (delivery) {
            case WHOLE -> {
                reader.input.feedData(ByteBuffer.wrap(data));
                reader.input.feedEof();
            }
            case BYTES -> {
                for (int i = 0; i < data.length; i++) {
                    reader.input.feedData(ByteBuffer.wrap(data, i, 1));
                }
                reader.input.feedEof();
            }
            case BYTE_A_TURN -> deliverFrom(data, 0, reader);
        }
    }

    private static void deliverFrom(byte[] data, int begin, StreamReader reader) {
        if (begin == data.length) {
            reader.input.feedEof();
        } else {
            reader.input.feedData(ByteBuffer.wrap(data, begin, 1));
            getRunningLoop().callSoon(() -> deliverFrom(data, begin + 1, reader));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    // ---- whatever the pieces

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void read_untilNothingComes_returnsAllInOrder(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "0123456789");
        var all = new StringBuilder();
        for (byte[] part = reader.read(4); part.length > 0; part = reader.read(4)) {
            assertTrue(part.length <= 4);
            all.append(text(part));
        }
        assertEquals("0123456789", all.toString());
        assertTrue(reader.atEof());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readAllBytes_moreThanTheLimit_returnsAll(Delivery delivery) throws IOException {
        var reader = new StreamReader(new StreamInput(2), null);
        deliver(delivery, reader, "0123456789");
        assertEquals("0123456789", text(reader.readAllBytes()));
        assertEquals("", text(reader.readAllBytes()));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readExactly_enoughComes_returnsThatMuch(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "0123456789");
        assertEquals("0123", text(reader.readExactly(4)));
        assertEquals("", text(reader.readExactly(0)));
        assertEquals("45678", text(reader.readExactly(5)));
        assertEquals("9", text(reader.readExactly(1)));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readExactly_moreThanTheLimit_returnsIt(Delivery delivery) throws IOException {
        var reader = new StreamReader(new StreamInput(2), null);
        reader.input.setTransport(new FakeTransport());
        deliver(delivery, reader, "0123456789");
        assertEquals("012345678", text(reader.readExactly(9)));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readExactly_streamEndsFirst_throwsWhatCame(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "0123");
        var error = assertThrows(IncompleteReadException.class, () -> reader.readExactly(5));
        assertEquals("0123", text(error.partial()));
        assertEquals("the stream ended after 4 bytes, expected 5 bytes", error.getMessage());
        assertTrue(reader.atEof());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readUntil_separatorOfSeveralBytes_returnsUpToItsEnd(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "head\r\n\r\r\n\r\nbody");
        assertEquals("head\r\n\r\r\n\r\n", text(reader.readUntil(bytes("\r\n\r\n"))));
        assertEquals("body", text(reader.readAllBytes()));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readUntil_separatorThatOverlapsItself_isFound(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "aaaabaab");
        assertEquals("aaaab", text(reader.readUntil(bytes("aab"))));
        assertEquals("aab", text(reader.readUntil(bytes("aab"))));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readUntil_streamEndsFirst_throwsWhatCame(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "no end\r");
        var error =
                assertThrows(IncompleteReadException.class, () -> reader.readUntil(bytes("\r\n")));
        assertEquals("no end\r", text(error.partial()));
        assertTrue(reader.atEof());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readUntil_separatorJustWithinTheLimit_isFound(Delivery delivery) throws IOException {
        var reader = new StreamReader(new StreamInput(4), null);
        deliver(delivery, reader, "0123--");
        assertEquals("0123--", text(reader.readUntil(bytes("--"))));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readUntil_separatorJustBeyondTheLimit_isRefusedAndStays(Delivery delivery)
            throws IOException {
        var reader = new StreamReader(new StreamInput(4), null);
        deliver(delivery, reader, "01234--");
        var error = assertThrows(LimitOverrunException.class, () -> reader.readUntil(bytes("--")));
        assertEquals(5, error.consumed());
        assertEquals("01234", text(reader.readExactly(error.consumed())));
        assertEquals("--", text(reader.readUntil(bytes("--"))));
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readLine_everyKindOfEnd_isCutOff(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "unix\ndos\r\n\n\r\na\rb\r\r\nlast\r");
        var lines = new ArrayList<String>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
        assertEquals(List.of("unix", "dos", "", "", "a\rb\r", "last\r"), lines);
        assertNull(reader.readLine());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readLine_charactersOfSeveralBytes_areNotTornApart(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "äöü €\n𝄞\n");
        assertEquals("äöü €", reader.readLine());
        assertEquals("𝄞", reader.readLine());
        assertNull(reader.readLine());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void readLine_asLongAsTheLimit_isReturned(Delivery delivery) throws IOException {
        var reader = new StreamReader(new StreamInput(4), null);
        deliver(delivery, reader, "0123\n4567");
        assertEquals("0123", reader.readLine());
        assertEquals("4567", reader.readLine());
    }

    @ParameterizedTest
    @EnumSource
    @ExtendWith(AsyncioExtension.class)
    void reads_ofAllKinds_mix(Delivery delivery) throws IOException {
        var reader = reader();
        deliver(delivery, reader, "3\nabcnext;rest");
        int count = Integer.parseInt(String.valueOf(reader.readLine()));
        assertEquals("abc", text(reader.readExactly(count)));
        assertEquals("next;", text(reader.readUntil(bytes(";"))));
        assertEquals("r", text(reader.read(1)));
        assertEquals("est", reader.readLine());
    }

    // ---- arguments

    @Test
    void limit_notPositive_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new StreamReader(new StreamInput(0), null));
        assertThrows(
                IllegalArgumentException.class, () -> new StreamReader(new StreamInput(-1), null));
    }

    @AsyncTest
    void read_zero_returnsNothingAtOnce() throws IOException {
        assertEquals(0, reader().read(0).length);
    }

    @AsyncTest
    void read_negative_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> reader().read(-1));
    }

    @AsyncTest
    void readExactly_negative_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> reader().readExactly(-1));
    }

    @AsyncTest
    void readUntil_emptySeparator_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> reader().readUntil(new byte[0]));
    }

    // ---- waiting

    @AsyncTest
    void read_dataIsThere_doesNotSuspend() throws IOException {
        var reader = reader();
        var other = createTask(() -> feed(reader, " later"));
        feed(reader, "now");
        assertEquals("now", text(reader.read(100)));
        other.await();
    }

    @AsyncTest
    void read_nothingThere_waitsForTheFirstBytes() throws IOException {
        var reader = reader();
        getRunningLoop().callLater(seconds(5), () -> feed(reader, "ab"));
        assertEquals("ab", text(reader.read(100)));
        assertEquals(seconds(5), getRunningLoop().time());
    }

    @AsyncTest
    void read_lessThanIsThere_leavesTheRest() throws IOException {
        var reader = reader();
        feed(reader, "abcdef");
        assertEquals("ab", text(reader.read(2)));
        assertEquals("cdef", text(reader.read(Integer.MAX_VALUE)));
    }

    @AsyncTest
    void read_streamHasEnded_returnsNothingEachTime() throws IOException {
        var reader = reader();
        reader.input.feedEof();
        assertEquals(0, reader.read(1).length);
        assertEquals(0, reader.read(1).length);
        assertEquals(0, reader.readExactly(0).length);
        assertThrows(IncompleteReadException.class, () -> reader.readExactly(1));
        assertThrows(IncompleteReadException.class, () -> reader.readUntil(bytes("x")));
        assertNull(reader.readLine());
    }

    @AsyncTest
    void read_streamEndsMeanwhile_returnsNothing() throws IOException {
        var reader = reader();
        getRunningLoop().callSoon(reader.input::feedEof);
        assertEquals(0, reader.read(1).length);
    }

    @AsyncTest
    void atEof_dataIsLeft_isFalse() throws IOException {
        var reader = reader();
        assertFalse(reader.atEof());
        feed(reader, "x");
        reader.input.feedEof();
        assertFalse(reader.atEof());
        assertEquals("x", text(reader.read(1)));
        assertTrue(reader.atEof());
    }

    // ---- one at a time

    @AsyncTest
    void read_anotherTaskWaits_isRefusedAndDisturbsNothing() {
        var reader = reader();
        var first = createTask(() -> reader.readUntil(bytes("--")));
        sleep(Duration.ZERO);
        feed(reader, "ab");
        assertThrows(IllegalStateException.class, () -> reader.read(1));
        assertThrows(IllegalStateException.class, () -> reader.readExactly(1));
        assertThrows(IllegalStateException.class, () -> reader.readUntil(bytes("b")));
        assertThrows(IllegalStateException.class, reader::readLine);
        assertThrows(IllegalStateException.class, reader::readAllBytes);
        feed(reader, "--");
        assertEquals("ab--", text(first.await()));
    }

    @AsyncTest
    void read_anotherTaskIsAboutToGetItsData_isRefused() {
        var reader = reader();
        var first = createTask(() -> reader.read(10));
        sleep(Duration.ZERO);
        feed(reader, "ab");
        assertThrows(IllegalStateException.class, () -> reader.read(1));
        assertEquals("ab", text(first.await()));
    }

    // ---- cancelling

    @AsyncTest
    void read_cancelled_takesNothing() throws IOException {
        var reader = reader();
        feed(reader, "par");
        for (Block<?, IOException> read :
                List.<Block<?, IOException>>of(
                        () -> reader.readExactly(10),
                        () -> reader.readUntil(bytes(";")),
                        reader::readLine)) {
            var task = createTask(read);
            sleep(Duration.ZERO);
            task.cancel("enough");
            assertThrows(CancelledError.class, task::await);
        }
        feed(reader, "tial;");
        assertEquals("partial;", text(reader.readUntil(bytes(";"))));
    }

    @AsyncTest
    void read_cancelledJustBeforeDataComes_leavesTheData() throws IOException {
        var reader = reader();
        var task = createTask(() -> reader.read(10));
        sleep(Duration.ZERO);
        task.cancel();
        feed(reader, "data");
        assertThrows(CancelledError.class, task::await);
        assertEquals("data", text(reader.read(10)));
    }

    @AsyncTest
    void read_cancelledJustAfterDataCame_returnsTheDataAndIsCancelledAtItsNextSuspension() {
        var reader = reader();
        var got = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            got.add(text(reader.read(10)));
                            reader.read(10);
                        });
        sleep(Duration.ZERO);
        feed(reader, "data");
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("data"), got);
    }

    @AsyncTest
    void read_timedOut_canBeRepeated() throws IOException {
        var reader = reader();
        feed(reader, "half ");
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), reader::readLine));
        feed(reader, "a line\n");
        assertEquals("half a line", reader.readLine());
    }

    // ---- the connection breaks

    @AsyncTest
    void read_connectionBreaksMeanwhile_throws() {
        var reads =
                List.<Read>of(
                        reader -> reader.read(1),
                        reader -> reader.readExactly(1),
                        reader -> reader.readUntil(bytes("x")),
                        StreamReader::readLine,
                        StreamReader::readAllBytes);
        for (Read read : reads) {
            var reader = reader();
            var cause = new IOException("Connection reset");
            getRunningLoop().callSoon(() -> reader.input.fail(cause));
            var error = assertThrows(SocketException.class, () -> read.from(reader));
            assertEquals("connection lost: Connection reset", error.getMessage());
            assertSame(cause, error.getCause());
        }
    }

    @AsyncTest
    void read_connectionBroke_returnsWhatCameThenThrowsAFreshErrorEachTime() throws IOException {
        var reader = reader();
        feed(reader, "data");
        reader.input.fail(new IOException("Connection reset"));
        assertThrows(SocketException.class, () -> reader.readExactly(5));
        assertThrows(SocketException.class, reader::readLine);
        assertEquals("data", text(reader.read(100)));
        var first = assertThrows(SocketException.class, () -> reader.read(1));
        var second = assertThrows(SocketException.class, () -> reader.read(1));
        assertNotSame(first, second);
        assertThrows(SocketException.class, reader::readAllBytes);
    }

    @AsyncTest
    void readAllBytes_cancelledOrBroken_leavesWhatCame() throws IOException {
        var reader = new StreamReader(new StreamInput(2), null);
        var reading = createTask(reader::readAllBytes);
        sleep(Duration.ZERO);
        feed(reader, "0123456789");
        sleep(Duration.ZERO);
        reading.cancel();
        assertThrows(CancelledError.class, reading::await);
        assertEquals(10, reader.buffered());
        reader.input.fail(new IOException("Connection reset"));
        assertThrows(SocketException.class, reader::readAllBytes);
        assertEquals("0123456789", text(reader.read(100)));
    }

    @Test
    void buffer_ofAnySize_growsWithRoomToSpare() {
        assertEquals(10, StreamBuffer.capacity(0, 10));
        assertEquals(20, StreamBuffer.capacity(10, 12));
        assertEquals((5 << 20) + 1, StreamBuffer.capacity(4 << 20, (4 << 20) + 1));
        int large = (1 << 30) + 1000;
        assertEquals(large + large / 4, StreamBuffer.capacity(1 << 30, large));
        int largest = Integer.MAX_VALUE - 8;
        assertEquals(largest, StreamBuffer.capacity(1_900_000_000, 1_900_000_001));
        assertEquals(largest + 1, StreamBuffer.capacity(largest, largest + 1));
    }

    // ---- the limit

    @AsyncTest
    void readUntil_noSeparatorWithinTheLimit_isRefusedAndStays() throws IOException {
        var reader = new StreamReader(new StreamInput(3), null);
        feed(reader, "012345");
        var error = assertThrows(LimitOverrunException.class, () -> reader.readUntil(bytes("--")));
        assertEquals(5, error.consumed()); // the last byte may begin the separator
        assertEquals("012345", text(reader.read(100)));
    }

    @AsyncTest
    void readLine_tooLongWithItsEnd_isDiscarded() throws IOException {
        var reader = new StreamReader(new StreamInput(3), null);
        feed(reader, "too long\nok\n");
        var error = assertThrows(LimitOverrunException.class, reader::readLine);
        assertEquals("separator found, but only after the limit of 3 bytes", error.getMessage());
        assertEquals("ok", reader.readLine());
    }

    @AsyncTest
    void readLine_tooLongWithoutItsEnd_isDiscardedSoFar() throws IOException {
        var reader = new StreamReader(new StreamInput(3), null);
        feed(reader, "too l");
        var error = assertThrows(LimitOverrunException.class, reader::readLine);
        assertEquals("no separator within the limit of 3 bytes", error.getMessage());
        feed(reader, "ong\nok\n");
        assertEquals("ong", reader.readLine());
        assertEquals("ok", reader.readLine());
    }

    @AsyncTest
    void readLine_tooLong_resumesTheTransport() {
        var transport = new FakeTransport();
        var reader = new StreamReader(new StreamInput(3), null);
        reader.input.setTransport(transport);
        feed(reader, "much too long");
        assertThrows(LimitOverrunException.class, reader::readLine);
        assertEquals(List.of("pauseReading", "resumeReading"), transport.calls);
    }

    @AsyncTest
    void feedData_moreThanTwiceTheLimit_pausesTheTransportOnce() {
        var transport = new FakeTransport();
        var reader = new StreamReader(new StreamInput(3), null);
        reader.input.setTransport(transport);
        feed(reader, "012345");
        assertEquals(List.of(), transport.calls);
        feed(reader, "6");
        feed(reader, "7");
        assertEquals(List.of("pauseReading"), transport.calls);
    }

    @AsyncTest
    void read_downToTheLimit_resumesTheTransport() throws IOException {
        var transport = new FakeTransport();
        var reader = new StreamReader(new StreamInput(3), null);
        reader.input.setTransport(transport);
        feed(reader, "0123456");
        assertEquals("012", text(reader.read(3)));
        assertEquals(List.of("pauseReading"), transport.calls);
        assertEquals("3", text(reader.read(1)));
        assertEquals(List.of("pauseReading", "resumeReading"), transport.calls);
        assertEquals("4", text(reader.read(1)));
        assertEquals(List.of("pauseReading", "resumeReading"), transport.calls);
    }

    @AsyncTest
    void readExactly_needsMoreThanThePauseLets_resumesTheTransport() {
        var transport = new FakeTransport();
        var reader = new StreamReader(new StreamInput(3), null);
        reader.input.setTransport(transport);
        feed(reader, "0123456");
        var read = createTask(() -> reader.readExactly(9));
        sleep(Duration.ZERO);
        assertEquals(List.of("pauseReading", "resumeReading"), transport.calls);
        feed(reader, "78");
        assertEquals("012345678", text(read.await()));
    }

    // ---- the buffer behind it

    @AsyncTest
    void readExactly_muchInSmallPieces_returnsItUnharmed() throws IOException {
        int size = 3 << 20;
        var reader = reader();
        byte[] piece = new byte[1000];
        int fed = 0;
        while (fed < size) {
            for (int i = 0; i < piece.length; i++) {
                piece[i] = (byte) ((fed + i) % 251);
            }
            reader.input.feedData(ByteBuffer.wrap(piece));
            fed += piece.length;
        }
        int read = 0;
        while (read < size) {
            byte[] part = reader.readExactly(Math.min(size - read, 77_777));
            for (int i = 0; i < part.length; i++) {
                if (part[i] != (byte) ((read + i) % 251)) {
                    assertEquals((byte) ((read + i) % 251), part[i], "at " + (read + i));
                }
            }
            read += part.length;
        }
    }

    @AsyncTest
    void feedData_lentBuffer_isReadToItsEndAndCopied() throws IOException {
        var reader = reader();
        ByteBuffer lent = ByteBuffer.wrap(bytes("xxdataxx"), 2, 4);
        reader.input.feedData(lent);
        assertFalse(lent.hasRemaining());
        lent.clear().put(new byte[8]);
        assertEquals("data", text(reader.read(100)));
    }

    @AsyncTest
    void read_result_belongsToTheCaller() throws IOException {
        var reader = reader();
        feed(reader, "abcabc");
        byte[] first = reader.read(3);
        first[0] = 'x';
        assertEquals("abc", text(reader.read(3)));
    }

    @AsyncTest
    void toString_everyState_isShown() {
        var reader = new StreamReader(new StreamInput(3), null);
        reader.input.setTransport(new FakeTransport());
        assertEquals("<StreamReader 0 bytes limit=3>", reader.toString());
        var waiting = createTask(() -> reader.readExactly(8));
        sleep(Duration.ZERO);
        assertEquals("<StreamReader 0 bytes limit=3 waiting>", reader.toString());
        waiting.cancel();
        assertThrows(CancelledError.class, waiting::await);
        feed(reader, "0123456");
        assertEquals("<StreamReader 7 bytes limit=3 paused>", reader.toString());
        reader.input.fail(new IOException("oops"));
        assertEquals(
                "<StreamReader 7 bytes eof limit=3 exception=java.io.IOException: oops paused>",
                reader.toString());
        assertEquals("<StreamReader 0 bytes>", reader().toString());
    }

    private interface Read {
        Object from(StreamReader reader) throws IOException;
    }
}
