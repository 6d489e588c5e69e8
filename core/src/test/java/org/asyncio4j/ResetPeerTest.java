package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.BufferedProtocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Plain sockets that break off with a reset instead of an end, at every point of a talk. */
class ResetPeerTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** A connection of ours to a plain socket. */
    private static final class Pair {
        final Connection connection;
        final Socket peer;

        Pair() throws IOException {
            try (var server = new ServerSocket(0, 1, LOOPBACK)) {
                connection = openConnection(HOST, server.getLocalPort());
                peer = server.accept();
            }
        }
    }

    // ---- under a task that does something

    @AsyncTest
    void reset_whileReading_throws() throws IOException {
        var pair = new Pair();
        var read = createTask(() -> pair.connection.reader().readLine());
        sleep(Duration.ZERO);
        reset(pair.peer);
        var error = assertThrows(SocketException.class, () -> await(read, IOException.class));
        assertEquals("connection lost: Connection reset", error.getMessage());
        assertTrue(pair.connection.isClosing());
        assertThrows(SocketException.class, () -> pair.connection.writer().write("x"));
        pair.connection.close();
    }

    @AsyncTest
    void reset_afterHalfALine_throwsAndLeavesTheHalf() throws IOException {
        var pair = new Pair();
        pair.peer.getOutputStream().write("half a".getBytes(StandardCharsets.UTF_8));
        var first = pair.connection.reader().readExactly(4);
        reset(pair.peer);
        assertEquals("half", new String(first, StandardCharsets.UTF_8));
        assertThrows(SocketException.class, () -> pair.connection.reader().readLine());
        // The system may or may not have dropped the rest; the error stays.
        pair.connection.reader().read(2);
        assertThrows(SocketException.class, () -> pair.connection.reader().readAllBytes());
        pair.connection.close();
    }

    @AsyncTest
    void reset_whileWriting_throws() throws IOException {
        var pair = new Pair();
        var write = createTask(() -> pair.connection.writer().write(new byte[LARGE]));
        sleep(Duration.ZERO);
        reset(pair.peer);
        assertThrows(SocketException.class, () -> await(write, IOException.class));
        var error = assertThrows(SocketException.class, pair.connection::close);
        assertTrue(
                error.getMessage().startsWith("connection lost with data unsent: "),
                error.getMessage());
    }

    @AsyncTest
    void reset_whileClosing_throwsAsDataIsLost() throws IOException {
        var pair = new Pair();
        var write = createTask(() -> pair.connection.writer().write(new byte[LARGE]));
        sleep(Duration.ZERO);
        var close = createTask(pair.connection::close);
        sleep(Duration.ZERO);
        reset(pair.peer);
        assertThrows(SocketException.class, () -> await(close, IOException.class));
        assertThrows(SocketException.class, () -> await(write, IOException.class));
    }

    @AsyncTest
    void reset_whileIdle_isSeenByTheNextCall() throws IOException {
        var pair = new Pair();
        reset(pair.peer);
        assertThrows(SocketException.class, () -> pair.connection.reader().read(1));
        assertThrows(SocketException.class, () -> pair.connection.writer().write("x"));
        assertThrows(SocketException.class, () -> pair.connection.writer().drain());
        pair.connection.close();
    }

    @AsyncTest
    void reset_whileReadingAndWriting_throwsInBothTasks() throws IOException {
        var pair = new Pair();
        var tasks =
                List.of(
                        createTask(() -> pair.connection.writer().write(new byte[LARGE])),
                        createTask(
                                () -> {
                                    pair.connection.reader().readExactly(1);
                                }));
        sleep(Duration.ZERO);
        reset(pair.peer);
        for (Task<Void> task : tasks) {
            assertThrows(SocketException.class, () -> await(task, IOException.class));
        }
        assertThrows(SocketException.class, pair.connection::close);
    }

    @AsyncTest
    void reset_afterOurEof_throws() throws IOException {
        var pair = new Pair();
        pair.connection.writer().writeEof();
        assertEquals(-1, toThread(() -> pair.peer.getInputStream().read()));
        reset(pair.peer);
        assertThrows(SocketException.class, () -> pair.connection.reader().read(1));
        pair.connection.close();
    }

    /** No read is pending after the end, so only writing can notice. */
    @AsyncTest
    void reset_afterTheirEof_isSeenByWriting() throws IOException {
        var pair = new Pair();
        pair.peer.shutdownOutput();
        assertEquals(0, pair.connection.reader().read(1).length);
        reset(pair.peer);
        assertThrows(
                SocketException.class,
                () -> {
                    for (int i = 0; i < 3; i++) {
                        pair.connection.writer().write("x");
                    }
                });
        pair.connection.close();
    }

    /** Has room for little and answers everything, also when nobody is there to hear it. */
    private static final class Answering implements BufferedProtocol {
        final Future<@Nullable Exception> lost = Future.pending();
        final ByteBuffer buffer = ByteBuffer.allocate(1_000);
        @Nullable Transport transport;
        int calls;
        int depth;
        int deepest;

        @Override
        public void connectionMade(Transport made) {
            transport = made;
            made.pauseReading();
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            return buffer.clear();
        }

        @Override
        public void bufferUpdated(int count) {
            calls++;
            deepest = Math.max(deepest, ++depth);
            Objects.requireNonNull(transport).write(ByteBuffer.allocate(100));
            depth--;
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            lost.setResult(error);
        }
    }

    /** What the peer had sent is still received, but no callback comes within another. */
    @AsyncTest
    void reset_whileACallbackWrites_callsNoCallbackWithin() throws IOException {
        var protocol = new Answering();
        try (var server = new ServerSocket(0, 1, LOOPBACK)) {
            getRunningLoop().createConnection(() -> protocol, HOST, server.getLocalPort());
            Socket peer = server.accept();
            peer.getOutputStream().write(new byte[30_000]);
            reset(peer);
        }
        for (int i = 0; i < 10; i++) {
            sleep(Duration.ZERO);
        }
        Objects.requireNonNull(protocol.transport).resumeReading();
        assertInstanceOf(IOException.class, protocol.lost.await());
        assertTrue(protocol.calls > 1, "received: " + protocol.calls);
        assertEquals(1, protocol.deepest);
    }

    // ---- under a server

    @AsyncTest
    void reset_beforeItIsAccepted_leavesTheServerServing() throws IOException {
        var ended = new ArrayList<String>();
        try (var server = startServer(connection -> serve(connection, ended), HOST, 0)) {
            for (int i = 0; i < 20; i++) {
                reset(new Socket(LOOPBACK, server.port()));
            }
            assertEquals("hello", ask(server, "hello"));
        }
    }

    private static void serve(Connection connection, List<String> ended) throws IOException {
        try {
            for (String line = connection.reader().readLine();
                    line != null;
                    line = connection.reader().readLine()) {
                connection.writer().write(line + "\n");
            }
            ended.add("end");
        } catch (SocketException e) {
            ended.add("reset");
        }
    }

    private static String ask(Server server, String line) throws IOException {
        try (var client = openConnection(HOST, server.port())) {
            client.writer().write(line + "\n");
            return String.valueOf(client.reader().readLine());
        }
    }

    @AsyncTest
    void reset_amongManyClients_disturbsNoOther() throws IOException {
        var ended = new ArrayList<String>();
        try (var server = startServer(connection -> serve(connection, ended), HOST, 0)) {
            var others = new ArrayList<Task<Boolean>>();
            for (int i = 0; i < 30; i++) {
                String line = "line " + i;
                others.add(createTask(() -> line.equals(ask(server, line))));
                var rude = toThread(() -> new Socket(LOOPBACK, server.port()));
                rude.getOutputStream().write("half a li".getBytes(StandardCharsets.UTF_8));
                reset(rude);
            }
            assertEquals(List.of(true), gather(others).stream().distinct().toList());
            while (ended.size() < 60) { // the last ones may not even have been accepted
                sleep(Duration.ZERO);
            }
        }
        assertEquals(30, ended.stream().filter("end"::equals).count());
        assertEquals(30, ended.stream().filter("reset"::equals).count());
    }

    @AsyncTest
    void reset_whileTheHandlerWrites_isReportedUnlessItCatches(TestLoop loop) throws IOException {
        var begun = Future.<Void>pending();
        try (var server =
                startServer(
                        connection -> {
                            begun.setResult(null);
                            connection.writer().write(new byte[LARGE]);
                        },
                        HOST,
                        0)) {
            var peer = toThread(() -> new Socket(LOOPBACK, server.port()));
            begun.await();
            reset(peer);
            server.closeNowait();
            server.waitClosed();
        }
        var reports = loop.takeReports();
        assertEquals(1, reports.size());
        assertEquals("unhandled exception in connection handler", reports.getFirst().message());
        assertTrue(reports.getFirst().exception() instanceof SocketException);
    }
}
