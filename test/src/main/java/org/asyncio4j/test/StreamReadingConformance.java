package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitAll;
import static org.asyncio4j.test.Conversation.SOME_TURNS;
import static org.asyncio4j.test.Conversation.bytes;
import static org.asyncio4j.test.Conversation.randomBytes;
import static org.asyncio4j.test.Conversation.text;
import static org.asyncio4j.test.Conversation.turns;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.IncompleteReadException;
import org.asyncio4j.LimitOverrunException;
import org.asyncio4j.StreamReader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of {@link StreamConformance} about reading. Names of methods say the rules. */
public interface StreamReadingConformance extends StreamsUnderTest {

    // ---- whatever the pieces

    @AsyncTest
    default void readExactly_messagesOfAllSizes_arriveInOrder() throws IOException {
        int[] sizes = {1, 2, 3, 1_000, 16_384, 65_535, 65_536, 65_537, large() / 3, 0, 1};
        try (var pair = connect()) {
            var write =
                    createTask(
                            () -> {
                                for (int size : sizes) {
                                    pair.first().writer().write(randomBytes(size));
                                }
                            });
            for (int size : sizes) {
                assertArrayEquals(
                        randomBytes(size), pair.second().reader().readExactly(size), size + "");
            }
            write.await();
        }
    }

    @AsyncTest
    default void read_untilNothingComes_returnsAllInOrder() throws IOException {
        byte[] data = randomBytes(large() / 3);
        try (var pair = connect()) {
            var write =
                    createTask(
                            () -> {
                                pair.first().writer().write(data);
                                pair.first().writer().close();
                            });
            var all = new ByteArrayOutputStream();
            StreamReader reader = pair.second().reader();
            for (byte[] part = reader.read(5_000); part.length > 0; part = reader.read(5_000)) {
                assertTrue(part.length <= 5_000, () -> "read(5000) has returned more");
                all.writeBytes(part);
            }
            assertArrayEquals(data, all.toByteArray());
            write.await();
        }
    }

    @AsyncTest
    default void readAllBytes_moreThanTheLimit_returnsAll() throws IOException {
        byte[] data = randomBytes(3 * limit());
        try (var pair = connect()) {
            var write =
                    createTask(
                            () -> {
                                pair.first().writer().write(data);
                                pair.first().writer().close();
                            });
            assertArrayEquals(data, pair.second().reader().readAllBytes());
            assertEquals(0, pair.second().reader().readAllBytes().length);
            write.await();
        }
    }

    /** Reads of all kinds, with the pieces that were sent torn at each byte. */
    @AsyncTest
    default void reads_ofAllKinds_findTheSameWhereverThePiecesEnd() throws IOException {
        atEachBoundary(
                "3\nabcnext;rest\r\n",
                reader -> {
                    assertEquals("3", reader.readLine());
                    assertEquals("abc", text(reader.readExactly(3)));
                    assertEquals("next;", text(reader.readUntil(bytes(";"))));
                    assertEquals("r", text(reader.read(1)));
                    assertEquals("est", reader.readLine());
                });
    }

    @AsyncTest
    default void readUntil_pieceEndsInTheSeparator_isFoundAllTheSame() throws IOException {
        atEachBoundary(
                "head\r\n\r\r\n\r\nbody--",
                reader -> {
                    assertEquals("head\r\n\r\r\n\r\n", text(reader.readUntil(bytes("\r\n\r\n"))));
                    assertEquals("body--", text(reader.readUntil(bytes("--"))));
                });
    }

    @AsyncTest
    default void readUntil_separatorThatOverlapsItself_isFound() throws IOException {
        atEachBoundary(
                "aaaabaab",
                reader -> {
                    assertEquals("aaaab", text(reader.readUntil(bytes("aab"))));
                    assertEquals("aab", text(reader.readUntil(bytes("aab"))));
                });
    }

