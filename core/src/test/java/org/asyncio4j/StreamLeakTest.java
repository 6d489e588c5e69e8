package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.internal.scheduler.Channels;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is over leaves nothing behind: no socket, no watched channel, no heap of bytes. */
class StreamLeakTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    // ---- what there is

    private static long openSockets() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        Assumptions.assumeTrue(Files.isDirectory(descriptors), "needs " + descriptors);
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(StreamLeakTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static int registeredKeys() throws ReflectiveOperationException {
        Channels channels = ((Loop) getRunningLoop()).scheduler.channels();
        var field = Channels.class.getDeclaredField("selector");
        field.setAccessible(true);
        return ((Selector) field.get(channels)).keys().size();
    }

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    // ---- every kind of end

    interface Scenario {
        void play(TestLoop loop) throws Exception;
    }

    static Stream<Named<Scenario>> ends() {
        return Stream.of(
                end("close", loop -> talk(Connection::close)),
                end("abort", loop -> talk(Connection::abort)),
                end("close cancelled", loop -> talk(StreamLeakTest::cancelClose)),
                end(
                        "peer closes",
                        loop -> {
                            try (var server = startServer(c -> c.writer().write("bye\n"), HOST, 0);
                                    var client = openConnection(HOST, server.port())) {
                                client.reader().readAllBytes();
                            }
                        }),
                end(
                        "peer resets",
                        loop -> {
                            try (var listening = listening()) {
                                var client = openConnection(HOST, listening.getLocalPort());
                                try (Socket peer = listening.accept()) {
                                    peer.setSoLinger(true, 0);
                                }
                                assertThrows(IOException.class, () -> client.reader().read(1));
                            }
                        }),
                end(
                        "peer resets with data unsent",
                        loop -> {
                            try (var listening = listening()) {
                                var client = openConnection(HOST, listening.getLocalPort());
                                var write =
                                        createTask(() -> client.writer().write(new byte[LARGE]));
                                sleep(Duration.ZERO);
                                try (Socket peer = listening.accept()) {
                                    peer.setSoLinger(true, 0);
                                }
                                assertThrows(
                                        IOException.class, () -> await(write, IOException.class));
                            }
                        }),
                end(
                        "handler throws",
                        loop -> {
                            ConnectionHandler handler =
                                    connection -> {
                                        throw new IOException("oops");
                                    };
                            try (var server = startServer(handler, HOST, 0);
                                    var client = openConnection(HOST, server.port())) {
                                client.reader().readAllBytes();
                            }
                            assertEquals(1, loop.takeReports().size());
                        }),
                end(
                        "server closes",
                        loop -> {
                            var begun = Future.<Void>pending();
                            ConnectionHandler handler =
                                    connection -> {
                                        begun.setResult(null);
                                        connection.writer().write(new byte[LARGE]);
                                    };
                            var server = startServer(handler, HOST, 0);
                            try (var client = openConnection(HOST, server.port())) {
                                begun.await();
                                server.close();
                                client.abort();
                            }
                        }),
                end(
                        "server closes before it accepts",
                        loop -> {
                            var server = startServer(c -> c.reader().readLine(), HOST, 0);
                            try (var client = SocketChannel.open()) {
                                client.configureBlocking(false);
                                client.connect(new InetSocketAddress(LOOPBACK, server.port()));
                                sleep(Duration.ZERO);
                                server.close();
                            }
                        }),
                end(
                        "connect refused",
                        loop -> {
                            try (var nobody = new Socket()) {
                                nobody.bind(new InetSocketAddress(LOOPBACK, 0));
                                assertThrows(
                                        IOException.class,
                                        () -> openConnection(HOST, nobody.getLocalPort()));
                            }
                        }),
                end(
                        "connect cancelled",
                        loop -> {
                            for (int turns = 0; turns < 6; turns++) {
                                try (var listening = listening()) {
                                    int port = listening.getLocalPort();
                                    var task =
                                            createTask(
                                                    () -> {
                                                        try (var _ = openConnection(HOST, port)) {
                                                            Future.pending().await();
                                                        }
                                                    });
                                    turns(turns);
                                    task.cancel();
                                    assertThrows(CancelledError.class, task::await);
                                }
                            }
                        }),
                end(
                        "connect timed out",
                        loop -> {
                            try (var listening = listening()) {
                                int port = listening.getLocalPort();
                                var task =
                                        createTask(
                                                () ->
                                                        timeout(
                                                                seconds(1),
                                                                () -> openConnection(HOST, port)));
                                sleep(Duration.ZERO);
                                loop.clock().advance(seconds(1));
                                assertThrows(TimeoutException.class, task::await);
                            }
                        }),
                end(
                        "factory throws",
                        loop -> {
                            try (var listening = listening()) {
                                int port = listening.getLocalPort();
                                assertThrows(
                                        IllegalStateException.class,
                                        () ->
                                                getRunningLoop()
                                                        .createConnection(
                                                                StreamLeakTest::noProtocol,
                                                                HOST,
                                                                port));
                            }
                        }),
                end(
                        "server factory throws",
                        loop -> {
                            try (var server =
                                            getRunningLoop()
                                                    .createServer(
                                                            StreamLeakTest::noProtocol, HOST, 0);
                                    var client = openConnection(HOST, server.port())) {
                                client.reader().readAllBytes();
                            }
                            assertEquals(1, loop.takeReports().size());
                        }),
                end(
                        "bind failed",
                        loop -> {
                            try (var taken = listening()) {
                                assertThrows(
                                        IOException.class,
                                        () -> startServer(c -> {}, HOST, taken.getLocalPort()));
                            }
                        }));
    }

    private static Named<Scenario> end(String name, Scenario scenario) {
        return Named.of(name, scenario);
    }

    private static Protocol noProtocol() {
        throw new IllegalStateException("none");
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    private interface Ending {
        void end(Connection connection) throws IOException;
    }

    /** A conversation that our side ends. */
    private static void talk(Ending ending) throws IOException {
        try (var server = startServer(c -> c.reader().readAllBytes(), HOST, 0)) {
            var client = openConnection(HOST, server.port());
            client.writer().write("hello");
            ending.end(client);
            server.closeNowait();
            server.waitClosed();
        }
    }

    private static void cancelClose(Connection connection) {
        var close =
                createTask(
                        () -> {
                            var write =
                                    createTask(() -> connection.writer().write(new byte[LARGE]));
                            try {
                                sleep(Duration.ZERO);
                                connection.close();
                            } finally {
                                waitAll(List.of(write));
                                write.exception();
                            }
                        });
        turns(2);
        close.cancel();
        waitAll(List.of(close));
    }

    @ParameterizedTest
    @MethodSource("ends")
    @ExtendWith(AsyncioExtension.class)
    void end_ofAnyKind_leavesNothingOpenOrWatched(Scenario end, TestLoop loop) throws Exception {
        end.play(loop); // what the first time opens for good
        turns(3);
        long before = openSockets();
        for (int i = 0; i < 5; i++) {
            end.play(loop);
        }
        turns(3);
        assertEquals(before, openSockets());
        assertEquals(0, registeredKeys());
        Duration begin = getRunningLoop().time();
        sleep(seconds(1)); // would not end if a socket were still expected to act
        assertEquals(seconds(1), getRunningLoop().time().minus(begin));
    }

    @Test
    void loopClosed_withConnectionsAndServersOpen_closesThem() throws IOException {
        leaveOpen();
        long before = openSockets();
        leaveOpen();
        assertEquals(before, openSockets());
    }

    /** Ends a program without closing anything. */
    private static void leaveOpen() throws IOException {
        Asyncio.run(
                () -> {
                    var server = startServer(c -> c.reader().readAllBytes(), HOST, 0);
                    for (int i = 0; i < 5; i++) {
                        openConnection(HOST, server.port()).writer().write("hello");
                    }
                });
    }

    // ---- memory

    @AsyncTest
    void write_hundredPeersThatDoNotRead_holdsLittle() throws IOException {
        var writing = new boolean[100];
        var written = new long[1];
        var connections = new ArrayList<Connection>();
        ConnectionHandler flood =
                connection -> {
                    int number = connections.size();
                    connections.add(connection);
                    byte[] piece = new byte[16 << 10];
                    while (true) {
                        writing[number] = true;
                        connection.writer().write(piece);
                        writing[number] = false;
                        written[0]++;
                    }
                };
        var peers = new ArrayList<SocketChannel>();
        try (var server = startServer(flood, HOST, 0)) {
            for (int i = 0; i < 100; i++) {
                peers.add(smallPeer(server.port()));
            }
            while (connections.size() < 100) {
                sleep(Duration.ZERO);
            }
            untilStill(written);
            for (int i = 0; i < 100; i++) {
                assertTrue(writing[i], "writer " + i + " is not suspended");
                long unsent = number("unsent=(\\d+)", connections.get(i));
                assertTrue(unsent > 64 << 10, "unsent: " + unsent);
                assertTrue(unsent <= (64 + 16) << 10, "unsent: " + unsent);
            }
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    /** A peer with a small window, so that little gets lost in the system's buffers. */
    private static SocketChannel smallPeer(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 4096);
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(LOOPBACK, port));
        return channel;
    }

    private static void untilStill(long[] count) {
        for (long before = -1; before < count[0]; ) {
            before = count[0];
            turns(200);
        }
    }

    private static long number(String pattern, Object of) {
        var matcher = Pattern.compile(pattern).matcher(of.toString());
        assertTrue(matcher.find(), of.toString());
        return Long.parseLong(matcher.group(1));
    }

    @AsyncTest
    void read_hundredConnectionsThatNobodyReads_holdLittle() throws IOException {
        var connections = new ArrayList<Connection>();
        var end = Future.<Void>pending();
        ConnectionHandler idle =
                connection -> {
                    connections.add(connection);
                    end.await();
                    connection.abort();
                };
        var written = new long[1];
        try (var server = startServer(idle, HOST, 0)) {
            var floods = new ArrayList<Task<Void>>();
            for (int i = 0; i < 100; i++) {
                floods.add(createTask(() -> flood(server.port(), written)));
            }
            while (connections.size() < 100) {
                sleep(Duration.ZERO);
            }
            untilStill(written);
            for (Connection connection : connections) {
                long held = number("(\\d+) bytes", connection.reader());
                assertTrue(held <= (2 * 64 + 256) << 10, "held: " + held);
            }
            floods.forEach(Task::cancel);
            waitAll(floods);
            floods.forEach(flood -> assertTrue(flood.isCancelled()));
            end.setResult(null);
        }
        assertFalse(connections.isEmpty());
    }

    private static void flood(int port, long[] written) throws IOException {
        var connection = openConnection(HOST, port);
        try {
            byte[] piece = new byte[16 << 10];
            while (true) {
                connection.writer().write(piece);
                written[0]++;
            }
        } finally {
            connection.abort();
        }
    }
}
