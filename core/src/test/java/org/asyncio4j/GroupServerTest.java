package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One port, several loops. Clients are plain sockets of the test's thread. */
@Timeout(60)
class GroupServerTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOCAL = InetAddress.ofLiteral(HOST);

    private static LoopGroup four(boolean roundRobin) {
        return LoopGroup.open(o -> o.withLoops(4).withRoundRobin(roundRobin));
    }

    /** A peer that speaks in lines. */
    private static final class Client implements AutoCloseable {
        final Socket socket;
        private final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(LOCAL, port);
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }

        /** How the connection ended. */
        String end() throws IOException {
            try {
                return in.readLine() == null ? "end" : "more";
            } catch (SocketException e) {
                return "end";
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Answers each line with the number of its loop. */
    private static ConnectionHandler sayLoop(LoopGroup group) {
        return connection -> {
            for (String line = connection.reader().readLine();
                    line != null;
                    line = connection.reader().readLine()) {
                int number = group.loops().indexOf(getRunningLoop());
                connection.writer().write(line + " " + number + "\n");
            }
        };
    }

    // ---- spreading

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connections_many_reachEveryLoopAndStayThere(boolean roundRobin) throws IOException {
        try (var group = four(roundRobin)) {
            var server = group.startServer(sayLoop(group), HOST, 0);
            var clients = new ArrayList<Client>();
            var seen = new HashMap<String, Integer>();
            while (clients.size() < 40 || (seen.size() < 4 && clients.size() < 1_000)) {
                clients.add(new Client(server.port()));
                seen.merge(clients.getLast().ask("hello"), 1, Integer::sum);
            }
            assertEquals(Set.of("hello 0", "hello 1", "hello 2", "hello 3"), seen.keySet());
            for (Client client : clients) {
                assertEquals(client.ask("first"), client.ask("first"));
                client.close();
            }
        }
    }

    @Test
    void connections_dealtInTurn_areSpreadEvenly() throws IOException {
        try (var group = four(true)) {
            var server = group.startServer(sayLoop(group), HOST, 0);
            var answers = new ArrayList<String>();
            for (int i = 0; i < 8; i++) {
                try (var client = new Client(server.port())) {
                    answers.add(client.ask("on"));
                }
            }
            List<String> inTurn = List.of("on 0", "on 1", "on 2", "on 3");
            assertEquals(inTurn, answers.subList(0, 4));
            assertEquals(inTurn, answers.subList(4, 8));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlers_onAllLoops_copyWithoutMixing(boolean roundRobin) throws Exception {
        int clients = 24;
        try (var group = four(roundRobin);
                var others = LoopGroup.open(o -> o.withLoops(2))) {
            var server =
                    group.startServer(
                            connection -> {
                                for (byte[] part = connection.reader().read(10_000);
                                        part.length > 0;
                                        part = connection.reader().read(10_000)) {
                                    connection.writer().write(part);
                                }
                            },
                            HOST,
                            0);
            var results = new ArrayList<java.util.concurrent.CompletableFuture<Boolean>>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                results.add(others.submit(() -> isEchoed(server.port(), number)));
            }
            for (var result : results) {
                assertTrue(result.get());
            }
        }
    }

    private static boolean isEchoed(int port, int number) throws IOException {
        byte[] data = new byte[200_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * (number + 1));
        }
        try (var connection = openConnection(HOST, port)) {
            var sending =
                    createTask(
                            () -> {
                                connection.writer().write(data);
                                connection.writer().writeEof();
                            });
            byte[] back = connection.reader().readAllBytes();
            sending.await();
            return java.util.Arrays.equals(data, back);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contextVariables_ofAHandler_areNotSeenByTheNext(boolean roundRobin) throws Exception {
        var user = ContextVar.<String>withDefault("user", "nobody");
        try (var group = LoopGroup.open(o -> o.withLoops(2).withRoundRobin(roundRobin))) {
            var server =
                    group.startServer(
                            connection -> {
                                String seen = user.get();
                                user.set("somebody");
                                connection.writer().write(seen + "\n");
                            },
                            HOST,
                            0,
                            o -> o.withMaxConnections(1));
            for (int i = 0; i < 6; i++) {
                try (var client = new Client(server.port())) {
                    assertEquals("nobody", client.in.readLine());
                    assertEquals("end", client.end());
                }
            }
        }
    }

    // ---- starting

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void startServer_portInUse_isRefusedAndLeavesNothing(boolean roundRobin) throws Exception {
        try (var group = four(roundRobin);
                var other = new ServerSocket(0, 1, LOCAL)) {
            var error =
                    assertThrows(
                            BindException.class,
                            () -> group.startServer(connection -> {}, HOST, other.getLocalPort()));
            assertTrue(String.valueOf(error.getMessage()).contains("Address already in use"));
            assertTrue(group.toString().endsWith(" servers=0>"), group.toString());
        }
    }

    /** The loops share the port; that must not let a second server share it unnoticed. */
    @Test
    void startServer_portOfAnotherGroup_isRefusedUnlessItIsToBeShared() throws IOException {
        try (var group = four(false);
                var second = four(false)) {
            int port = group.startServer(connection -> {}, HOST, 0).port();
            assertThrows(
                    BindException.class,
                    () -> second.startServer(connection -> {}, HOST, port).close());
            try (var sharing =
                    second.startServer(connection -> {}, HOST, port, o -> o.withReusePort(true))) {
                assertEquals(port, sharing.port());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void startServing_putOff_acceptsFromThenOn(boolean roundRobin) throws IOException {
        try (var group = four(roundRobin)) {
            var server = group.startServer(sayLoop(group), HOST, 0, o -> o.withStartServing(false));
            try (var client = new Client(server.port())) {
                client.socket.setSoTimeout(1);
                assertThrows(java.net.SocketTimeoutException.class, () -> client.ask("too early"));
                client.socket.setSoTimeout(0);
                server.startServing();
                assertNotEquals("null", client.ask("now"));
            }
        }
    }

    @Test
    void startServer_onALoop_isRefused() {
        try (var group = four(false)) {
            String message =
                    group.submit(
                                    () ->
                                            assertThrows(
                                                            IllegalStateException.class,
                                                            () ->
                                                                    group.startServer(
                                                                            c -> {}, HOST, 0))
                                                    .getMessage())
                            .join();
            assertTrue(message.contains("plain thread"), message);
        }
    }

    @Test
    void startUnixServer_connections_areDealtInTurn(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("socket");
        try (var group = four(false)) {
            var server = group.startUnixServer(sayLoop(group), path);
            assertThrows(IllegalStateException.class, server::port);
            for (int i = 0; i < 8; i++) {
                try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    channel.write(ByteBuffer.wrap("x\n".getBytes(StandardCharsets.UTF_8)));
                    var answer = ByteBuffer.allocate(4);
                    while (answer.hasRemaining()) {
                        channel.read(answer);
                    }
                    assertEquals(
                            "x " + i % 4 + "\n",
                            new String(answer.array(), StandardCharsets.UTF_8));
                }
            }
        }
        assertTrue(Files.notExists(path));
    }

    // ---- limits

    @Test
    void maxConnections_dealt_isThatOfAllLoopsTogether() throws Exception {
        var open = new AtomicInteger();
        try (var group = four(true)) {
            var server =
                    group.startServer(
                            connection -> {
                                connection.writer().write(open.incrementAndGet() + " open\n");
                                connection.reader().readLine();
                                open.decrementAndGet();
                            },
                            HOST,
                            0,
                            o -> o.withMaxConnections(3));
            var clients = new ArrayList<Client>();
            for (int i = 1; i <= 3; i++) {
                clients.add(new Client(server.port()));
                assertEquals(i + " open", clients.getLast().in.readLine());
            }
            for (int i = 0; i < 10; i++) { // each waits in the backlog until another one goes
                clients.add(new Client(server.port()));
                clients.removeFirst().close();
                assertEquals("3 open", clients.getLast().in.readLine());
            }
            for (Client client : clients) {
                client.close();
            }
        }
        assertEquals(0, open.get());
    }

    // ---- nothing is shared by accident

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingOfAConnection_staysOnItsLoop(boolean roundRobin) throws IOException {
        Map<Connection, EventLoop> connections = new ConcurrentHashMap<>();
        var strangers = new AtomicInteger();
        try (var group =
                LoopGroup.open(o -> o.withLoops(4).withRoundRobin(roundRobin).withDebug(true))) {
            var server =
                    group.startServer(
                            connection -> {
                                EventLoop own = getRunningLoop();
                                assertNull(connections.put(connection, own));
                                Runnable check =
                                        () -> {
                                            if (getRunningLoop() != own) {
                                                strangers.incrementAndGet();
                                            }
                                        };
                                for (String line = connection.reader().readLine();
                                        line != null;
                                        line = connection.reader().readLine()) {
                                    check.run();
                                    own.callSoon(check);
                                    own.callLater(Duration.ofNanos(1), check);
                                    toThread(() -> {});
                                    check.run();
                                    taskGroup(
                                            g -> {
                                                g.createTask(() -> check.run());
                                            });
                                    Task<?> task = Checkpoints.current();
                                    assertSame(own, task.loop());
                                    connection.writer().write(line + "\n");
                                    check.run();
                                }
                            },
                            HOST,
                            0);
            for (int i = 0; i < 40; i++) {
                try (var client = new Client(server.port())) {
                    assertEquals("a", client.ask("a"));
                    assertEquals("b", client.ask("b"));
                }
            }
        }
        assertEquals(40, connections.size());
        assertEquals(0, strangers.get());
    }

    @Test
    void connectionOfAnotherLoop_inDebugMode_isRefused() throws Exception {
        var made = new LinkedBlockingQueue<Connection>();
        try (var group = LoopGroup.open(o -> o.withLoops(2).withRoundRobin(true).withDebug(true))) {
            var server =
                    group.startServer(
                            connection -> {
                                made.add(connection);
                                connection.reader().readLine();
                            },
                            HOST,
                            0);
            EventLoop stranger = group.loops().get(1); // the first one has got the connection
            try (var client = new Client(server.port())) {
                Connection connection = made.take();
                for (var touch : touches(connection)) {
                    var error =
                            runCoroutineThreadsafe(
                                            stranger,
                                            () -> assertThrows(IllegalStateException.class, touch))
                                    .join();
                    assertTrue(String.valueOf(error.getMessage()).contains("thread"));
                }
                client.socket.shutdownOutput();
                assertEquals("end", client.end());
            }
        }
    }

    private static List<Executable> touches(Connection connection) {
        return List.of(
                () -> connection.writer().write("x"),
                () -> connection.reader().read(1),
                connection::abort,
                connection::close);
    }

    // ---- ending

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void close_connectionsOpen_cancelsHandlersAndClosesAll(boolean roundRobin) throws Exception {
        var cancelled = new AtomicInteger();
        var clients = new ArrayList<Client>();
        int port;
        try (var group = four(roundRobin)) {
            var begun = new CountDownLatch(12);
            var server =
                    group.startServer(
                            connection -> {
                                begun.countDown();
                                try {
                                    connection.reader().readLine();
                                } catch (CancelledError e) {
                                    cancelled.incrementAndGet();
                                    throw e;
                                }
                            },
                            HOST,
                            0);
            port = server.port();
            for (int i = 0; i < 12; i++) {
                clients.add(new Client(port));
            }
            begun.await();
        }
        assertEquals(12, cancelled.get());
        for (Client client : clients) {
            assertEquals("end", client.end());
            client.close();
        }
        assertThrows(ConnectException.class, () -> new Client(port).close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void close_withGrace_letsHandlersFinish(boolean roundRobin) throws Exception {
        var client = new Client[1];
        Thread closer;
        var group =
                LoopGroup.open(
                        o ->
                                o.withLoops(4)
                                        .withRoundRobin(roundRobin)
                                        .withGrace(Duration.ofMinutes(1)));
        var server = group.startServer(sayLoop(group), HOST, 0);
        client[0] = new Client(server.port());
        client[0].ask("before");
        closer = Thread.ofPlatform().start(group::close);
        while (canConnect(server.port())) {
            Thread.onSpinWait();
        }
        assertTrue(client[0].ask("after").startsWith("after"));
        client[0].socket.shutdownOutput();
        assertEquals("end", client[0].end());
        closer.join();
        client[0].close();
    }

    private static boolean canConnect(int port) throws IOException {
        try {
            new Client(port).close();
            return true;
        } catch (SocketException e) {
            return !(e instanceof ConnectException); // or reset: it was just about to close
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void close_threadInterrupted_closesAllTheSame(boolean roundRobin) throws Exception {
        var ended = new CountDownLatch(8);
        try (var group = four(roundRobin)) {
            var server =
                    group.startServer(
                            connection -> {
                                try {
                                    connection.writer().write("begun\n");
                                    Future.pending().await();
                                } finally {
                                    ended.countDown();
                                }
                            },
                            HOST,
                            0);
            var clients = new ArrayList<Client>();
            for (int i = 0; i < 8; i++) {
                clients.add(new Client(server.port()));
                assertEquals("begun", clients.getLast().in.readLine());
            }
            Thread.currentThread().interrupt();
            try {
                server.close();
            } catch (CancelledError e) {
                // unless it was over by then
            }
            assertTrue(Thread.interrupted());
            assertEquals(0, ended.getCount());
            for (Client client : clients) {
                assertEquals("end", client.end());
                client.close();
            }
            assertThrows(ConnectException.class, () -> new Client(server.port()).close());
        }
    }

    @Test
    void close_handlerIgnoresItsCancel_isEndedByAnInterrupt() throws Exception {
        var begun = new CountDownLatch(1);
        var ignored = new CountDownLatch(1);
        var group = four(true);
        var server =
                group.startServer(
                        connection -> {
                            begun.countDown();
                            boolean first = true;
                            while (true) {
                                try {
                                    Future.pending().await();
                                } catch (CancelledError e) {
                                    ignored.countDown();
                                    if (!first) {
                                        throw e;
                                    }
                                    first = false;
                                }
                            }
                        },
                        HOST,
                        0);
        try (var client = new Client(server.port())) {
            begun.await();
            Thread closer = Thread.ofPlatform().start(group::close);
            ignored.await();
            assertTrue(closer.isAlive());
            closer.interrupt();
            closer.join();
            assertEquals("end", client.end());
        }
        assertTrue(group.loops().stream().allMatch(EventLoop::isClosed));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void serverClose_leavesTheGroupToOthers(boolean roundRobin) throws Exception {
        try (var group = four(roundRobin)) {
            var first = group.startServer(sayLoop(group), HOST, 0);
            var second = group.startServer(sayLoop(group), HOST, 0);
            try (var client = new Client(first.port())) {
                client.ask("hello");
                first.close();
                first.close();
                assertEquals("end", client.end());
            }
            assertThrows(ConnectException.class, () -> new Client(first.port()).close());
            try (var client = new Client(second.port())) {
                assertTrue(client.ask("still").startsWith("still"));
            }
            assertTrue(group.toString().endsWith(" servers=1>"), group.toString());
        }
    }

    /** Clients come all the time while servers and groups begin and end. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void startAndClose_underLoad_leavesNoFileDescriptorAndNoThread(boolean roundRobin)
            throws Exception {
        runOnce(roundRobin); // classes, selectors, pipes that stay
        Set<Thread> threads = LoopGroupTest.threads();
        long before = openFiles();
        for (int i = 0; i < 10; i++) {
            runOnce(roundRobin);
        }
        LoopGroupTest.awaitNone(threads);
        long after = openFiles();
        assertTrue(after <= before, before + " file descriptors before, " + after + " after");
    }

    private static void runOnce(boolean roundRobin) throws Exception {
        Thread load;
        try (var group = four(roundRobin)) {
            var served = new CountDownLatch(4);
            var server =
                    group.startServer(
                            connection -> {
                                served.countDown();
                                connection.reader().readLine();
                            },
                            HOST,
                            0);
            load =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            while (true) {
                                                new Client(server.port()).close();
                                            }
                                        } catch (IOException e) {
                                            // closed
                                        }
                                    });
            served.await();
        }
        load.join();
    }

    private static long openFiles() throws IOException {
        Path directory = Path.of("/proc/self/fd");
        if (!Files.exists(directory)) {
            return 0;
        }
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void toString_states_areShown() throws IOException {
        try (var group = four(false)) {
            var server = group.startServer(connection -> {}, HOST, 0);
            assertEquals("<GroupServer [/127.0.0.1:" + server.port() + "]>", server.toString());
            server.close();
            assertEquals(
                    "<GroupServer closed [/127.0.0.1:" + server.port() + "]>", server.toString());
            assertEquals(1, Objects.requireNonNull(server.addresses()).size());
        }
    }
}
