package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.test.Conversation.SOME_TURNS;
import static org.asyncio4j.test.Conversation.partner;
import static org.asyncio4j.test.Conversation.randomBytes;
import static org.asyncio4j.test.Conversation.readToTheEnd;
import static org.asyncio4j.test.Conversation.text;
import static org.asyncio4j.test.Conversation.turns;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Connection;
import org.asyncio4j.StreamWriter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part of {@link StreamConformance} about how connections end. Names say the rules. */
public interface StreamEndingConformance extends StreamsUnderTest {

    // ---- closing

    @AsyncTest
    default void close_dataUnsent_isSentFirst() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var send =
                    createTask(
                            () -> {
                                try (var first = pair.first()) {
                                    first.writer().write(data);
                                }
                            });
            assertArrayEquals(data, pair.second().reader().readAllBytes());
            pair.second().close();
            send.await();
        }
    }

    @AsyncTest
    default void close_whileAnotherTaskWrites_sendsWhatItWrote() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(data));
            turns(SOME_TURNS);
            assertFalse(write.isDone());
            var close = createTask(pair.first()::close);
            assertArrayEquals(data, pair.second().reader().readAllBytes());
            pair.second().close();
            close.await();
            write.await();
        }
    }

    @AsyncTest
    default void close_whileAnotherTaskReads_endsItsRead() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            var read = createTask(() -> pair.first().reader().readExactly(1));
            sleep(Duration.ZERO);
            pair.first().close();
            assertThrows(IOException.class, () -> await(read, IOException.class));
            assertEquals(0, readToTheEnd(pair.first().reader()).length);
            peer.await();
        }
    }

    @AsyncTest
    default void close_againAndAgain_isAllowed() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            Connection first = pair.first();
            gather(first::close, first::close, first::close);
            first.close();
            first.writer().close();
            first.abort();
            assertTrue(first.isClosing());
            peer.await();
        }
    }

    @AsyncTest
    default void close_byBothAtOnce_isQuiet() throws IOException {
        try (var pair = connect()) {
            gather(pair.first()::close, pair.second()::close);
            assertEquals(0, readToTheEnd(pair.first().reader()).length);
            assertEquals(0, readToTheEnd(pair.second().reader()).length);
        }
    }

    @AsyncTest
    default void close_peerHasClosed_isQuiet() throws IOException {
        try (var pair = connect()) {
            pair.second().writer().write("bye");
            pair.second().writer().close();
            assertEquals("bye", text(pair.first().reader().readAllBytes()));
            pair.first().close();
            pair.second().writer().waitClosed();
        }
    }

    @AsyncTest
    default void isClosing_tellsFromCloseOn() throws IOException {
        try (var pair = connect()) {
            assertFalse(pair.first().isClosing());
            assertFalse(pair.first().writer().isClosing());
            pair.first().writer().close();
            assertTrue(pair.first().isClosing());
            assertTrue(pair.first().writer().isClosing());
        }
    }

    /** The peer does not read, so that closing has to wait. */
    @AsyncTest
    default void close_cancelled_abortsTheConnection() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(data));
            turns(SOME_TURNS);
            var close = createTask(pair.first()::close);
            turns(SOME_TURNS);
            assertFalse(close.isDone());
            close.cancel();
            assertThrows(CancelledError.class, close::await);
            assertThrows(IOException.class, () -> await(write, IOException.class));
            pair.first().writer().waitClosed();
            assertIsBeginning(readToTheEnd(pair.second().reader()), data);
        }
    }

    private static void assertIsBeginning(byte[] part, byte[] whole) {
        assertTrue(part.length < whole.length, "everything has arrived");
        assertArrayEquals(Arrays.copyOf(whole, part.length), part);
    }

    // ---- aborting

    @AsyncTest
    default void abort_dataUnsent_dropsIt() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var write = createTask(() -> pair.first().writer().write(data));
            turns(SOME_TURNS);
            pair.first().abort();
            assertTrue(pair.first().isClosing());
            assertThrows(IOException.class, () -> await(write, IOException.class));
            assertIsBeginning(readToTheEnd(pair.second().reader()), data);
        }
    }

    @AsyncTest
    default void abort_doesNotSuspend() throws IOException {
        try (var pair = connect()) {
            var ran = new ArrayList<String>();
            var other = createTask(() -> ran.add("other"));
            pair.first().abort();
            pair.first().abort();
            assertEquals(List.of(), ran);
            other.await();
            pair.first().writer().waitClosed();
        }
    }

    @AsyncTest
    default void abort_whileAnotherTaskReads_endsItsRead() throws IOException {
        try (var pair = connect()) {
            var read = createTask(() -> pair.first().reader().readExactly(1));
            sleep(Duration.ZERO);
            pair.first().abort();
            assertThrows(IOException.class, () -> await(read, IOException.class));
        }
    }

    // ---- waiting for the end

    @AsyncTest
    default void waitClosed_connectionOpen_waitsForTheEnd() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            StreamWriter writer = pair.first().writer();
            var waits = List.of(createTask(writer::waitClosed), createTask(writer::waitClosed));
            turns(SOME_TURNS);
            waits.forEach(wait -> assertFalse(wait.isDone()));
            assertFalse(pair.first().isClosing());
            writer.close();
            gather(waits);
            writer.waitClosed();
            peer.await();
        }
    }

    @AsyncTest
    default void waitClosed_cancelled_leavesTheConnection() throws IOException {
        try (var pair = connect()) {
            var wait = createTask(pair.first().writer()::waitClosed);
            turns(SOME_TURNS);
            wait.cancel();
            assertThrows(CancelledError.class, wait::await);
            pair.first().writer().write("still here\n");
            assertEquals("still here", pair.second().reader().readLine());
        }
    }

    // ---- closing one direction

    /** Whether the stream cannot, and says so and goes on as before. */
    private boolean isRefused(StreamPair pair) throws IOException {
        assertEquals(canHalfClose(), pair.first().writer().canWriteEof());
        if (canHalfClose()) {
            return false;
        }
        assertThrows(UnsupportedOperationException.class, pair.first().writer()::writeEof);
        pair.first().writer().write("still here\n");
        assertEquals("still here", pair.second().reader().readLine());
        return true;
    }

    @AsyncTest
    default void writeEof_dataUnsent_isSentFirstAndTheAnswerStillComes() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            if (isRefused(pair)) {
                return;
            }
            var ask =
                    createTask(
                            () -> {
                                pair.first().writer().write(data);
                                pair.first().writer().writeEof();
                                return pair.first().reader().readAllBytes();
                            });
            assertArrayEquals(data, pair.second().reader().readAllBytes());
            assertFalse(pair.second().isClosing());
            pair.second().writer().write("thank you");
            pair.second().writer().writeEof();
            assertEquals("thank you", text(ask.await()));
            gather(pair.first()::close, pair.second()::close);
        }
    }

    @AsyncTest
    default void writeEof_peerAnswersMuch_allArrives() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            if (isRefused(pair)) {
                return;
            }
            pair.first().writer().writeEof();
            assertEquals(0, pair.second().reader().read(1).length);
            var answer =
                    createTask(
                            () -> {
                                pair.second().writer().write(data);
                                pair.second().close();
                            });
            assertArrayEquals(data, pair.first().reader().readAllBytes());
            pair.first().close();
            answer.await();
        }
    }

    @AsyncTest
    default void writeEof_twice_isAllowedButWritingIsNot() throws IOException {
        try (var pair = connect()) {
            if (isRefused(pair)) {
                return;
            }
            pair.first().writer().writeEof();
            pair.first().writer().writeEof();
            assertThrows(IllegalStateException.class, () -> pair.first().writer().write("x"));
            assertEquals(0, pair.second().reader().readAllBytes().length);
        }
    }

    // ---- what is known of it

    @AsyncTest
    default void addresses_alsoAfterTheEnd_areThere() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            var local = pair.first().localAddress();
            var remote = pair.first().remoteAddress();
            assertNotNull(local);
            assertNotNull(remote);
            pair.first().close();
            assertEquals(local, pair.first().localAddress());
            assertEquals(remote, pair.first().remoteAddress());
            peer.await();
        }
    }

    @AsyncTest
    default void toString_inEveryState_saysSomething() throws IOException {
        try (var pair = connect()) {
            var peer = partner(pair.second());
            assertFalse(pair.first().toString().isBlank());
            pair.first().writer().close();
            assertFalse(pair.first().toString().isBlank());
            pair.first().writer().waitClosed();
            assertFalse(pair.first().toString().isBlank());
            assertFalse(pair.first().writer().toString().isBlank());
            peer.await();
        }
    }
}
