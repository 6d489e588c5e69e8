package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Connecting to a host of several addresses, RFC 8305, and the other options of connecting. */
class HappyEyeballsTest {
    private static final String HOST = "several";

    private static void resolveTo(String... addresses) {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.ofLiteral(address));
        }
        getRunningLoop().setResolver(host -> all);
    }

    /** An address that neither accepts nor refuses: a server whose backlog is full. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocketChannel server = ServerSocketChannel.open();
        private final List<SocketChannel> clients = new ArrayList<>();

        Silent(String address, int port) throws IOException {
            server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1);
            for (int i = 0; i < 8; i++) {
                SocketChannel client = SocketChannel.open();
                client.configureBlocking(false);
                client.connect(server.getLocalAddress());
                clients.add(client);
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel client : clients) {
                client.close();
            }
            server.close();
        }
    }

    private static Server serve(String address, int port) throws IOException {
        return startServer(c -> c.writer().write(c.localAddress().toString()), address, port);
    }

    private static String peerOf(Connection connection) {
        return ((InetSocketAddress) connection.remoteAddress()).getAddress().getHostAddress();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void connect_firstAddressIsSilent_triesTheNextAfterTheDelay(TestLoop loop) throws IOException {
        try (var server = serve("127.0.0.3", 0);
                var _ = new Silent("127.0.0.2", server.port())) {
            resolveTo("127.0.0.2", "127.0.0.3");
            var connecting = createTask(() -> openConnection(HOST, server.port()));
            until(() -> allTasks().size() == 3); // this one, the connecting one, its first attempt
            for (int i = 0; i < 100; i++) {
                sleep(Duration.ZERO);
            }
            assertFalse(connecting.isDone());
            loop.clock().advance(millis(249));
            sleep(Duration.ZERO);
            assertEquals(3, allTasks().size());
            loop.clock().advance(millis(1));
            try (Connection connection = connecting.await()) {
                assertEquals("127.0.0.3", peerOf(connection));
            }
            until(() -> server.connectionCount() == 0);
        }
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void connect_firstAddressRefuses_triesTheNextAtOnce() throws IOException {
        try (var server = serve("127.0.0.3", 0)) {
            resolveTo("127.0.0.2", "127.0.0.3");
            try (var connection = openConnection(HOST, server.port())) {
                assertEquals("127.0.0.3", peerOf(connection));
            }
        }
    }

    @AsyncTest
    void connect_severalAnswerAtOnce_keepsOneOnly() throws IOException {
        try (var one = serve("127.0.0.2", 0);
                var two = serve("127.0.0.3", one.port())) {
            resolveTo("127.0.0.2", "127.0.0.3");
            for (int i = 0; i < 200; i++) {
                try (var connection =
                        openConnection(
                                HOST, one.port(), o -> o.withHappyEyeballsDelay(Duration.ZERO))) {
                    assertTrue(List.of("127.0.0.2", "127.0.0.3").contains(peerOf(connection)));
                    String text =
                            new String(connection.reader().readAllBytes(), StandardCharsets.UTF_8);
                    assertEquals(connection.remoteAddress().toString(), text);
                }
                // those that lost were closed, or they would stay
                until(() -> one.connectionCount() == 0 && two.connectionCount() == 0);
            }
        }
    }

    @AsyncTest
    void connect_withoutHappyEyeballs_waitsForTheFirst(TestLoop loop) throws IOException {
        try (var server = serve("127.0.0.3", 0);
                var _ = new Silent("127.0.0.2", server.port())) {
            resolveTo("127.0.0.2", "127.0.0.3");
            var connecting =
                    createTask(
                            () ->
                                    openConnection(
                                            HOST, server.port(), o -> o.withoutHappyEyeballs()));
            until(() -> allTasks().size() == 3);
            loop.clock().advance(seconds(10));
            for (int i = 0; i < 100; i++) {
                sleep(Duration.ZERO);
            }
            assertFalse(connecting.isDone());
            connecting.cancel();
            assertThrows(CancelledError.class, connecting::await);
        }
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void connect_cancelledWhileAttemptsAreUnderWay_leavesNothing(TestLoop loop) throws IOException {
        try (var one = new Silent("127.0.0.2", 0)) {
            int port = ((InetSocketAddress) one.server.getLocalAddress()).getPort();
            try (var _ = new Silent("127.0.0.3", port)) {
                resolveTo("127.0.0.2", "127.0.0.3");
                var connecting = createTask(() -> openConnection(HOST, port));
                until(() -> allTasks().size() == 3);
                loop.clock().advance(millis(250));
                until(() -> allTasks().size() == 4);
                connecting.cancel();
                assertThrows(CancelledError.class, connecting::await);
                assertEquals(1, allTasks().size());
            }
        }
    }

    @AsyncTest
    void connect_allRefuse_namesThemAll() throws IOException {
        int port;
        try (var server = serve("127.0.0.2", 0)) {
            port = server.port();
        }
        resolveTo("127.0.0.2", "127.0.0.3");
        var error = assertThrows(ConnectException.class, () -> openConnection(HOST, port));
        assertEquals(
                "cannot connect to several (127.0.0.2:PORT): Connection refused; cannot connect to"
                        + " several (127.0.0.3:PORT): Connection refused",
                error.getMessage().replace(String.valueOf(port), "PORT"));
        assertEquals(2, error.getSuppressed().length);
    }

    @AsyncTest
    void connect_bothFamilies_alternate() throws IOException {
        var tried = new ArrayList<String>();
        int port;
        try (var server = serve("127.0.0.2", 0)) {
            port = server.port();
        }
        resolveTo("127.0.0.2", "127.0.0.3", "::1", "127.0.0.4");
        var error = assertThrows(ConnectException.class, () -> openConnection(HOST, port));
        for (Throwable each : error.getSuppressed()) {
            String message = each.getMessage();
            tried.add(message.substring(message.indexOf('(') + 1, message.indexOf("):")));
        }
        String order = String.join(" ", tried).replace(":" + port, "");
        assertEquals("127.0.0.2 [0:0:0:0:0:0:0:1] 127.0.0.3 127.0.0.4", order);
    }

    @AsyncTest
    void connect_familyWanted_triesNoOther() throws IOException {
        try (var server = serve("127.0.0.3", 0)) {
            resolveTo("::1", "127.0.0.3");
            try (var connection =
                    openConnection(
                            HOST, server.port(), o -> o.withFamily(StandardProtocolFamily.INET))) {
                assertEquals("127.0.0.3", peerOf(connection));
            }
            resolveTo("127.0.0.3");
            var error =
                    assertThrows(
                            UnknownHostException.class,
                            () ->
                                    openConnection(
                                            HOST,
                                            server.port(),
                                            o -> o.withFamily(StandardProtocolFamily.INET6)));
            assertEquals("several has no address of the family INET6", error.getMessage());
        }
    }

    // ---- the local side

    @AsyncTest
    void connect_localAddress_isUsed() throws IOException {
        try (var server = serve("127.0.0.1", 0)) {
            var local = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.5"), 0);
            try (var connection =
                    openConnection("127.0.0.1", server.port(), o -> o.withLocalAddress(local))) {
                var address = (InetSocketAddress) connection.localAddress();
                assertEquals("127.0.0.5", address.getAddress().getHostAddress());
            }
        }
    }

    @AsyncTest
    void connect_localAddressThatCannotBeHad_isNamed() throws IOException {
        try (var server = serve("127.0.0.1", 0)) {
            for (String local : List.of("192.0.2.99", "::1")) {
                var address = new InetSocketAddress(InetAddress.ofLiteral(local), 0);
                var error =
                        assertThrows(
                                BindException.class,
                                () ->
                                        openConnection(
                                                "127.0.0.1",
                                                server.port(),
                                                o -> o.withLocalAddress(address)));
                assertTrue(error.getMessage().startsWith("cannot connect from "), local);
            }
        }
    }

    @AsyncTest
    void options_ofNoSense_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> openConnection("127.0.0.1", 1, o -> o.withLimit(0)));
        assertThrows(
                IllegalArgumentException.class,
                () -> openConnection("127.0.0.1", 1, o -> o.withHappyEyeballsDelay(millis(-1))));
        assertThrows(
                IllegalArgumentException.class, () -> openConnection("127.0.0.1", 0x10000, o -> o));
    }
}
