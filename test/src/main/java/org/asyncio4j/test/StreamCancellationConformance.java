package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.waitAll;
import static org.asyncio4j.test.Conversation.bytes;
import static org.asyncio4j.test.Conversation.randomBytes;
import static org.asyncio4j.test.Conversation.text;
import static org.asyncio4j.test.Conversation.turns;
import static org.asyncio4j.test.Conversation.untilStill;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.StreamReader;
import org.asyncio4j.StreamWriter;
import org.asyncio4j.Task;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The part of {@link StreamConformance} about cancelling. A cancel comes a number of turns after
 * the call, for each number until the call ends by itself.
 */
public interface StreamCancellationConformance extends StreamsUnderTest {
    /** More turns than a small message takes from end to end in memory, or on one machine. */
    private static int turnsToTry() {
        return 20;
    }

    // ---- reading

    /** A read of one whole message. */
    @FunctionalInterface
    interface Read {
        /** Reads it. */
        String from(StreamReader reader) throws IOException;
    }

    @AsyncTest
    default void readExactly_cancelledInAnyTurn_takesNothing() throws IOException {
        cancelInEveryTurn("message!", "message!", reader -> text(reader.readExactly(8)));
    }

    @AsyncTest
    default void readUntil_cancelledInAnyTurn_takesNothing() throws IOException {
        cancelInEveryTurn("message--", "message--", reader -> text(reader.readUntil(bytes("--"))));
    }

    @AsyncTest
    default void readLine_cancelledInAnyTurn_takesNothing() throws IOException {
        cancelInEveryTurn("message\r\n", "message", reader -> String.valueOf(reader.readLine()));
    }

    private void cancelInEveryTurn(String sent, String expected, Read read) throws IOException {
        int half = sent.length() - 1;
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            for (int turn = 0; turn < turnsToTry(); turn++) {
                Task<String> task = createTask(() -> read.from(reader));
                sleep(Duration.ZERO);
                pair.first().writer().write(sent.substring(0, half));
                turns(turn / 2);
                Task<Void> rest =
                        createTask(() -> pair.first().writer().write(sent.substring(half)));
                turns(turn - turn / 2);
                task.cancel();
                waitAll(List.of(task, rest));
                String message = task.isCancelled() ? read.from(reader) : task.await();
                assertEquals(expected, message, "cancelled in turn " + turn);
            }
        }
    }

    @AsyncTest
    default void readAllBytes_cancelledInAnyTurn_takesNothing() throws IOException {
        for (int turn = 0; turn < turnsToTry(); turn++) {
            try (var pair = connect()) {
                StreamReader reader = pair.second().reader();
                Task<byte[]> task = createTask(() -> reader.readAllBytes());
                sleep(Duration.ZERO);
                pair.first().writer().write("half,");
                turns(turn / 2);
                pair.first().writer().write("all");
                pair.first().writer().close();
                turns(turn - turn / 2);
                task.cancel();
                waitAll(List.of(task));
                byte[] all = task.isCancelled() ? reader.readAllBytes() : task.await();
                assertEquals("half,all", text(all), "cancelled in turn " + turn);
            }
        }
    }

    @AsyncTest
    default void read_cancelledInAnyTurn_losesNothing() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            for (int turn = 0; turn < turnsToTry(); turn++) {
                Task<byte[]> task = createTask(() -> reader.read(100));
                sleep(Duration.ZERO);
                pair.first().writer().write("message!");
                turns(turn);
                task.cancel();
                waitAll(List.of(task));
                String begin = task.isCancelled() ? "" : text(task.await());
                String rest = text(reader.readExactly(8 - begin.length()));
                assertEquals("message!", begin + rest, "cancelled in turn " + turn);
            }
        }
    }

    @AsyncTest
    default void read_intoABufferCancelledInAnyTurn_losesNothing() throws IOException {
        try (var pair = connect()) {
            StreamReader reader = pair.second().reader();
            for (int turn = 0; turn < turnsToTry(); turn++) {
                var target = ByteBuffer.allocate(8);
                Task<Integer> task = createTask(() -> reader.read(target));
                sleep(Duration.ZERO);
                pair.first().writer().write("message!");
                turns(turn);
                task.cancel();
                waitAll(List.of(task));
                target.put(reader.readExactly(target.remaining()));
                assertEquals("message!", text(target.array()), "cancelled in turn " + turn);
            }
        }
    }

    // ---- writing

    /** Each of the writes suspends, is cancelled, and has been taken. */
    @AsyncTest
    default void write_cancelledWhileItSuspends_isSentOnceAndWhole() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            StreamWriter writer = pair.first().writer();
            int piece = Math.max(1, data.length / 50);
            Task<Void> all =
                    createTask(
                            () -> {
                                for (int begin = 0; begin < data.length; begin += piece) {
                                    int end = Math.min(data.length, begin + piece);
                                    writeAndCancel(
                                            writer, Arrays.copyOfRange(data, begin, end), begin);
                                }
                            });
            assertArrayEquals(data, pair.second().reader().readExactly(data.length));
            all.await();
        }
    }

    private static void writeAndCancel(StreamWriter writer, byte[] piece, int number) {
        Task<Void> write = createTask(() -> writer.write(piece));
        turns(1 + number % 3); // or it would not even begin
        write.cancel();
        waitAll(List.of(write));
        assertTrue(write.isCancelled() || write.exception() == null);
    }

    @AsyncTest
    default void drain_cancelled_losesNothingAndDisturbsNobody() throws IOException {
        byte[] data = randomBytes(large());
        try (var pair = connect()) {
            var taken = new int[1];
            var write =
                    createTask(
                            () -> {
                                taken[0]++;
                                pair.first().writer().write(data);
                            });
            untilStill(() -> taken[0]);
            var cancelled = createTask(pair.first().writer()::drain);
            var other = createTask(pair.first().writer()::drain);
            sleep(Duration.ZERO);
            cancelled.cancel();
            waitAll(List.of(cancelled));
            assertTrue(cancelled.isCancelled());
            assertFalse(other.isDone());
            assertArrayEquals(data, pair.second().reader().readExactly(data.length));
            other.await();
            write.await();
        }
    }
}
