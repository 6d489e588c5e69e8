package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connecting, and all the ways in which it does not come to that. */
class ConnectTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** A port that nobody listens on and nobody else can take. */
    private static Socket bound() throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(LOOPBACK, 0));
        return socket;
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    // ---- failing

    @AsyncTest
    void connect_refused_saysByWhom() throws IOException {
        try (var nobody = bound()) {
            int port = nobody.getLocalPort();
            var error = assertThrows(ConnectException.class, () -> openConnection(HOST, port));
            assertEquals(
                    "cannot connect to 127.0.0.1:" + port + ": Connection refused",
                    error.getMessage());
        }
    }

    @AsyncTest
    void connect_fromAPortInUse_saysSo() throws IOException {
        try (var server = listening();
                var other = listening()) {
            var local = new InetSocketAddress(LOOPBACK, other.getLocalPort());
            var error =
                    assertThrows(
                            BindException.class,
                            () ->
                                    openConnection(
                                            HOST,
                                            server.getLocalPort(),
                                            o -> o.withLocalAddress(local)));
            assertEquals(
                    "cannot connect from 127.0.0.1:"
                            + other.getLocalPort()
                            + ": Address already in use",
                    error.getMessage());
        }
    }

    @AsyncTest
    void connect_refusedByAName_saysNameAndAddress() throws IOException {
        try (var nobody = bound()) {
            int port = nobody.getLocalPort();
            var error =
                    assertThrows(ConnectException.class, () -> openConnection("localhost", port));
            assertTrue(
                    error.getMessage().startsWith("cannot connect to localhost ("),
                    error.getMessage());
            assertTrue(
                    error.getMessage().endsWith(":" + port + "): Connection refused"),
                    error.getMessage());
        }
    }

    @AsyncTest
    void connect_unknownHost_saysWhich() {
        var error =
                assertThrows(
                        UnknownHostException.class,
                        () -> openConnection("no-such-host.invalid", 80));
        assertTrue(error.getMessage().contains("no-such-host.invalid"), error.getMessage());
    }

    @AsyncTest
    void connect_portOutOfRange_isRefused() {
        for (int port : List.of(-1, 65_536)) {
            var error =
                    assertThrows(IllegalArgumentException.class, () -> openConnection(HOST, port));
            assertEquals("port out of range: " + port, error.getMessage());
        }
    }

    @Test
    void connect_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> openConnection(HOST, 80));
    }

    @AsyncTest
    void createConnection_factoryFails_throwsThatAndClosesTheSocket() throws Exception {
        try (var server = listening()) {
            var error =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    getRunningLoop()
                                            .<Protocol>createConnection(
                                                    () -> {
                                                        throw new IllegalStateException("no");
                                                    },
                                                    HOST,
                                                    server.getLocalPort()));
            assertEquals("no", error.getMessage());
            assertEquals(-1, endOf(server));
        }
    }

    /** Accepts a connection and reads; it is expected to end. */
    private static int endOf(ServerSocket server) {
        return toThread(
                () -> {
                    try (Socket accepted = server.accept()) {
                        return accepted.getInputStream().read();
                    } catch (IOException e) {
                        return -1; // reset, which will do as well
                    }
                });
    }

    // ---- cancelling

    @AsyncTest
    void connect_cancelledAtEachStep_leavesNothingConnected() throws Exception {
        for (int turns = 0; turns < 8; turns++) {
            try (var server = listening()) {
                var connected = new ArrayList<Connection>();
                var task =
                        createTask(
                                () -> {
                                    try (var c = openConnection(HOST, server.getLocalPort())) {
                                        connected.add(c);
                                        Future.pending().await();
                                    }
                                });
                for (int i = 0; i < turns; i++) {
                    sleep(Duration.ZERO);
                }
                task.cancel();
                assertThrows(CancelledError.class, task::await);
                try (var last = new Socket(LOOPBACK, server.getLocalPort())) {
                    last.getOutputStream().write('x');
                    // What was begun before the last one has ended; the last one is alive.
                    int end = endOf(server);
                    while (end == -1) {
                        end = endOf(server);
                    }
                    assertEquals('x', end);
                }
                connected.forEach(connection -> assertTrue(connection.isClosing()));
            }
        }
    }

    @AsyncTest
    void connect_timedOut_leavesNothingWatched(TestLoop loop) throws Exception {
        try (var server = listening()) {
            var task =
                    createTask(
                            () ->
                                    timeout(
                                            seconds(3),
                                            () -> openConnection(HOST, server.getLocalPort())));
            sleep(Duration.ZERO); // it has sent its request
            loop.clock().advance(seconds(3));
            assertThrows(TimeoutException.class, task::await);
        }
        Duration before = getRunningLoop().time();
        sleep(seconds(1)); // would not end if a socket were still watched
        assertEquals(seconds(1), getRunningLoop().time().minus(before));
    }

    @AsyncTest
    void connect_cancelledDuringLookUp_endsAtOnce() {
        var task = createTask(() -> openConnection("localhost", 1));
        sleep(Duration.ZERO);
        task.cancel("enough");
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("enough", error.getMessage());
    }

    // ---- looking up

    @AsyncTest
    void getAddrInfo_numbers_areNotLookedUp() throws IOException {
        var ran = new ArrayList<String>();
        var other = createTask(() -> ran.add("other"));
        for (String host : List.of("127.0.0.1", "192.0.2.1", "::1", "2001:db8::1")) {
            List<InetSocketAddress> addresses = getRunningLoop().getAddrInfo(host, 80);
            assertEquals(
                    List.of(new InetSocketAddress(InetAddress.ofLiteral(host), 80)), addresses);
        }
        assertEquals(List.of(), ran);
        other.await();
    }

    @AsyncTest
    void getAddrInfo_name_isLookedUpBesideTheLoop() throws IOException {
        var ran = new ArrayList<String>();
        var other = createTask(() -> ran.add("other"));
        List<InetSocketAddress> addresses = getRunningLoop().getAddrInfo("localhost", 80);
        assertEquals(List.of("other"), ran);
        assertTrue(addresses.getFirst().getAddress().isLoopbackAddress());
        assertEquals(80, addresses.getFirst().getPort());
        other.await();
    }

    // ---- several addresses

    /** The JVM reads a host file of its own only when it starts. */
    @Test
    void connect_hostOfSeveralAddresses_triesThemInOrder() throws Exception {
        Path hosts = Files.createTempFile("hosts", "");
        try {
            Files.writeString(hosts, "127.0.0.2 several\n127.0.0.3 several\n127.0.0.1 several\n");
            var result =
                    ChildJvm.run(
                            SeveralAddresses.class,
                            ChildJvm.QUIET,
                            "-Djdk.net.hosts.file=" + hosts);
            assertEquals(
                    """
                    [127.0.0.2, 127.0.0.3, 127.0.0.1]
                    connected to 127.0.0.1
                    cannot connect to several (127.0.0.2:PORT): Connection refused; \
                    cannot connect to several (127.0.0.3:PORT): Connection refused; \
                    cannot connect to several (127.0.0.1:PORT): Connection refused
                    cannot connect to several (127.0.0.2:PORT): Connection refused
                    cannot connect to several (127.0.0.3:PORT): Connection refused
                    cannot connect to several (127.0.0.1:PORT): Connection refused
                    """,
                    result.output());
            assertEquals(0, result.exitCode());
        } finally {
            Files.delete(hosts);
        }
    }

    static final class SeveralAddresses {
        public static void main(String[] args) throws IOException {
            Asyncio.run(SeveralAddresses::connect);
        }

        private static void connect() throws IOException {
            int port;
            try (var server = startServer(c -> c.reader().readLine(), HOST, 0)) {
                port = server.port();
                System.out.println(
                        getRunningLoop().getAddrInfo("several", port).stream()
                                .map(address -> address.getAddress().getHostAddress())
                                .toList());
                try (var client = openConnection("several", port)) {
                    System.out.println(
                            "connected to "
                                    + ((InetSocketAddress) client.remoteAddress())
                                            .getAddress()
                                            .getHostAddress());
                }
            }
            try {
                openConnection("several", port);
            } catch (ConnectException e) {
                tell(e, port);
                for (Throwable suppressed : e.getSuppressed()) {
                    tell(suppressed, port);
                }
            }
        }

        private static void tell(Throwable error, int port) {
            System.out.println(error.getMessage().replace(":" + port, ":PORT"));
        }
    }
}
