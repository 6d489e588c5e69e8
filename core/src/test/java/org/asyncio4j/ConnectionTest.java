package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;

/** Connections over real sockets, in both roles. */
class ConnectionTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void echo(Connection connection) throws IOException {
        for (byte[] data = connection.reader().read(100_000);
                data.length > 0;
                data = connection.reader().read(100_000)) {
            connection.writer().write(data);
        }
    }

    /** Both ends of a connection, and a handler that stays until the test lets it go. */
    private static final class Pair implements AutoCloseable {
        private final Future<Connection> accepted = Future.pending();
        private final Future<Void> end = Future.pending();
        private final Server server;
        final Connection client;
        final Connection peer;

        Pair() throws IOException {
            server =
                    startServer(
                            connection -> {
                                accepted.setResult(connection);
                                end.await();
                            },
                            HOST,
                            0);
            client = openConnection(HOST, server.port());
            peer = accepted.await();
        }

        @Override
        public void close() throws IOException {
            end.setResult(null);
            client.close();
            server.closeNowait();
            server.waitClosed();
        }
    }

    // ---- back and forth

    private static InetSocketAddress inet(SocketAddress address) {
        return (InetSocketAddress) address;
    }

    @AsyncTest
    void write_manyMessages_comeBackInOrder() throws IOException {
        try (var server = startServer(ConnectionTest::echo, HOST, 0);
                var client = openConnection(HOST, server.port())) {
            for (int i = 0; i < 200; i++) {
                client.writer().write("message " + i + "\n");
                assertEquals("message " + i, client.reader().readLine());
            }
        }
    }

    @AsyncTest
    void write_pipelined_comesBackInOrder() throws IOException {
        try (var server = startServer(ConnectionTest::echo, HOST, 0);
                var client = openConnection(HOST, server.port())) {
            for (int i = 0; i < 1000; i++) {
                client.writer().write(i + "\n");
            }
            for (int i = 0; i < 1000; i++) {
                assertEquals(String.valueOf(i), client.reader().readLine());
            }
        }
    }

    @AsyncTest
    void write_largeBothWaysAtOnce_arrivesUnharmed() throws IOException {
        byte[] data = randomBytes(LARGE);
        try (var server = startServer(ConnectionTest::echo, HOST, 0);
                var client = openConnection(HOST, server.port())) {
            var write =
                    createTask(
                            () -> {
                                client.writer().write(data);
                                client.writer().writeEof();
                            });
            assertArrayEquals(data, client.reader().readAllBytes());
            write.await();
        }
    }

    @AsyncTest
    void write_largeDirectBuffer_arrivesUnharmed() throws IOException {
        byte[] data = randomBytes(LARGE);
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGE + 20);
        buffer.position(10).put(data).flip().position(10);
        try (var pair = new Pair()) {
            var write = createTask(() -> pair.peer.writer().write(buffer));
            assertArrayEquals(data, pair.client.reader().readExactly(LARGE));
            write.await();
            assertFalse(buffer.hasRemaining());
        }
    }

    @AsyncTest
    void write_peerDoesNotRead_suspendsAndBuffersLittle() throws IOException {
        try (var pair = new Pair()) {
            var written = new int[1];
            var write =
                    createTask(
                            () -> {
                                byte[] piece = randomBytes(10_000);
                                while (written[0] < LARGE) {
                                    pair.client.writer().write(piece);
                                    written[0] += piece.length;
                                }
                            });
            for (int before = -1; before < written[0]; ) { // until it stands still
                before = written[0];
                for (int i = 0; i < 100; i++) {
                    sleep(Duration.ZERO);
                }
            }
            assertFalse(write.isDone());
            assertEquals(0, written[0] % 10_000);
            assertTrue(pair.peer.reader().toString().contains("paused"));
            int rest = 0;
            while (rest < written[0] || !write.isDone()) {
                rest += pair.peer.reader().read(1 << 20).length;
            }
            write.await();
        }
    }

    @AsyncTest
    void write_cancelledWhileSuspended_isStillSent() throws IOException {
        byte[] data = randomBytes(LARGE);
        try (var pair = new Pair()) {
            var write = createTask(() -> pair.client.writer().write(data));
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            assertFalse(write.isDone());
            write.cancel();
            assertThrows(CancelledError.class, write::await);
            assertArrayEquals(data, pair.peer.reader().readExactly(LARGE));
        }
    }

    @AsyncTest
    void read_timedOut_leavesTheConnectionUsable(TestLoop loop) throws IOException {
        try (var server = startServer(ConnectionTest::echo, HOST, 0);
                var client = openConnection(HOST, server.port())) {
            var read = createTask(() -> timeout(seconds(5), client.reader()::readLine));
            sleep(Duration.ZERO);
            loop.clock().advance(seconds(5));
            assertThrows(TimeoutException.class, read::await);
            client.writer().write("still here\n");
            assertEquals("still here", client.reader().readLine());
        }
    }

    // ---- the end of one direction

    @AsyncTest
    void writeEof_otherDirection_goesOn() throws IOException {
        try (var pair = new Pair()) {
            pair.client.writer().write("question");
            pair.client.writer().writeEof();
            pair.client.writer().writeEof();
            assertEquals("question", pair.peer.reader().readLine());
            assertTrue(pair.peer.reader().atEof());
            assertFalse(pair.peer.isClosing());
            pair.peer.writer().write("answer\n");
            assertEquals("answer", pair.client.reader().readLine());
        }
    }

    @AsyncTest
    void writeEof_muchUnsent_isSentFirst() throws IOException {
        byte[] data = randomBytes(LARGE);
        try (var pair = new Pair()) {
            var write = createTask(() -> pair.client.writer().write(data));
            sleep(Duration.ZERO);
            pair.client.writer().writeEof();
            assertArrayEquals(data, pair.peer.reader().readAllBytes());
            write.await();
        }
    }

    @AsyncTest
    void write_afterWriteEof_isRefused() throws IOException {
        try (var pair = new Pair()) {
            pair.client.writer().writeEof();
            assertThrows(IllegalStateException.class, () -> pair.client.writer().write("more"));
        }
    }

    @AsyncTest
    void eof_whileIdle_isSeenByTheNextRead() throws IOException {
        try (var pair = new Pair()) {
            pair.peer.writer().close();
            pair.peer.writer().waitClosed();
            assertEquals(0, pair.client.reader().read(10).length);
            assertTrue(pair.client.reader().atEof());
            assertFalse(pair.client.isClosing());
        }
    }

    // ---- closing

    @AsyncTest
    void close_muchUnsent_sendsItAndWaits() throws Exception {
        byte[] data = randomBytes(LARGE);
        try (var listening = new ServerSocket(0, 1, LOOPBACK)) {
            var client = openConnection(HOST, listening.getLocalPort());
            try (Socket peer = listening.accept()) {
                var write = createTask(() -> client.writer().write(data));
                sleep(Duration.ZERO);
                var close = createTask(client::close);
                for (int i = 0; i < 100; i++) {
                    sleep(Duration.ZERO);
                }
                assertFalse(close.isDone());
                assertTrue(client.isClosing());
                assertArrayEquals(data, toThread(() -> peer.getInputStream().readAllBytes()));
                close.await();
                write.await();
            }
        }
    }

    @AsyncTest
    void close_twiceAndAtOnce_isAllowed() throws IOException {
        try (var pair = new Pair()) {
            gather(pair.client::close, pair.client::close);
            pair.client.close();
            pair.client.abort();
            assertTrue(pair.client.isClosing());
        }
    }

    @AsyncTest
    void close_readerWaits_getsTheEnd() throws IOException {
        try (var pair = new Pair()) {
            var read = createTask(() -> pair.client.reader().readLine());
            sleep(Duration.ZERO);
            pair.client.close();
            assertNull(read.await());
        }
    }

    @AsyncTest
    void close_cancelled_dropsWhatIsUnsentAndClosesAtOnce() throws IOException {
        try (var pair = new Pair()) {
            var write = createTask(() -> pair.client.writer().write(new byte[LARGE]));
            sleep(Duration.ZERO);
            var close = createTask(pair.client::close);
            for (int i = 0; i < 10; i++) {
                sleep(Duration.ZERO);
            }
            assertFalse(close.isDone());
            close.cancel();
            assertThrows(CancelledError.class, close::await);
            assertThrows(SocketException.class, () -> await(write, IOException.class));
            pair.client.close();
            assertTrue(readToEnd(pair.peer) < LARGE);
        }
    }

    @AsyncTest
    void abort_muchUnsent_dropsIt() throws IOException {
        try (var pair = new Pair()) {
            var write = createTask(() -> pair.client.writer().write(new byte[LARGE]));
            sleep(Duration.ZERO);
            pair.client.abort();
            assertTrue(pair.client.isClosing());
            assertThrows(SocketException.class, () -> await(write, IOException.class));
            assertThrows(IllegalStateException.class, () -> pair.client.writer().write("more"));
            assertTrue(readToEnd(pair.peer) < LARGE);
            pair.client.close();
        }
    }

    private static int readToEnd(Connection connection) {
        int count = 0;
        try {
            for (byte[] data = connection.reader().read(100_000);
                    data.length > 0;
                    data = connection.reader().read(100_000)) {
                count += data.length;
            }
        } catch (IOException e) {
            // Reset rather than ended: both will do.
        }
        return count;
    }

    @AsyncTest
    void close_whileThePeerCloses_isQuiet() throws IOException {
        try (var pair = new Pair()) {
            gather(pair.client::close, pair.peer::close);
        }
    }

    @AsyncTest
    void close_unreadData_isQuiet() throws IOException {
        try (var pair = new Pair()) {
            pair.peer.writer().write("nobody reads this");
            sleep(Duration.ZERO);
            pair.client.close();
        }
    }

    // ---- facts

    @AsyncTest
    void addresses_ofBothEnds_match() throws IOException {
        try (var pair = new Pair()) {
            assertEquals(pair.client.localAddress(), pair.peer.remoteAddress());
            assertEquals(pair.client.remoteAddress(), pair.peer.localAddress());
            assertEquals(HOST, inet(pair.client.remoteAddress()).getAddress().getHostAddress());
            assertEquals(pair.server.port(), inet(pair.client.remoteAddress()).getPort());
            pair.client.close();
            assertEquals(pair.server.port(), inet(pair.client.remoteAddress()).getPort());
        }
    }

    @AsyncTest
    void toString_everyState_isShown() throws IOException {
        try (var pair = new Pair()) {
            String addresses =
                    " local="
                            + pair.client.localAddress()
                            + " remote="
                            + pair.client.remoteAddress();
            assertEquals(
                    "<Connection <SocketTransport open" + addresses + " unsent=0>>",
                    pair.client.toString());
            pair.client.writer().close();
            assertEquals(
                    "<Connection <SocketTransport closing" + addresses + " unsent=0>>",
                    pair.client.toString());
            pair.client.close();
            assertEquals(
                    "<Connection <SocketTransport closed" + addresses + " unsent=0>>",
                    pair.client.toString());
        }
    }

    @AsyncTest
    void connections_many_doNotMixTheirBytes() throws IOException {
        try (var server = startServer(ConnectionTest::echo, HOST, 0)) {
            var talks = new ArrayList<Coroutine<Boolean>>();
            for (int i = 0; i < 50; i++) {
                byte[] data = randomBytes(20_000 + i);
                talks.add(
                        async(
                                () -> {
                                    try (var client = openConnection(HOST, server.port())) {
                                        client.writer().write(data);
                                        client.writer().writeEof();
                                        return Arrays.equals(data, client.reader().readAllBytes());
                                    }
                                }));
            }
            assertFalse(gather(talks).contains(false));
        }
    }

    @AsyncTest
    void text_isUtf8() throws IOException {
        try (var pair = new Pair()) {
            pair.client.writer().write("äöü €\n");
            assertArrayEquals(
                    "äöü €\n".getBytes(StandardCharsets.UTF_8),
                    pair.peer.reader().readUntil(new byte[] {'\n'}));
        }
    }
}
