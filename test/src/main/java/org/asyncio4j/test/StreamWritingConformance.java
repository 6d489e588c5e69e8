package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.test.Conversation.SOME_TURNS;
import static org.asyncio4j.test.Conversation.bytes;
import static org.asyncio4j.test.Conversation.partner;
import static org.asyncio4j.test.Conversation.randomBytes;
import static org.asyncio4j.test.Conversation.readToTheEnd;
import static org.asyncio4j.test.Conversation.text;
import static org.asyncio4j.test.Conversation.turns;
import static org.asyncio4j.test.Conversation.untilStill;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.StreamReader;
import org.asyncio4j.StreamWriter;
import org.asyncio4j.Task;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of {@link StreamConformance} about writing. Names of methods say the rules. */
public interface StreamWritingConformance extends StreamsUnderTest {

    // ---- what is sent

    @AsyncTest
    default void write_little_doesNotSuspend() throws IOException {
        try (var pair = connect()) {
            var ran = new ArrayList<String>();
            var other = createTask(() -> ran.add("other"));
            pair.first().writer().write("little");
            pair.first().writer().drain();
            assertEquals(List.of(), ran);
            other.await();
            assertEquals("little", text(pair.second().reader().readExactly(6)));
        }
    }

    @AsyncTest
    default void write_nothing_sendsNothing() throws IOException {
        try (var pair = connect()) {
            StreamWriter writer = pair.first().writer();
            writer.write("");
            writer.write("a");
            writer.write(new byte[0]);
            writer.write(ByteBuffer.allocate(0));
            writer.write("b");
            assertEquals("ab", text(pair.second().reader().readExactly(2)));
        }
    }

    @AsyncTest
    default void write_bufferOfAnyKind_isReadToItsEnd() throws IOException {
        byte[] data = bytes("..data..");
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put(0, data);
        var buffers =
                List.of(
                        ByteBuffer.wrap(data, 2, 4),
                        ByteBuffer.wrap(data).slice(2, 4),
                        ByteBuffer.wrap(data, 2, 4).asReadOnlyBuffer(),
                        direct.position(2).limit(6));
        try (var pair = connect()) {
            for (ByteBuffer buffer : buffers) {
                pair.first().writer().write(buffer);
                assertFalse(buffer.hasRemaining(), buffer::toString);
                assertEquals("data", text(pair.second().reader().readExactly(4)));
            }
        }
    }

