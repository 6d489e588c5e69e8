package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.MemoryOptions;
import org.asyncio4j.test.MemoryStreams;
import org.asyncio4j.test.StreamPair;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A conversation that breaks at each of its bytes in turn, in every way there is. Both sides notice
 * or, where nobody can, run into their time limits; and nothing is left of it.
 */
class BrokenConversationTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);
    private static final byte[] NEWLINE = {'\n'};
    private static final String ASKED = "HELLO 5\nworldSTORE abc\nQUIT\n";
    private static final String ANSWERED = "hello, world!\nstored\nbye\n";

    // ---- the conversation

    /** The client: what it got as answers. */
    private static String ask(Connection connection) throws IOException {
        try (connection) {
            StreamReader reader = connection.reader();
            StreamWriter writer = connection.writer();
            writer.write("HELLO 5\nworld");
            var answers = new StringBuilder(text(reader.readUntil(NEWLINE)));
            writer.write("STORE abc\n");
            answers.append(text(reader.readExactly(7)));
            writer.write("QUIT\n");
            return answers.append(text(reader.readUntil(NEWLINE))).toString();
        }
    }

    /** The server: what it was asked. */
    private static String serve(Connection connection) throws IOException {
        try (connection) {
            var asked = new StringBuilder();
            String line = "";
            while (!line.equals("QUIT")) {
                line =
                        text(connection.reader().readUntil(NEWLINE))
                                .strip(); // or half a line is one
                asked.append(line).append('\n');
                connection.writer().write(answer(line, connection, asked));
            }
            return asked.toString();
        }
    }

    private static String answer(String line, Connection connection, StringBuilder asked)
            throws IOException {
        if (line.startsWith("HELLO ")) {
            int length = Integer.parseInt(line.substring("HELLO ".length()));
            String name = text(connection.reader().readExactly(length));
            asked.append(name);
            return "hello, " + name + "!\n";
        }
        return line.equals("QUIT") ? "bye\n" : "stored\n";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    // ---- in memory

    private interface Break {
        MemoryOptions at(MemoryOptions options, long count);
    }

    /** How the two ends of one conversation came out: what was said, or null if they failed. */
    private record Ends(boolean asked, boolean served) {}

    private static Ends play(StreamPair pair) {
        var served = createTask(() -> timeout(seconds(60), () -> serve(pair.second())));
        var asked = createTask(() -> timeout(seconds(60), () -> ask(pair.first())));
        waitAll(List.of(served, asked));
        assertTrue(pair.first().isClosing() && pair.second().isClosing());
        return new Ends(isWhole(asked, ANSWERED), isWhole(served, ASKED));
    }

    private static boolean isWhole(Task<String> task, String expected) {
        Throwable error = task.exception();
        if (error != null) {
            assertTrue(
                    error instanceof IOException || error instanceof TimeoutException,
                    error::toString);
            return false;
        }
        assertEquals(expected, task.await(), "ended well with half of what was said");
        return true;
    }

    private static void breakAtEachByte(Break broken) {
        for (int chunk : new int[] {1, 1000}) {
            UnaryOperator<MemoryOptions> whole = o -> o.withChunkSize(chunk);
            var leaks = new LeakCheck();
            for (int count = 0; count < ASKED.length(); count++) {
                int at = count;
                var pair = MemoryStreams.pair(o -> broken.at(whole.apply(o), at), whole);
                Ends ends = play(pair);
                assertFalse(ends.served, "the server cannot have heard it all");
                leaks.assertNothingIsLeft("broken at byte " + at + " there");
            }
            for (int count = 0; count < ANSWERED.length(); count++) {
                int at = count;
                var pair = MemoryStreams.pair(whole, o -> broken.at(whole.apply(o), at));
                Ends ends = play(pair);
                assertFalse(ends.asked, "the client cannot have heard it all");
                leaks.assertNothingIsLeft("broken at byte " + at + " back");
            }
            assertEquals(new Ends(true, true), play(MemoryStreams.pair(whole)));
        }
    }

    @AsyncTest
    void reset_atEachByte_isNoticedByBothSides() {
        breakAtEachByte(MemoryOptions::withResetAfter);
    }

    @AsyncTest
    void truncation_atEachByte_isNoticed() {
        breakAtEachByte(MemoryOptions::withEndAfter);
    }

    /** As when a cable is cut: only time limits help, and they do. */
    @AsyncTest
    void silence_atEachByte_endsByTimeLimits() {
        breakAtEachByte(MemoryOptions::withSilenceAfter);
    }

    // ---- on sockets

    /** Sends the beginning of what it should say, hears all that comes meanwhile, and resets. */
    private static void sayAndReset(Socket socket, String said, int count, int heard)
            throws IOException {
        try (socket) {
            socket.getOutputStream().write(said.substring(0, count).getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            for (int i = 0; i < heard; i++) {
                if (in.read() < 0) {
                    break;
                }
            }
            socket.setSoLinger(true, 0);
        }
    }

    @AsyncTest
    void reset_ofAServerAtEachByte_isNoticedByTheClient() throws IOException {
        var leaks = new LeakCheck();
        for (int count = 0; count < ANSWERED.length(); count++) {
            int at = count;
            try (var listening = new ServerSocket(0, 1, LOOPBACK)) {
                var client = openConnection(HOST, listening.getLocalPort());
                var asked = createTask(() -> ask(client));
                toThread(() -> sayAndReset(listening.accept(), ANSWERED, at, 13));
                waitAll(List.of(asked));
                assertFalse(isWhole(asked, ANSWERED));
                assertTrue(client.isClosing());
            }
            leaks.assertNothingIsLeft("reset at byte " + at);
        }
    }

    @AsyncTest
    void reset_ofAClientAtEachByte_isNoticedByTheServer() throws IOException {
        var leaks = new LeakCheck();
        for (int count = 0; count < ASKED.length(); count++) {
            int at = count;
            var served = Future.<Boolean>pending();
            ConnectionHandler handler =
                    connection -> {
                        var serving = createTask(() -> serve(connection));
                        waitAll(List.of(serving));
                        served.setResult(isWhole(serving, ASKED));
                    };
            try (var server = startServer(handler, HOST, 0)) {
                int port = server.port();
                int heard = at < "HELLO 5\nworld".length() ? 0 : 14;
                toThread(() -> sayAndReset(new Socket(LOOPBACK, port), ASKED, at, heard));
                assertFalse(served.await());
            }
            leaks.assertNothingIsLeft("reset at byte " + at);
        }
    }

    // ---- peers that are there and say nothing

    /** Connected by the system and never accepted: nobody hears, nobody answers. */
    @AsyncTest
    void peer_thatNeverAccepts_isLeftByTimeLimits(TestLoop loop) throws IOException {
        var leaks = new LeakCheck();
        try (var listening = new ServerSocket(0, 1, LOOPBACK)) {
            var client = openConnection(HOST, listening.getLocalPort());
            var read = createTask(() -> timeout(seconds(5), () -> client.reader().read(1)));
            var write =
                    createTask(
                            () ->
                                    timeout(
                                            seconds(5),
                                            () -> client.writer().write(new byte[16 << 20])));
            sleep(Duration.ZERO);
            loop.clock().advance(seconds(5));
            assertThrows(TimeoutException.class, read::await);
            assertThrows(TimeoutException.class, write::await);
            var close = createTask(() -> timeout(seconds(5), client::close));
            sleep(Duration.ZERO);
            loop.clock().advance(seconds(5));
            assertThrows(TimeoutException.class, close::await);
            client.writer().waitClosed();
        }
        leaks.assertNothingIsLeft("after the time limits");
    }

    // ---- slow peers

    @AsyncTest
    void peer_thatSendsAByteASecond_isHeardOut() {
        var pair = MemoryStreams.pair();
        var leaks = new LeakCheck();
        var begin = getRunningLoop().time();
        String line = "slow and steady wins the race\n";
        var slow =
                createTask(
                        () -> {
                            try (var connection = pair.first()) {
                                for (byte letter : line.repeat(100).getBytes(UTF_8)) {
                                    connection.writer().write(new byte[] {letter});
                                    sleep(seconds(1));
                                }
                            }
                        });
        var lines =
                createTask(
                        () -> {
                            int count = 0;
                            try (var connection = pair.second()) {
                                while (connection.reader().readLine() != null) {
                                    count++;
                                }
                            }
                            return count;
                        });
        assertEquals(100, lines.await());
        slow.await();
        assertEquals(seconds(3000), getRunningLoop().time().minus(begin));
        leaks.assertNothingIsLeft("after the slow peer");
    }

    @AsyncTest
    void peer_thatSendsAByteASecond_meetsATimeLimitForTheWholeLine() {
        var pair = MemoryStreams.pair();
        var slow =
                createTask(
                        () -> {
                            try (var connection = pair.first()) {
                                while (true) {
                                    connection.writer().write("x");
                                    sleep(seconds(1));
                                }
                            }
                        });
        var served =
                createTask(
                        () -> {
                            try (var connection = pair.second()) {
                                timeout(seconds(30), connection.reader()::readLine);
                            }
                        });
        assertThrows(TimeoutException.class, served::await);
        assertThrows(IOException.class, () -> await(slow, IOException.class));
        assertTrue(getRunningLoop().time().compareTo(seconds(32)) < 0);
    }

    /** The writer is held back, as often as it takes, and nothing piles up. */
    @AsyncTest
    void peer_thatReadsAByteASecond_holdsTheWriterBack() {
        var pair = MemoryStreams.pair(o -> o.withCapacity(100).withChunkSize(1));
        int limit = 64 << 10;
        var written = new int[1];
        var write =
                createTask(
                        () -> {
                            while (true) {
                                pair.first().writer().write(new byte[1000]);
                                written[0] += 1000;
                            }
                        });
        var begin = getRunningLoop().time();
        var read =
                createTask(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                sleep(seconds(1));
                                pair.second().reader().readExactly(1);
                            }
                        });
        read.await();
        assertEquals(seconds(1000), getRunningLoop().time().minus(begin));
        assertTrue(written[0] <= 3 * limit + 100 + 2000, "written: " + written[0]);
        pair.close();
        assertThrows(IOException.class, () -> await(write, IOException.class));
    }
}
