package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How servers and their connections end. */
class ServerClosingTest {
    private static final String HOST = "127.0.0.1";

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    /** The connections of a server of protocols, which do nothing by themselves. */
    private static final class Connections {
        final List<Transport> made = new ArrayList<>();
        final List<@Nullable Exception> lost = new ArrayList<>();

        Protocol protocol() {
            return new Protocol() {
                @Override
                public void connectionMade(Transport transport) {
                    made.add(transport);
                }

                @Override
                public void connectionLost(@Nullable Exception error) {
                    lost.add(error);
                }
            };
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    private static void turns() {
        for (int i = 0; i < 50; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static Server serve(Connections connections) throws IOException {
        return getRunningLoop().createServer(connections::protocol, HOST, 0);
    }

    // ---- waitClosed: open or closed, with and without connections

    @AsyncTest
    void waitClosed_openWithoutConnections_waits() throws IOException {
        var server = serve(new Connections());
        var waiting = createTask(server::waitClosed);
        turns();
        assertFalse(waiting.isDone());
        server.closeNowait();
        waiting.await();
    }

    @AsyncTest
    void waitClosed_closedWithoutConnections_returns() throws IOException {
        var server = serve(new Connections());
        server.closeNowait();
        server.waitClosed();
    }

    @AsyncTest
    void waitClosed_closedWithConnections_waitsForTheLast() throws IOException {
        var connections = new Connections();
        var server = serve(connections);
        try (var one = openConnection(HOST, server.port());
                var two = openConnection(HOST, server.port())) {
            until(() -> connections.made.size() == 2);
            assertEquals(2, server.connectionCount());
            var waiting = createTask(server::waitClosed);
            server.closeNowait();
            one.writer().close();
            until(() -> connections.lost.size() == 1);
            turns();
            assertFalse(waiting.isDone());
            two.writer().close();
            waiting.await();
        }
        assertEquals(0, server.connectionCount());
    }

    @AsyncTest
    void waitClosed_openWhoseConnectionsEnded_waits() throws IOException {
        var connections = new Connections();
        var server = serve(connections);
        openConnection(HOST, server.port()).close();
        until(() -> connections.lost.size() == 1);
        var waiting = createTask(server::waitClosed);
        turns();
        assertFalse(waiting.isDone());
        server.closeNowait();
        waiting.await();
    }

    @AsyncTest
    void waitClosed_connectionEndsAsTheServerCloses_returns() throws IOException {
        for (int i = 0; i < 50; i++) {
            var connections = new Connections();
            var server = serve(connections);
            var client = openConnection(HOST, server.port());
            until(() -> connections.made.size() == 1);
            var waiting = createTask(server::waitClosed);
            var closing = createTask(() -> client.close());
            for (int turn = 0; turn < i % 5; turn++) {
                sleep(Duration.ZERO);
            }
            server.closeNowait();
            waiting.await();
            closing.await();
        }
    }

    @AsyncTest
    void waitClosed_inAHandler_doesNotWaitForItself() throws IOException {
        var server = new Server[1];
        server[0] =
                startServer(
                        connection -> {
                            server[0].closeNowait();
                            server[0].waitClosed();
                            connection.writer().write("over");
                        },
                        HOST,
                        0);
        try (var client = openConnection(HOST, server[0].port())) {
            assertEquals(
                    "over", new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
        }
        server[0].waitClosed();
    }

    // ---- connections

    @AsyncTest
    void closeClients_unsentData_isSentFirst() throws IOException {
        var connections = new Connections();
        try (var server = serve(connections);
                var client = openConnection(HOST, server.port())) {
            until(() -> connections.made.size() == 1);
            connections.made.getFirst().write(ByteBuffer.allocate(LARGE));
            server.closeClients();
            assertTrue(server.isServing());
            assertEquals(LARGE, client.reader().readAllBytes().length);
            until(() -> server.connectionCount() == 0);
            assertNull(connections.lost.getFirst());
        }
    }

    @AsyncTest
    void abortClients_fullBuffersAndPausedReading_endsThemAtOnce() throws IOException {
        var connections = new Connections();
        try (var server = serve(connections);
                var client = openConnection(HOST, server.port())) {
            until(() -> connections.made.size() == 1);
            Transport transport = connections.made.getFirst();
            transport.write(ByteBuffer.allocate(LARGE));
            transport.pauseReading();
            assertTrue(transport.writeBufferSize() > 0);
            server.abortClients();
            until(() -> server.connectionCount() == 0);
            assertTrue(connections.lost.size() == 1);
            int read = 0;
            try {
                for (byte[] part = client.reader().read(LARGE);
                        part.length > 0;
                        part = client.reader().read(LARGE)) {
                    read += part.length;
                }
            } catch (SocketException e) {
                // reset, as it may be
            }
            assertTrue(read < LARGE);
        }
    }

    @AsyncTest
    void close_ofProtocols_endsTheirConnections() throws IOException {
        var connections = new Connections();
        var server = serve(connections);
        try (var client = openConnection(HOST, server.port())) {
            until(() -> connections.made.size() == 1);
            server.close();
            assertEquals(0, server.connectionCount());
            assertEquals(1, connections.lost.size());
            assertEquals(0, client.reader().readAllBytes().length);
        }
    }

    // ---- with a grace period

    @AsyncTest
    void closeWithGrace_handlersThatEndInTime_areNotCancelled(TestLoop loop) throws IOException {
        var server =
                startServer(
                        connection -> {
                            sleep(seconds(3));
                            connection.writer().write("done");
                        },
                        HOST,
                        0);
        try (var client = openConnection(HOST, server.port())) {
            until(() -> server.connectionCount() == 1);
            turns();
            var closing = createTask(() -> server.close(seconds(5)));
            sleep(Duration.ZERO);
            assertFalse(server.isServing());
            assertThrows(IOException.class, () -> openConnection(HOST, server.port()));
            loop.clock().advance(seconds(3));
            assertEquals(
                    "done", new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
            closing.await();
        }
    }

    @AsyncTest
    void closeWithGrace_handlersThatDoNot_areCancelledThen(TestLoop loop) throws IOException {
        var ended = new ArrayList<String>();
        var server =
                startServer(
                        connection -> {
                            try {
                                connection.reader().readLine();
                            } catch (CancelledError e) {
                                ended.add(e.getMessage());
                                throw e;
                            }
                        },
                        HOST,
                        0);
        try (var client = openConnection(HOST, server.port())) {
            until(() -> server.connectionCount() == 1);
            turns();
            var closing = createTask(() -> server.close(seconds(5)));
            sleep(Duration.ZERO);
            loop.clock().advance(Duration.ofMillis(4999));
            turns();
            assertEquals(List.of(), ended);
            loop.clock().advance(millis(1));
            closing.await();
            assertEquals(List.of("the server is closing"), ended);
            assertEquals(0, client.reader().readAllBytes().length);
        }
    }

    @AsyncTest
    void closeWithGrace_connectionThatCannotBeFlushed_isAborted(TestLoop loop) throws IOException {
        var server =
                startServer(
                        connection ->
                                connection.writer().transport().write(ByteBuffer.allocate(LARGE)),
                        HOST,
                        0);
        try (var client = openConnection(HOST, server.port())) {
            until(() -> server.connectionCount() == 1);
            turns();
            client.reader().read(1);
            client.writer().transport().pauseReading();
            var closing = createTask(() -> server.close(seconds(5)));
            turns();
            assertFalse(closing.isDone());
            loop.clock().advance(seconds(5));
            closing.await();
            assertEquals(0, server.connectionCount());
        }
    }

    @AsyncTest
    void closeWithGrace_cancelled_endsTheHandlersAllTheSame() throws IOException {
        var ended = new ArrayList<String>();
        var server =
                startServer(
                        connection -> {
                            try {
                                connection.reader().readLine();
                            } finally {
                                ended.add("ended");
                            }
                        },
                        HOST,
                        0);
        try (var _ = openConnection(HOST, server.port())) {
            until(() -> server.connectionCount() == 1);
            turns();
            var closing = createTask(() -> server.close(seconds(5)));
            turns();
            closing.cancel();
            assertThrows(CancelledError.class, closing::await);
            until(() -> !ended.isEmpty());
            server.waitClosed();
        }
    }

    // ---- not serving yet

    @AsyncTest
    void startServing_putOff_acceptsFromThenOn() throws IOException {
        var connections = new Connections();
        var server =
                getRunningLoop()
                        .createServer(
                                connections::protocol,
                                List.of(HOST),
                                0,
                                o -> o.withStartServing(false));
        assertFalse(server.isServing());
        try (var _ = openConnection(HOST, server.port())) { // into the backlog
            turns();
            assertEquals(List.of(), connections.made);
            server.startServing();
            server.startServing();
            assertTrue(server.isServing());
            until(() -> connections.made.size() == 1);
        }
        server.close();
        assertThrows(IllegalStateException.class, server::startServing);
    }

    @AsyncTest
    void serveForever_notServingYet_beginsAndClosesWhenCancelled() throws IOException {
        var server =
                startServer(
                        connection -> connection.writer().write("hello"),
                        HOST,
                        0,
                        o -> o.withStartServing(false));
        var serving = createTask(() -> server.serveForever());
        try (var client = openConnection(HOST, server.port())) {
            assertEquals(
                    "hello", new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
        }
        serving.cancel();
        assertThrows(CancelledError.class, serving::await);
        assertFalse(server.isServing());
    }

    @Test
    void loopClose_serverThatDoesNotServeYet_freesItsPort() throws IOException {
        int port = run(() -> startServer(c -> {}, HOST, 0, o -> o.withStartServing(false)).port());
        try (var free = new ServerSocket(port, 1, InetAddress.ofLiteral(HOST))) {
            assertEquals(port, free.getLocalPort());
        }
    }

    @AsyncTest
    void start_channelThatIsUsedElsewhere_isRefused() throws IOException {
        var channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0));
        try (var _ = startServer(c -> {}, channel, o -> o.withStartServing(false))) {
            assertThrows(
                    IllegalStateException.class,
                    () -> getRunningLoop().addReader(channel, () -> {}));
            assertThrows(IllegalStateException.class, () -> startServer(c -> {}, channel, o -> o));
            assertTrue(channel.isOpen());
        }
    }

    // ---- as many as allowed

    @AsyncTest
    void maxConnections_reached_theNextOnesWait() throws IOException {
        var connections = new Connections();
        try (var server =
                        getRunningLoop()
                                .createServer(
                                        connections::protocol,
                                        List.of(HOST),
                                        0,
                                        o -> o.withMaxConnections(2));
                var one = openConnection(HOST, server.port());
                var _ = openConnection(HOST, server.port());
                var _ = openConnection(HOST, server.port());
                var four = openConnection(HOST, server.port())) {
            until(() -> connections.made.size() == 2);
            turns();
            assertEquals(2, server.connectionCount());
            assertTrue(server.isServing());
            one.writer().close();
            until(() -> connections.made.size() == 3);
            turns();
            assertEquals(2, server.connectionCount());
            connections.made.get(1).abort();
            connections.made.get(2).abort();
            until(() -> connections.made.size() == 4);
            assertEquals(four.localAddress(), connections.made.get(3).remoteAddress());
        }
    }

    @AsyncTest
    void maxConnections_notPositive_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> startServer(c -> {}, HOST, 0, o -> o.withMaxConnections(0)));
    }

    // ---- several sockets

    @AsyncTest
    void reusePort_secondServer_sharesThePort() throws IOException {
        var one = new Connections();
        var two = new Connections();
        var loop = getRunningLoop();
        try (var first =
                        loop.createServer(
                                one::protocol, List.of(HOST), 0, o -> o.withReusePort(true));
                var _ =
                        loop.createServer(
                                two::protocol,
                                List.of(HOST),
                                first.port(),
                                o -> o.withReusePort(true))) {
            var clients = new ArrayList<Connection>();
            for (int i = 0; i < 64; i++) {
                clients.add(openConnection(HOST, first.port()));
            }
            until(() -> one.made.size() + two.made.size() == 64);
            assertTrue(one.made.size() > 0 && two.made.size() > 0); // once in 2^63 it fails
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    @AsyncTest
    void hosts_severalOfOneAddress_areBoundOnce() throws IOException {
        try (var server = startServer(c -> {}, List.of(HOST, "127.0.0.2", HOST), 0, o -> o)) {
            assertEquals(2, server.addresses().size());
            for (String host : List.of(HOST, "127.0.0.2")) {
                openConnection(host, server.port()).close();
            }
        }
    }

    /** The system chooses a port by the first address; often enough it is taken on the second. */
    @AsyncTest
    void hosts_freePortTakenOnTheSecond_getAnother() throws IOException {
        var taken = new ArrayList<ServerSocketChannel>();
        try {
            for (int i = 0; i < 1_000; i++) {
                var channel = ServerSocketChannel.open();
                taken.add(channel);
                channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
            }
            for (int i = 0; i < 200; i++) {
                try (var server = startServer(c -> {}, List.of(HOST, "127.0.0.2"), 0, o -> o)) {
                    assertEquals(2, server.addresses().size());
                    assertEquals(
                            server.port(),
                            ((InetSocketAddress) server.addresses().getLast()).getPort());
                }
            }
        } finally {
            for (ServerSocketChannel channel : taken) {
                channel.close();
            }
        }
    }

    @AsyncTest
    void host_empty_listensOnAllAddresses() throws IOException {
        try (var server = startServer(c -> {}, "", 0)) {
            openConnection("127.0.0.9", server.port()).close();
        }
    }

    @AsyncTest
    void host_anyOfIpv4_leavesIpv6Alone() throws IOException {
        try (var server = startServer(c -> {}, "0.0.0.0", 0)) {
            assertEquals(
                    List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), server.port())),
                    server.addresses());
            openConnection(HOST, server.port()).close();
            assertThrows(IOException.class, () -> openConnection("::1", server.port()));
        }
    }

    @AsyncTest
    void host_noneOfOneFamily_listensOnThatFamily() throws IOException {
        try (var server =
                startServer(c -> {}, "", 0, o -> o.withFamily(StandardProtocolFamily.INET))) {
            openConnection(HOST, server.port()).close();
            assertThrows(IOException.class, () -> openConnection("::1", server.port()));
        }
    }

    // ---- made elsewhere

    @AsyncTest
    void start_channelThatListens_isServed() throws IOException {
        var channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0));
        try (var server = startServer(c -> c.writer().write("hello"), channel, o -> o)) {
            try (var client = openConnection(HOST, server.port())) {
                assertEquals(
                        "hello",
                        new String(client.reader().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertFalse(channel.isOpen());
    }

    @AsyncTest
    void start_channelThatIsNotBound_isRefused() throws IOException {
        try (var channel = ServerSocketChannel.open()) {
            assertThrows(IOException.class, () -> startServer(c -> {}, channel, o -> o));
        }
    }
}