    @AsyncTest
    default void writeAll_severalBuffers_arriveOneAfterTheOther() throws IOException {
        byte[] much = randomBytes(200_000);
        var buffers =
                List.of(
                        ByteBuffer.wrap(bytes("begin")),
                        ByteBuffer.allocate(0),
                        ByteBuffer.wrap(much),
                        ByteBuffer.wrap(bytes("end")));
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().writeAll(buffers));
            assertEquals("begin", text(pair.second().reader().readExactly(5)));
            assertArrayEquals(much, pair.second().reader().readExactly(much.length));
            assertEquals("end", text(pair.second().reader().readExactly(3)));
            write.await();
            buffers.forEach(buffer -> assertFalse(buffer.hasRemaining()));
        }
    }

    @AsyncTest
    default void write_messagesBackAndForth_arriveInTurn() throws IOException {
        try (var pair = connect()) {
            for (int i = 0; i < 100; i++) {
                pair.first().writer().write("question " + i + "\n");
                assertEquals("question " + i, pair.second().reader().readLine());
                pair.second().writer().write("answer " + i + "\n");
                assertEquals("answer " + i, pair.first().reader().readLine());
            }
        }
    }

    @AsyncTest
    default void write_muchBothWaysAtOnce_arrives() throws IOException {
        byte[] there = randomBytes(large());
        byte[] back = randomBytes(large() - 1);
        try (var pair = connect()) {
            gather(
                    () -> pair.first().writer().write(there),
                    () -> pair.second().writer().write(back),
                    () ->
                            assertArrayEquals(
                                    there, pair.second().reader().readExactly(there.length)),
                    () -> assertArrayEquals(back, pair.first().reader().readExactly(back.length)));
        }
    }

    @AsyncTest
    default void write_severalTasks_eachMessageInOnePiece() throws IOException {
        int tasks = 8;
        int messages = 20;
        try (var pair = connect()) {
            var writes = new ArrayList<Task<Void>>();
            for (int i = 0; i < tasks; i++) {
                char name = (char) ('a' + i);
                writes.add(createTask(() -> sendMessages(pair.first().writer(), name, messages)));
            }
            var seen = new int[tasks];
            for (int i = 0; i < tasks * messages; i++) {
                String message = String.valueOf(pair.second().reader().readLine());
                int writer = message.charAt(0) - 'a';
                assertEquals(message((char) ('a' + writer), seen[writer]++), message + "\n");
            }
            gather(writes);
        }
    }

    private static void sendMessages(StreamWriter writer, char name, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            writer.write(message(name, i));
        }
    }

    private static String message(char name, int number) {
        return String.valueOf(name).repeat(1 + number * 97) + number + "\n";
    }

    // ---- back-pressure

    /** Writes the data in pieces, from one array, and counts. */
    private static Task<Void> writeInPieces(StreamWriter writer, byte[] data, int[] written) {
        byte[] piece = new byte[1_000];
        return createTask(
                () -> {
                    while (written[0] < data.length) {
                        int count = Math.min(piece.length, data.length - written[0]);
                        System.arraycopy(data, written[0], piece, 0, count);
                        writer.write(ByteBuffer.wrap(piece, 0, count));
                        written[0] += count;
                    }
                });
    }

    @AsyncTest
    default void write_nobodyReads_suspendsAndGoesOnLater() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var written = new int[1];
            var write = writeInPieces(pair.first().writer(), data, written);
            untilStill(() -> written[0]);
            assertFalse(write.isDone(), "large() bytes were taken though nobody reads");
            Transport transport = pair.first().writer().transport();
            int most = 2 * transport.writeBufferLimits().high() + 1_000;
            assertTrue(transport.writeBufferSize() <= most, transport::toString);
            byte[] all = pair.second().reader().readExactly(data.length);
            write.await();
            assertArrayEquals(data, all);
        }
    }

    @AsyncTest
    default void write_peerReadsInSpurts_suspendsEachTime() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var written = new int[1];
            var write = writeInPieces(pair.first().writer(), data, written);
            int read = 0;
            int spurt = Math.max(1, data.length / 4);
            while (read < data.length) {
                untilStill(() -> written[0]);
                assertTrue(written[0] - read < large(), "large() bytes are under way");
                int count = Math.min(spurt, data.length - read);
                assertArrayEquals(
                        Arrays.copyOfRange(data, read, read + count),
                        pair.second().reader().readExactly(count));
                read += count;
            }
            write.await();
        }
    }

    @AsyncTest
    default void drain_severalTasks_resumeWhenThePeerReads() throws IOException {
        try (var pair = connect()) {
            var written = new int[1];
            var write = writeInPieces(pair.first().writer(), randomBytes(large()), written);
            untilStill(() -> written[0]);
            var drains = new ArrayList<Task<Void>>();
            for (int i = 0; i < 10; i++) {
                drains.add(createTask(pair.first().writer()::drain));
            }
            turns(SOME_TURNS);
            drains.forEach(drain -> assertFalse(drain.isDone(), "a drain has not waited"));
            pair.second().reader().readExactly(large());
            gather(drains);
            write.await();
        }
    }

    /** Writers are held back by whatever the system did not take. */
    @AsyncTest
    default void write_withMarksOfZero_sendsAllInTheSameOrder() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            Transport transport = pair.first().writer().transport();
            transport.setWriteBufferLimits(new BufferLimits(0, 0));
            assertEquals(new BufferLimits(0, 0), transport.writeBufferLimits());
            var written = new int[1];
            var write = writeInPieces(pair.first().writer(), data, written);
            assertArrayEquals(data, pair.second().reader().readExactly(data.length));
            write.await();
            assertEquals(0, transport.writeBufferSize());
        }
    }

    // ---- refused

    @AsyncTest
    default void write_afterClose_isRefused() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            pair.first().writer().close();
            assertThrows(IllegalStateException.class, () -> pair.first().writer().write("x"));
            pair.first().writer().waitClosed();
            assertThrows(IllegalStateException.class, () -> pair.first().writer().write("x"));
            assertEquals(0, peer.await().length);
        }
    }

    // ---- a peer that is gone

    /** Writes until that is refused. Systems may take some bytes before they notice. */
    private static IOException untilRefused(StreamWriter writer) {
        return assertThrows(
                IOException.class,
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        writer.write("x");
                        sleep(Duration.ZERO);
                    }
                });
    }

    @AsyncTest
    default void write_peerIsGone_throwsFromThenOn() throws IOException {
        try (var pair = connect()) {
            StreamWriter writer = pair.first().writer();
            pair.second().abort();
            IOException first = untilRefused(writer);
            IOException second = assertThrows(IOException.class, () -> writer.write("x"));
            assertNotSame(first, second);
            assertThrows(IOException.class, writer::drain);
            assertTrue(pair.first().isClosing());
            readToTheEnd(pair.first().reader());
        }
    }

    @AsyncTest
    default void write_peerGoesWhileItSuspends_throws() throws IOException {
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(new byte[large()]));
            var drain = createTask(() -> pair.first().writer().drain());
            turns(SOME_TURNS);
            assertFalse(write.isDone());
            pair.second().abort();
            assertThrows(IOException.class, () -> await(write, IOException.class));
            assertThrows(IOException.class, () -> await(drain, IOException.class));
        }
    }

    @AsyncTest
    default void read_peerIsGone_endsOrThrows() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.first().reader();
            var read = createTask(() -> readToTheEnd(reader));
            sleep(Duration.ZERO);
            pair.second().abort();
            assertEquals(0, read.await().length);
            assertThrows(IOException.class, () -> reader.readExactly(1));
        }
    }
}
