package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.asyncio4j.test.MemoryStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Connections that begin in the clear and go on in TLS. */
class StartTlsTest {
    private static final String HOST = "localhost";

    /** Upgrades when the client asks for it by a line, as mail servers do. */
    private static void serve(Connection connection) throws IOException {
        var reader = connection.reader();
        var writer = connection.writer();
        writer.write("220 ready\n");
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals("STARTTLS")) {
                writer.write("220 go ahead\n");
                connection.startTls(server());
            } else {
                writer.write((connection.tls().isPresent() ? "secret " : "clear ") + line + "\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void connection_upgradedOnBothSides_goesOnInTls(String version) throws IOException {
        try (var server = startServer(StartTlsTest::serve, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            var reader = connection.reader();
            var writer = connection.writer();
            assertEquals("220 ready", reader.readLine());
            writer.write("one\n");
            assertEquals("clear one", reader.readLine());
            assertTrue(connection.tls().isEmpty());
            writer.write("STARTTLS\n");
            assertEquals("220 go ahead", reader.readLine());
            connection.startTls(client().withProtocols(version));
            assertEquals(version, connection.tls().orElseThrow().protocol());
            assertEquals(HOST, connection.tls().orElseThrow().serverName());
            writer.write("two\n");
            assertEquals("secret two", reader.readLine());
            byte[] data = new byte[1_000_000];
            new Random(1).nextBytes(data);
            for (int i = 0; i < data.length; i++) {
                data[i] = data[i] == '\n' ? 0 : data[i];
            }
            writer.write("three\n");
            assertEquals("secret three", reader.readLine());
        }
    }

    /** The hello of an impatient client is in the reader's buffer when the server upgrades. */
    @AsyncTest
    void server_helloCameAlready_isTakenForTls() throws IOException {
        var bothCame = Future.<Void>pending();
        ConnectionHandler late =
                connection -> {
                    assertEquals("STARTTLS", connection.reader().readLine());
                    bothCame.await();
                    connection.startTls(server());
                    connection.writer().write(connection.reader().readLine() + "\n");
                };
        try (var server = startServer(late, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            connection.writer().write("STARTTLS\n");
            var upgrade = createTask(() -> connection.startTls(client()));
            for (int i = 0; i < 100; i++) {
                sleep(Duration.ZERO);
            }
            bothCame.setResult(null);
            upgrade.await();
            connection.writer().write("hello\n");
            assertEquals("hello", connection.reader().readLine());
        }
    }

    /** What somebody put in before the handshake must not be read as if TLS had brought it. */
    @AsyncTest
    void client_clearTextBeforeTheHandshake_isNeverRead() throws IOException {
        ConnectionHandler injecting =
                connection -> {
                    connection.writer().write("220 go ahead\nINJECTED\n");
                    assertThrows(SSLException.class, () -> connection.startTls(server()));
                };
        try (var server = startServer(injecting, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertEquals("220 go ahead", connection.reader().readLine());
            assertThrows(SSLException.class, () -> connection.startTls(client()));
            assertThrows(IOException.class, () -> connection.reader().readLine());
            assertThrows(IllegalStateException.class, () -> connection.writer().write("x"));
        }
    }

    @AsyncTest
    void client_peerEndsInTheClear_readsNothingOfIt() throws IOException {
        var pair = MemoryStreams.pair();
        pair.second().writer().write("INJECTED");
        pair.second().writer().close();
        sleep(millis(50));
        assertThrows(IOException.class, () -> pair.first().startTls(client(), HOST));
        assertNothingToRead(pair.first());
    }

    @AsyncTest
    void client_cancelledBeforeTheHandshake_readsNothingInTheClear() throws IOException {
        var pair = MemoryStreams.pair();
        pair.second().writer().write("INJECTED");
        var writing = createTask(() -> pair.first().writer().write(new byte[1 << 20]));
        sleep(millis(20));
        var upgrade = createTask(() -> pair.first().startTls(client(), HOST));
        sleep(millis(20));
        upgrade.cancel();
        waitAll(List.of(upgrade, writing));
        assertTrue(upgrade.isCancelled());
        assertInstanceOf(IOException.class, writing.exception());
        assertNothingToRead(pair.first());
        pair.second().abort();
    }

    private static void assertNothingToRead(Connection connection) {
        try {
            assertEquals("", new String(connection.reader().read(100), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            assertTrue(connection.isClosing());
        }
    }

    @AsyncTest
    void client_badCertificate_closesAndSendsNothingMore() throws IOException {
        var read = new ArrayList<@Nullable String>();
        ConnectionHandler handler =
                connection -> {
                    try {
                        connection.startTls(server("expired.pem", "server.key"));
                        read.add(connection.reader().readLine());
                    } catch (IOException e) {
                        read.add("failed");
                    }
                };
        try (var server = startServer(handler, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertThrows(SSLPeerUnverifiedException.class, () -> connection.startTls(client()));
            assertTrue(connection.isClosing());
            assertThrows(IllegalStateException.class, () -> connection.writer().write("secret\n"));
            server.closeNowait();
            server.waitClosed();
        }
        assertEquals(List.of("failed"), read);
    }

    @AsyncTest
    void client_serverThatRefuses_fails() throws IOException {
        ConnectionHandler deaf = connection -> connection.writer().write("502 no\n");
        try (var server = startServer(deaf, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertThrows(SSLException.class, () -> connection.startTls(client()));
            assertTrue(connection.isClosing());
        }
    }

    @AsyncTest
    void startTls_cancelled_closesTheConnection() throws IOException {
        try (var server = startServer(c -> c.reader().readAllBytes(), HOST, 0)) {
            for (int turns = 0; turns < 6; turns++) {
                var connection = openConnection(HOST, server.port());
                var upgrade = createTask(() -> connection.startTls(client()));
                for (int i = 0; i <= turns; i++) {
                    sleep(Duration.ZERO);
                }
                upgrade.cancel();
                waitAll(List.of(upgrade));
                assertTrue(upgrade.isCancelled());
                assertTrue(connection.isClosing());
                connection.close();
            }
        }
    }

    @AsyncTest
    void startTls_whileATaskReads_isRefused() throws IOException {
        try (var server = startServer(StartTlsTest::serve, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertEquals("220 ready", connection.reader().readLine());
            var reading = createTask(() -> connection.reader().readLine());
            sleep(Duration.ZERO);
            assertThrows(IllegalStateException.class, () -> connection.startTls(client()));
            connection.writer().write("still clear\n");
            assertEquals("clear still clear", reading.await());
        }
    }

    @AsyncTest
    void startTls_byTwoTasks_isRefusedToTheSecond() throws IOException {
        try (var server = startServer(StartTlsTest::serve, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertEquals("220 ready", connection.reader().readLine());
            connection.writer().write("STARTTLS\n");
            assertEquals("220 go ahead", connection.reader().readLine());
            var first = createTask(() -> connection.startTls(client()));
            sleep(Duration.ZERO);
            assertThrows(IllegalStateException.class, () -> connection.startTls(client()));
            first.await();
            connection.writer().write("hello\n");
            assertEquals("secret hello", connection.reader().readLine());
        }
    }

    @AsyncTest
    void startTls_aTaskReadsBeforeAllIsSent_isRefusedAndCloses() throws IOException {
        try (var listening = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            var connection = openConnection("127.0.0.1", listening.getLocalPort());
            try (Socket peer = listening.accept()) {
                byte[] data = new byte[12 << 20];
                var write = createTask(() -> connection.writer().write(data));
                var upgrade = createTask(() -> connection.startTls(client()));
                sleep(Duration.ZERO);
                var reading = createTask(() -> connection.reader().readLine());
                sleep(Duration.ZERO);
                toThread(() -> peer.getInputStream().readNBytes(data.length));
                assertThrows(IllegalStateException.class, upgrade::await);
                assertTrue(connection.isClosing());
                write.await();
                assertNull(reading.await());
            }
            connection.close();
        }
    }

    @AsyncTest
    void startTls_withoutAName_isRefusedAndCloses() throws IOException {
        try (var server = startServer(StartTlsTest::serve, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertThrows(IllegalArgumentException.class, () -> connection.startTls(client(), null));
            assertTrue(connection.isClosing());
        }
    }

    @AsyncTest
    void startTls_muchUnsent_sendsItInTheClearFirst() throws IOException {
        byte[] data = new byte[3_000_000];
        ConnectionHandler handler =
                connection -> {
                    assertArrayEquals(data, connection.reader().readExactly(data.length));
                    connection.writer().write("ready\n");
                    connection.startTls(server());
                    connection.writer().write("secret\n");
                };
        try (var server = startServer(handler, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            var write = createTask(() -> connection.writer().write(data));
            sleep(Duration.ZERO);
            assertEquals("ready", connection.reader().readLine());
            connection.startTls(client());
            write.await();
            assertEquals("secret", connection.reader().readLine());
        }
    }

    /** A write by another task during the handshake waits for it. */
    @AsyncTest
    void write_duringTheHandshake_isEncrypted() throws IOException {
        try (var listening = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            var connection = openConnection("127.0.0.1", listening.getLocalPort());
            try (Socket peer = listening.accept()) {
                var upgrade = createTask(() -> connection.startTls(client()));
                sleep(Duration.ZERO);
                sleep(Duration.ZERO);
                connection.writer().write("password");
                for (int i = 0; i < 20; i++) {
                    sleep(Duration.ZERO);
                }
                upgrade.cancel();
                waitAll(List.of(upgrade));
                InputStream in = peer.getInputStream();
                String sent = new String(toThread(in::readAllBytes), StandardCharsets.ISO_8859_1);
                assertFalse(sent.contains("password"));
                assertEquals(22, sent.charAt(0)); // a handshake
            }
            connection.close();
        }
    }

    @AsyncTest
    void closeClients_afterAnUpgrade_saysCloseNotify() throws IOException {
        try (var server = startServer(StartTlsTest::serve, HOST, 0);
                var connection = openConnection(HOST, server.port())) {
            assertEquals("220 ready", connection.reader().readLine());
            connection.writer().write("STARTTLS\n");
            assertEquals("220 go ahead", connection.reader().readLine());
            connection.startTls(client());
            connection.writer().write("x\n");
            assertEquals("secret x", connection.reader().readLine());
            server.closeClients();
            assertEquals(null, connection.reader().readLine()); // and not that it was cut
        }
    }

    @AsyncTest
    void startTls_insideTls_works() throws IOException {
        try (var server =
                        startServer(
                                StartTlsTest::serve, List.of(HOST), 0, o -> o.withTls(server()));
                var connection = openConnection(HOST, server.port(), o -> o.withTls(client()))) {
            assertEquals("220 ready", connection.reader().readLine());
            connection.writer().write("STARTTLS\n");
            assertEquals("220 go ahead", connection.reader().readLine());
            connection.startTls(client());
            connection.writer().write("x\n");
            assertEquals("secret x", connection.reader().readLine());
        }
    }
}