    @AsyncTest
    default void readUntil_severalSeparators_theOneThatEndsFirstCounts() throws IOException {
        atEachBoundary(
                "one;two\r\nthree--four;",
                reader -> {
                    for (String part : List.of("one;", "two\r\n", "three--", "four;")) {
                        assertEquals(part, text(reader.readUntil("--", ";", "\r\n")));
                    }
                });
    }

    @AsyncTest
    default void read_intoABuffer_fillsWhatThereIs() throws IOException {
        atEachBoundary(
                "0123456789",
                reader -> {
                    var target = ByteBuffer.allocate(12).position(1).limit(11);
                    while (target.hasRemaining()) {
                        int before = target.position();
                        assertEquals(before + reader.read(target), target.position());
                        assertTrue(target.position() > before);
                    }
                    assertEquals(0, reader.read(target));
                    assertEquals("\0" + "0123456789" + "\0", text(target.array()));
                });
    }

    @AsyncTest
    default void read_intoABufferThatIsTooSmall_leavesTheRest() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            var target = ByteBuffer.allocate(3);
            var read = createTask(() -> reader.read(target));
            sleep(Duration.ZERO);
            pair.first().writer().write("abcdef");
            int count = read.await();
            assertEquals(count, target.position());
            String rest = text(reader.readExactly(6 - count));
            assertEquals("abcdef", text(Arrays.copyOf(target.array(), count)) + rest);
            var readOnly = target.clear().asReadOnlyBuffer();
            assertThrows(ReadOnlyBufferException.class, () -> reader.read(readOnly));
        }
    }

    @AsyncTest
    default void read_cancelledAroundTheTimeDataComes_losesNothing() throws IOException {
        for (int i = 0; i < 6; i++) {
            try (var pair = connect()) {
                StreamReader reader = pair.second().reader();
                var read = createTask(() -> reader.read(10));
                sleep(Duration.ZERO);
                pair.first().writer().write("x");
                turns(i);
                read.cancel();
                waitAll(List.of(read));
                assertEquals("x", text(read.isCancelled() ? reader.readExactly(1) : read.result()));
            }
        }
    }

    @AsyncTest
    default void readLine_everyKindOfEnd_isCutOff() throws IOException {
        atEachBoundary(
                "unix\ndos\r\n\n\r\na\rb\r\r\nlast\n",
                reader -> {
                    for (String line : List.of("unix", "dos", "", "", "a\rb\r", "last")) {
                        assertEquals(line, reader.readLine());
                    }
                });
    }

    @AsyncTest
    default void readLine_pieceEndsInACharacter_isNotTornApart() throws IOException {
        atEachBoundary(
                "äöü €\n𝄞\n",
                reader -> {
                    assertEquals("äöü €", reader.readLine());
                    assertEquals("𝄞", reader.readLine());
                });
    }

    /** Sends the text in two pieces, torn at each place in turn, to somebody who waits for it. */
    private void atEachBoundary(String text, Script script) throws IOException {
        byte[] data = bytes(text);
        try (var pair = connect()) {
            for (int boundary = 0; boundary <= data.length; boundary++) {
                var read = createTask(() -> script.run(pair.second().reader()));
                sleep(Duration.ZERO);
                pair.first().writer().write(Arrays.copyOf(data, boundary));
                turns(SOME_TURNS);
                pair.first().writer().write(Arrays.copyOfRange(data, boundary, data.length));
                read.await();
            }
        }
    }

    /** What is read. */
    @FunctionalInterface
    interface Script {
        /** Reads it. */
        void run(StreamReader reader) throws IOException;
    }

    // ---- the limit

    @AsyncTest
    default void readExactly_moreThanTheLimit_returnsIt() throws IOException {
        byte[] data = randomBytes(5 * limit() + 1);
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(data));
            assertArrayEquals(data, pair.second().reader().readExactly(data.length));
            write.await();
        }
    }

    @AsyncTest
    default void readLine_asLongAsTheLimit_isReturned() throws IOException {
        String line = "x".repeat(limit());
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(line + "\n" + line + "\n"));
            assertEquals(line, pair.second().reader().readLine());
            assertEquals(line, pair.second().reader().readLine());
            write.await();
        }
    }

    @AsyncTest
    default void readLine_longerThanTheLimit_isRefusedAndLaterLinesAreRead() throws IOException {
        try (var pair = connect()) {
            var write =
                    createTask(
                            () -> {
                                pair.first().writer().write("x".repeat(3 * limit()));
                                pair.first().writer().write("\nnext\n");
                            });
            StreamReader reader = pair.second().reader();
            assertThrows(LimitOverrunException.class, reader::readLine);
            String line = lineOrRefused(reader);
            while (!line.equals("next")) { // what came after the refusal are lines, too
                assertTrue(line.chars().allMatch(c -> c == 'x'), "lost a line end");
                line = lineOrRefused(reader);
            }
            write.await();
        }
    }

    private static String lineOrRefused(StreamReader reader) throws IOException {
        try {
            return String.valueOf(reader.readLine());
        } catch (LimitOverrunException e) {
            return "";
        }
    }

    @AsyncTest
    default void readUntil_separatorBeyondTheLimit_isRefusedAndTheDataStays() throws IOException {
        String sent = "x".repeat(limit() + 1) + "--";
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(sent));
            StreamReader reader = pair.second().reader();
            var refused =
                    assertThrows(LimitOverrunException.class, () -> reader.readUntil(bytes("--")));
            String all = text(reader.readExactly(refused.consumed()));
            assertEquals(sent, all + text(reader.readUntil(bytes("--"))));
            write.await();
        }
    }

    // ---- arguments

    @AsyncTest
    default void read_ofNothing_returnsAtOnce() throws IOException {
        try (var pair = connect()) {
            assertEquals(0, pair.first().reader().read(0).length);
            assertEquals(0, pair.first().reader().readExactly(0).length);
        }
    }

    @AsyncTest
    default void read_senselessArguments_areRefused() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.first().reader();
            assertThrows(IllegalArgumentException.class, () -> reader.read(-1));
            assertThrows(IllegalArgumentException.class, () -> reader.readExactly(-1));
            assertThrows(IllegalArgumentException.class, () -> reader.readUntil(new byte[0]));
        }
    }

    // ---- one at a time

    @AsyncTest
    default void read_anotherTaskReads_isRefusedAndDisturbsNothing() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            var first = createTask(() -> reader.readUntil(bytes("--")));
            sleep(Duration.ZERO);
            pair.first().writer().write("ab");
            turns(SOME_TURNS);
            assertThrows(IllegalStateException.class, () -> reader.read(1));
            assertThrows(IllegalStateException.class, () -> reader.readExactly(1));
            assertThrows(IllegalStateException.class, () -> reader.readUntil(bytes("b")));
            assertThrows(IllegalStateException.class, reader::readLine);
            assertThrows(IllegalStateException.class, reader::readAllBytes);
            pair.first().writer().write("--");
            assertEquals("ab--", text(first.await()));
        }
    }

    @AsyncTest
    default void toString_whileATaskReads_saysSo() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            assertFalse(reader.toString().contains(" waiting"), reader::toString);
            var read = createTask(() -> reader.read(1));
            sleep(Duration.ZERO);
            assertTrue(reader.toString().contains(" waiting"), reader::toString);
            pair.first().writer().write("x");
            read.await();
            assertFalse(reader.toString().contains(" waiting"), reader::toString);
        }
    }

    // ---- the end

    /** A reader that gets these bytes and then the end. */
    private StreamReader ended(StreamPair pair, String text) throws IOException {
        pair.first().writer().write(text);
        pair.first().writer().close();
        return pair.second().reader();
    }

    @AsyncTest
    default void read_streamHasEnded_returnsWhatIsLeftAndThenNothing() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "0123456789");
            var all = new StringBuilder();
            for (byte[] part = reader.read(4); part.length > 0; part = reader.read(4)) {
                all.append(text(part));
            }
            assertEquals("0123456789", all.toString());
            assertTrue(reader.atEof());
            assertEquals(0, reader.read(1).length);
            assertEquals(0, reader.read(1).length);
            assertNull(reader.readLine());
            assertThrows(IncompleteReadException.class, () -> reader.readExactly(1));
            assertTrue(reader.toString().contains(" eof"), reader::toString);
        }
    }

    @AsyncTest
    default void read_streamEndsMeanwhile_returnsNothing() throws IOException {
        try (var pair = connect()) {
            var read = createTask(() -> pair.second().reader().read(1));
            sleep(Duration.ZERO);
            pair.first().writer().close();
            assertEquals(0, read.await().length);
        }
    }

    @AsyncTest
    default void readExactly_streamEndsFirst_throwsWhatCame() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "0123");
            var error = assertThrows(IncompleteReadException.class, () -> reader.readExactly(5));
            assertEquals("0123", text(error.partial()));
            assertTrue(reader.atEof());
        }
    }

    @AsyncTest
    default void readUntil_streamEndsFirst_throwsWhatCame() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "no end\r");
            var error =
                    assertThrows(
                            IncompleteReadException.class, () -> reader.readUntil(bytes("\r\n")));
            assertEquals("no end\r", text(error.partial()));
            assertTrue(reader.atEof());
        }
    }

    @AsyncTest
    default void readLine_streamEndsFirst_returnsWhatCame() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "one\ntwo");
            var lines = new ArrayList<String>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            assertEquals(List.of("one", "two"), lines);
        }
    }

    @AsyncTest
    default void lines_comeUntilTheEnd() throws IOException {
        try (var pair = connect()) {
            var lines = new ArrayList<String>();
            for (String line : ended(pair, "one\ntwo\r\n\nlast").lines()) {
                lines.add(line);
            }
            assertEquals(List.of("one", "two", "", "last"), lines);
        }
    }

    @AsyncTest
    default void read_intoABufferAtTheEnd_tellsIt() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "x");
            var target = ByteBuffer.allocate(10);
            assertEquals(1, reader.read(target));
            assertEquals(-1, reader.read(target));
            assertEquals(1, target.position());
        }
    }

    @AsyncTest
    default void transferTo_anotherStream_sendsEverythingOn() throws IOException {
        byte[] data = randomBytes(large());
        try (var from = connect();
                var to = connect()) {
            var write =
                    createTask(
                            () -> {
                                from.first().writer().write(data);
                                from.first().writer().close();
                            });
            var transfer =
                    createTask(
                            () -> {
                                long count = from.second().reader().transferTo(to.first().writer());
                                to.first().writer().close();
                                return count;
                            });
            assertArrayEquals(data, to.second().reader().readAllBytes());
            assertEquals(data.length, transfer.await());
            write.await();
        }
    }

    @AsyncTest
    default void transferTo_aWriterThatCloses_failsAndLeavesTheReaderOpen() throws IOException {
        try (var from = connect();
                var to = connect()) {
            StreamReader reader = from.second().reader();
            var transfer = createTask(() -> reader.transferTo(to.first().writer()));
            sleep(Duration.ZERO);
            to.first().writer().close();
            from.first().writer().write("x");
            assertThrows(IllegalStateException.class, transfer::await);
            from.first().writer().write("y");
            assertTrue(text(reader.readUntil("y")).endsWith("y"));
        }
    }

    @AsyncTest
    default void atEof_somethingIsLeft_isFalse() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = ended(pair, "xy");
            assertFalse(reader.atEof());
            assertEquals("x", text(reader.readExactly(1)));
            assertFalse(reader.atEof());
            assertEquals("y", text(reader.readAllBytes()));
            assertTrue(reader.atEof());
        }
    }
}
