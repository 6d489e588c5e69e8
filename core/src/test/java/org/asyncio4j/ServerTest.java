package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Servers: their addresses, their handlers, their end. */
class ServerTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** A handler that says when it began and stays until it is cancelled. */
    private static final class Stayer implements ConnectionHandler {
        final List<Connection> begun = new ArrayList<>();
        final List<String> ended = new ArrayList<>();
        private Future<Void> first = Future.pending();

        @Override
        public void handle(Connection connection) {
            begun.add(connection);
            if (!first.isDone()) {
                first.setResult(null);
            }
            try {
                Future.pending().await();
            } catch (CancelledError e) {
                ended.add(e.getMessage());
                throw e;
            }
        }
    }

    private static void echo(Connection connection) throws IOException {
        for (byte[] data = connection.reader().read(1000);
                data.length > 0;
                data = connection.reader().read(1000)) {
            connection.writer().write(data);
        }
    }

    /** Reads to the end of the connection, be it an orderly one or not. */
    private static String readToEnd(Connection connection) {
        var text = new StringBuilder();
        try {
            for (byte[] data = connection.reader().read(1000);
                    data.length > 0;
                    data = connection.reader().read(1000)) {
                text.append(new String(data, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            text.append("(broken)");
        }
        return text.toString();
    }

    /** Begins to connect, without a turn of the loop. */
    private static SocketChannel dial(Server server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(server.addresses().getFirst());
        return channel;
    }

    // ---- addresses

    @AsyncTest
    void port_zero_isReplacedByAFreeOne() throws IOException {
        try (var one = startServer(ServerTest::echo, HOST, 0);
                var two = startServer(ServerTest::echo, HOST, 0)) {
            assertTrue(one.port() > 0);
            assertTrue(one.port() != two.port());
            assertEquals(List.of(new InetSocketAddress(LOOPBACK, one.port())), one.addresses());
        }
    }

    @AsyncTest
    void host_null_listensOnAllAddresses() throws IOException {
        try (var server = startServer(ServerTest::echo, null, 0)) {
            assertTrue(
                    ((InetSocketAddress) server.addresses().getFirst())
                            .getAddress()
                            .isAnyLocalAddress());
            try (var client = openConnection(HOST, server.port())) {
                client.writer().write("hello\n");
                assertEquals("hello", client.reader().readLine());
            }
        }
    }

    @AsyncTest
    void address_inUse_isNamedInTheError() throws IOException {
        try (var server = startServer(ServerTest::echo, HOST, 0)) {
            var error =
                    assertThrows(
                            BindException.class,
                            () -> startServer(ServerTest::echo, HOST, server.port()));
            assertEquals(
                    "cannot listen on 127.0.0.1:" + server.port() + ": Address already in use",
                    error.getMessage());
        }
    }

    @AsyncTest
    void address_ofAnotherMachine_isNamedInTheError() {
        var error =
                assertThrows(
                        BindException.class, () -> startServer(ServerTest::echo, "192.0.2.99", 0));
        assertEquals(
                "cannot listen on 192.0.2.99:0: Cannot assign requested address",
                error.getMessage());
    }

    @AsyncTest
    void port_usedJustBefore_isFreeAtOnce() throws IOException {
        int port;
        try (var server = startServer(ServerTest::echo, HOST, 0)) {
            port = server.port();
            try (var client = openConnection(HOST, port)) {
                client.writer().write("hello\n");
                assertEquals("hello", client.reader().readLine());
            }
        }
        try (var server = startServer(ServerTest::echo, HOST, port)) {
            assertEquals(port, server.port());
        }
    }

    @AsyncTest
    void port_outOfRange_isRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> startServer(ServerTest::echo, HOST, 65_536));
        assertThrows(IllegalArgumentException.class, () -> startServer(ServerTest::echo, null, -1));
    }

    /** The JVM reads a host file of its own only when it starts. */
    @Test
    void host_ofSeveralAddresses_listensOnEach() throws Exception {
        Path hosts = Files.createTempFile("hosts", "");
        try {
            Files.writeString(hosts, "127.0.0.1 several\n127.0.0.2 several\n127.0.0.1 several\n");
            var result =
                    ChildJvm.run(
                            SeveralAddresses.class,
                            ChildJvm.QUIET,
                            "-Djdk.net.hosts.file=" + hosts);
            assertEquals("2 addresses, 1 port\nhello\nhello\n", result.output());
            assertEquals(0, result.exitCode());
        } finally {
            Files.delete(hosts);
        }
    }

    static final class SeveralAddresses {
        public static void main(String[] args) throws IOException {
            Asyncio.run(SeveralAddresses::serve);
        }

        private static void serve() throws IOException {
            try (var server = startServer(ServerTest::echo, "several", 0)) {
                var addresses =
                        server.addresses().stream().map(InetSocketAddress.class::cast).toList();
                long ports = addresses.stream().map(InetSocketAddress::getPort).distinct().count();
                System.out.println(addresses.size() + " addresses, " + ports + " port");
                for (InetSocketAddress address : addresses) {
                    try (var client = openConnection(address.getHostString(), address.getPort())) {
                        client.writer().write("hello\n");
                        System.out.println(client.reader().readLine());
                    }
                }
            }
        }
    }

    @Test
    void address_ofAFamilyTheMachineDoesNotHave_isAnErrorOrSkipped() throws Exception {
        var result = ChildJvm.run(NoIpv6.class, ChildJvm.QUIET, "-Djava.net.preferIPv4Stack=true");
        assertEquals(
                """
                cannot listen on [0:0:0:0:0:0:0:1]:0: this machine has no IPv6
                cannot connect to ::1 ([0:0:0:0:0:0:0:1]:9): this machine has no IPv6
                1 address
                """,
                result.output());
        assertEquals(0, result.exitCode());
    }

    static final class NoIpv6 {
        public static void main(String[] args) throws IOException {
            Asyncio.run(NoIpv6::serve);
        }

        private static void serve() throws IOException {
            var unbound =
                    assertThrows(
                            BindException.class, () -> startServer(ServerTest::echo, "::1", 0));
            System.out.println(unbound.getMessage());
            var unconnected = assertThrows(ConnectException.class, () -> openConnection("::1", 9));
            System.out.println(unconnected.getMessage());
            try (var server = startServer(ServerTest::echo, List.of("::1", HOST), 0, o -> o)) {
                System.out.println(server.addresses().size() + " address");
            }
        }
    }

    // ---- handlers

    @AsyncTest
    void handler_returns_connectionIsFlushedAndClosed() throws IOException {
        int large = 12 << 20;
        try (var server =
                        startServer(
                                connection -> connection.writer().write(new byte[large]), HOST, 0);
                var client = openConnection(HOST, server.port())) {
            assertEquals(large, client.reader().readAllBytes().length);
        }
    }

    @AsyncTest
    void handler_closesTheConnectionItself_isFine() throws IOException {
        try (var server =
                        startServer(
                                connection -> {
                                    connection.writer().write("bye\n");
                                    connection.close();
                                },
                                HOST,
                                0);
                var client = openConnection(HOST, server.port())) {
            assertEquals("bye", client.reader().readLine());
            assertNull(client.reader().readLine());
        }
    }

    @AsyncTest
    void handler_throws_isReportedAndClosesTheConnection(TestLoop loop) throws IOException {
        for (Throwable thrown :
                List.of(
                        new IllegalStateException("oops"),
                        new IOException("oops"),
                        new AssertionError("oops"))) {
            try (var server =
                            startServer(
                                    connection -> {
                                        connection.writer().write("so far\n");
                                        throw Works.sneaky(thrown);
                                    },
                                    HOST,
                                    0);
                    var client = openConnection(HOST, server.port())) {
                assertEquals("so far\n", readToEnd(client));
                server.closeNowait();
                server.waitClosed();
                var report = loop.takeReports().getFirst();
                assertEquals("unhandled exception in connection handler", report.message());
                assertSame(thrown, report.exception());
                assertTrue(String.valueOf(report.subject()).startsWith("<Connection "));
                assertEquals(List.of(), loop.takeReports());
            }
        }
    }

    @AsyncTest
    void handler_throwsAnError_whatItWroteIsSent(TestLoop loop) throws IOException {
        int large = 12 << 20;
        try (var server =
                        startServer(
                                connection -> {
                                    connection
                                            .writer()
                                            .transport()
                                            .setWriteBufferLimits(new BufferLimits(large, 0));
                                    connection.writer().write(new byte[large]);
                                    throw new AssertionError("oops");
                                },
                                HOST,
                                0);
                var client = openConnection(HOST, server.port())) {
            assertEquals(large, client.reader().readAllBytes().length);
        }
        assertEquals(1, loop.takeReports().size());
    }

    @AsyncTest
    void handler_throws_othersGoOn(TestLoop loop) throws IOException {
        try (var server =
                startServer(
                        connection -> {
                            String line = connection.reader().readLine();
                            if ("fail".equals(line)) {
                                throw new IllegalStateException("told to");
                            }
                            connection.writer().write(line + "\n");
                        },
                        HOST,
                        0)) {
            try (var good = openConnection(HOST, server.port());
                    var bad = openConnection(HOST, server.port())) {
                bad.writer().write("fail\n");
                assertEquals("", readToEnd(bad));
                good.writer().write("works\n");
                assertEquals("works", good.reader().readLine());
            }
        }
        assertEquals(1, loop.takeReports().size());
    }

    @AsyncTest
    void handler_cancelled_closesTheConnectionWithoutAReport() throws IOException {
        var handlers = new ArrayList<Task<?>>();
        try (var server =
                        startServer(
                                connection -> {
                                    handlers.add(currentTask());
                                    connection.writer().write("hello\n");
                                    connection.reader().readLine();
                                },
                                HOST,
                                0);
                var client = openConnection(HOST, server.port())) {
            assertEquals("hello", client.reader().readLine());
            handlers.getFirst().cancel();
            assertEquals("", readToEnd(client));
            assertTrue(server.isServing());
        }
    }

    @AsyncTest
    void handler_cancelledWithAPeerThatDoesNotRead_leavesNothingOpen() throws IOException {
        var begun = Future.<Connection>pending();
        var server =
                startServer(
                        connection -> {
                            begun.setResult(connection);
                            connection.writer().write(new byte[12 << 20]);
                        },
                        HOST,
                        0);
        try (var client = openConnection(HOST, server.port())) {
            Connection connection = begun.await();
            server.close();
            assertTrue(connection.toString().contains(" closed "), connection.toString());
            assertFalse(client.isClosing());
        }
    }

    @AsyncTest
    void handler_setsAContextVariable_theNextDoesNotSeeIt() throws IOException {
        var user = ContextVar.<String>withDefault("user", "nobody");
        var seen = new ArrayList<@Nullable String>();
        user.set("starter");
        try (var server =
                startServer(
                        connection -> {
                            seen.add(user.get());
                            user.set("client " + seen.size());
                        },
                        HOST,
                        0,
                        o -> o.withMaxConnections(1))) {
            user.set("changed");
            for (int i = 0; i < 3; i++) {
                try (var client = openConnection(HOST, server.port())) {
                    assertEquals("", readToEnd(client));
                }
            }
        }
        assertEquals(List.of("starter", "starter", "starter"), seen);
    }

    @AsyncTest
    void handlers_hundredAtOnce_areAllServed() throws IOException {
        try (var server = startServer(ServerTest::echo, HOST, 0)) {
            var clients = new ArrayList<SocketChannel>();
            for (int i = 0; i < 100; i++) { // all wait to be accepted
                clients.add(dial(server));
            }
            var more = new ArrayList<Coroutine<String>>();
            for (int i = 0; i < 100; i++) {
                String message = "message " + i;
                more.add(async(() -> ask(server, message)));
            }
            List<String> answers = gather(more);
            for (int i = 0; i < 100; i++) {
                assertEquals("message " + i, answers.get(i));
            }
            assertTrue(server.toString().endsWith(" handlers=100>"), server.toString());
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static String ask(Server server, String message) throws IOException {
        try (var client = openConnection(HOST, server.port())) {
            client.writer().write(message + "\n");
            client.writer().writeEof();
            String answer = client.reader().readLine();
            assertNull(client.reader().readLine()); // its handler has ended
            return String.valueOf(answer);
        }
    }

    // ---- closing

    @AsyncTest
    void close_handlersAtWork_cancelsThemAndWaits() throws IOException {
        var stayer = new Stayer();
        var server = startServer(stayer, HOST, 0);
        try (var client = openConnection(HOST, server.port())) {
            stayer.first.await();
            server.close();
            assertEquals(List.of("the server is closing"), stayer.ended);
            assertTrue(stayer.begun.getFirst().toString().contains(" closed "));
            assertEquals("", readToEnd(client));
            assertFalse(server.isServing());
            server.close();
        }
    }

    @AsyncTest
    void close_handlerTakesItsTime_isWaitedFor() throws IOException {
        var log = new ArrayList<String>();
        var begun = Future.<Void>pending();
        var goOn = Future.<Void>pending();
        var server =
                startServer(
                        connection -> {
                            begun.setResult(null);
                            try {
                                connection.reader().readLine();
                            } finally {
                                goOn.await();
                                log.add("handler ended");
                            }
                        },
                        HOST,
                        0);
        try (var _ = openConnection(HOST, server.port())) {
            begun.await();
            var close =
                    createTask(
                            () -> {
                                server.close();
                                log.add("closed");
                            });
            for (int i = 0; i < 10; i++) {
                sleep(Duration.ZERO);
            }
            assertEquals(List.of(), log);
            goOn.setResult(null);
            close.await();
            assertEquals(List.of("handler ended", "closed"), log);
        }
    }

    /** At whatever point of a connection's beginning the server is closed, nothing is left. */
    @AsyncTest
    void close_atEachStepOfAConnection_leavesNeitherHandlerNorConnection() throws IOException {
        for (int turns = 0; turns < 8; turns++) {
            var begun = new ArrayList<Task<?>>();
            var server =
                    startServer(
                            connection -> {
                                begun.add(currentTask());
                                connection.reader().readLine();
                            },
                            HOST,
                            0);
            try (var client = dial(server)) {
                for (int i = 0; i < turns; i++) {
                    sleep(Duration.ZERO);
                }
                server.close();
                int before = begun.size();
                assertTrue(begun.stream().allMatch(Task::isDone));
                assertTrue(server.toString().endsWith(" handlers=0>"), server.toString());
                assertEquals(-1, toThread(() -> readOrReset(client)));
                assertEquals(before, begun.size());
            }
        }
    }

    private static int readOrReset(SocketChannel channel) {
        try {
            channel.configureBlocking(true);
            channel.finishConnect();
            return channel.read(ByteBuffer.allocate(10));
        } catch (IOException e) {
            return -1;
        }
    }

    @AsyncTest
    void close_connectionWithoutAHandlerYet_isAborted() throws IOException {
        var server = startServer(new Stayer(), HOST, 0);
        try (var client = openConnection(HOST, server.port())) {
            server.close();
            assertEquals("", readToEnd(client).replace("(broken)", ""));
        }
    }

    @AsyncTest
    void closeNowait_handlersAtWork_goOn() throws IOException {
        try (var server = startServer(ServerTest::echo, HOST, 0)) {
            Task<Void> wait;
            try (var client = openConnection(HOST, server.port())) {
                client.writer().write("before\n");
                assertEquals("before", client.reader().readLine());
                server.closeNowait();
                server.closeNowait();
                assertFalse(server.isServing());
                client.writer().write("after\n");
                assertEquals("after", client.reader().readLine());
                assertThrows(ConnectException.class, () -> openConnection(HOST, server.port()));
                wait = createTask(server::waitClosed);
                sleep(Duration.ZERO);
                assertFalse(wait.isDone());
            }
            wait.await();
        }
    }

    @AsyncTest
    void waitClosed_whileServing_waitsForTheClose() throws IOException {
        var server = startServer(ServerTest::echo, HOST, 0);
        var waits = List.of(createTask(server::waitClosed), createTask(server::waitClosed));
        sleep(Duration.ZERO);
        assertFalse(waits.get(0).isDone());
        server.closeNowait();
        gather(waits);
        server.waitClosed();
    }

    @AsyncTest
    void waitClosed_cancelled_leavesTheServer() throws IOException {
        try (var server = startServer(ServerTest::echo, HOST, 0)) {
            var wait = createTask(server::waitClosed);
            sleep(Duration.ZERO);
            wait.cancel();
            assertThrows(CancelledError.class, wait::await);
            assertTrue(server.isServing());
        }
    }

    @AsyncTest
    void serveForever_cancelled_closesTheServer() throws IOException {
        var stayer = new Stayer();
        var server = startServer(stayer, HOST, 0);
        try (var _ = openConnection(HOST, server.port())) {
            var serving = createTask(server::serveForever);
            sleep(Duration.ZERO); // it begins
            stayer.first.await();
            serving.cancel("stop it");
            var error = assertThrows(CancelledError.class, serving::await);
            assertEquals("stop it", error.getMessage());
            assertFalse(server.isServing());
            assertEquals(List.of("the server is closing"), stayer.ended);
        }
    }

    @AsyncTest
    void serveForever_serverClosed_returns() throws IOException {
        var server = startServer(ServerTest::echo, HOST, 0);
        var serving = createTask(server::serveForever);
        sleep(Duration.ZERO);
        assertFalse(serving.isDone());
        server.close();
        serving.await();
        server.serveForever();
    }

    @AsyncTest
    void close_byAHandler_endsThatHandlerToo() throws IOException {
        var server = new Server[1];
        var ended = Future.<String>pending();
        server[0] =
                startServer(
                        connection -> {
                            try {
                                server[0].close();
                            } catch (CancelledError e) {
                                ended.setResult(e.getMessage());
                                throw e;
                            }
                        },
                        HOST,
                        0);
        try (var client = openConnection(HOST, server[0].port())) {
            assertEquals("the server is closing", ended.await());
            assertEquals("", readToEnd(client));
        }
    }

    @AsyncTest
    void toString_everyState_isShown() throws IOException {
        var stayer = new Stayer();
        var server = startServer(stayer, HOST, 0);
        String addresses = server.addresses().toString();
        assertEquals(
                "<Server <Listener " + addresses + " connections=0> handlers=0>",
                server.toString());
        try (var _ = openConnection(HOST, server.port())) {
            stayer.first.await();
            assertEquals(
                    "<Server <Listener " + addresses + " connections=1> handlers=1>",
                    server.toString());
        }
        server.close();
        assertEquals(
                "<Server <Listener closed " + addresses + " connections=0> handlers=0>",
                server.toString());
    }

    // ---- accepting

    /** In which turns of the loop five waiting connections are accepted, by how many each. */
    private static List<Long> acceptedPerTurn(int backlog) throws IOException {
        var turns = new ArrayList<Integer>();
        var turn = new int[1];
        var loop = getRunningLoop();
        var clients = new ArrayList<SocketChannel>();
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0))) {
            for (int i = 0; i < 5; i++) {
                clients.add(SocketChannel.open(listening.getLocalAddress()));
            }
            try (var _ =
                    loop.createServer(
                            () -> {
                                turns.add(turn[0]);
                                return new Protocol() {};
                            },
                            listening,
                            o -> o.withBacklog(backlog))) {
                while (turns.size() < 5) {
                    sleep(Duration.ZERO);
                    turn[0]++;
                }
            }
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
        return turns.stream()
                .collect(Collectors.groupingBy(t -> t, TreeMap::new, Collectors.counting()))
                .values()
                .stream()
                .toList();
    }

    @AsyncTest
    void accept_severalWaiting_takesWhatTheBacklogHoldsInOneTurn() throws IOException {
        assertEquals(List.of(5L), acceptedPerTurn(100));
        assertEquals(List.of(2L, 2L, 1L), acceptedPerTurn(1));
    }

    // ---- the system runs out

    /** In a JVM of its own, because nothing else works meanwhile either. */
    @Test
    void accept_noFileDescriptorsLeft_isReportedAndTriedAgainASecondLater() throws Exception {
        var result = ChildJvm.run(OutOfDescriptors.class, ChildJvm.QUIET);
        assertEquals(
                """
                hello
                accepting connections failed; trying again in a second
                not served
                hello
                """,
                result.output());
        assertEquals(0, result.exitCode());
    }

    static final class OutOfDescriptors {
        private static final List<FileInputStream> HOGS = new ArrayList<>();
        private static final List<String> REPORTS = new ArrayList<>();

        private static final VirtualClock CLOCK = new VirtualClock();

        public static void main(String[] args) throws IOException {
            try (var runner =
                    Runner.open(o -> o.withLoopFactory(() -> Asyncio.newEventLoop(CLOCK)))) {
                runner.run(OutOfDescriptors::serve);
            }
        }

        private static void serve() throws IOException {
            getRunningLoop().setExceptionHandler((loop, context) -> REPORTS.add(context.message()));
            // No class can be loaded later on.
            getRunningLoop().callExceptionHandler(ExceptionContext.of("warm up"));
            sleep(seconds(1));
            REPORTS.clear();
            try (var server = startServer(ServerTest::echo, HOST, 0)) {
                ask(server);
                try (var _ = dial(server)) {
                    hog();
                    while (REPORTS.isEmpty()) {
                        sleep(Duration.ZERO);
                    }
                    release();
                    REPORTS.forEach(System.out::println);
                    var later = createTask(() -> ask(server));
                    for (int i = 0; i < 100; i++) {
                        sleep(Duration.ZERO);
                    }
                    System.out.println(later.isDone() ? "served" : "not served");
                    CLOCK.advance(seconds(1));
                    later.await();
                }
            }
        }

        private static void ask(Server server) throws IOException {
            try (var client = openConnection(HOST, server.port())) {
                client.writer().write("hello\n");
                System.out.println(client.reader().readLine());
            }
        }

        private static void hog() {
            try {
                while (true) {
                    HOGS.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                // That was the last one.
            }
        }

        private static void release() throws IOException {
            for (FileInputStream hog : HOGS) {
                hog.close();
            }
        }
    }
}
