package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.clientWithCertificate;
import static org.asyncio4j.TestCertificates.file;
import static org.asyncio4j.TestCertificates.server;
import static org.asyncio4j.TestCertificates.serverThatDemands;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS as programs see it: connections and servers. */
class TlsStreamTest {
    private static final String HOST = "localhost";

    private static Server serve(ConnectionHandler handler, TlsContext tls) throws IOException {
        return startServer(handler, HOST, 0, o -> o.withTls(tls));
    }

    private static Connection open(Server server, TlsContext tls) throws IOException {
        return openConnection(HOST, server.port(), o -> o.withTls(tls));
    }

    private static void echo(Connection connection) throws IOException {
        var reader = connection.reader();
        for (byte[] data = reader.read(1 << 16); data.length > 0; data = reader.read(1 << 16)) {
            connection.writer().write(data);
        }
    }

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    // ---- data

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void connection_linesBothWays_arrive(String version) throws IOException {
        try (var server = serve(TlsStreamTest::echo, server());
                var connection = open(server, client().withProtocols(version))) {
            for (int i = 0; i < 50; i++) {
                connection.writer().write("line " + i + "\n");
                assertEquals("line " + i, connection.reader().readLine());
            }
            assertEquals(version, connection.tls().orElseThrow().protocol());
        }
    }

    @ParameterizedTest
    @CsvSource({"server.pem, server.key", "rsa.pem, rsa.key", "ed25519.pem, ed25519.key"})
    @ExtendWith(AsyncioExtension.class)
    void server_withKeysOfEveryKind_isAccepted(String chain, String key) throws IOException {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (var server = serve(TlsStreamTest::echo, server(chain, key));
                    var connection = open(server, client().withProtocols(version))) {
                connection.writer().write("x\n");
                assertEquals("x", connection.reader().readLine());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void connection_muchBothWaysAtOnce_arrivesUnchanged(String version) throws IOException {
        byte[] data = random(5_000_011);
        try (var server = serve(TlsStreamTest::echo, server());
                var connection = open(server, client().withProtocols(version))) {
            var write = createTask(() -> connection.writer().write(data));
            assertArrayEquals(data, connection.reader().readExactly(data.length));
            write.await();
        }
    }

    @AsyncTest
    void connection_hundredClientsWithLargeBlocks_areServed() throws IOException {
        byte[] data = random(300_000);
        try (var server = serve(TlsStreamTest::echo, server())) {
            TlsContext tls = client();
            taskGroup(
                    group -> {
                        for (int i = 0; i < 100; i++) {
                            group.createTask(
                                    () -> {
                                        try (var connection = open(server, tls)) {
                                            var write =
                                                    createTask(
                                                            () -> connection.writer().write(data));
                                            assertArrayEquals(
                                                    data,
                                                    connection.reader().readExactly(data.length));
                                            write.await();
                                        }
                                    });
                        }
                    });
        }
    }

    @AsyncTest
    void writer_peerDoesNotRead_isSuspendedWithLittleHeld() throws IOException {
        var written = new int[1];
        var connections = new ArrayList<Connection>();
        ConnectionHandler flood =
                connection -> {
                    connections.add(connection);
                    while (true) {
                        connection.writer().write(new byte[16 << 10]);
                        written[0]++;
                    }
                };
        try (var server = serve(flood, server());
                var connection = open(server, client())) {
            for (int before = -1; before < written[0]; ) {
                before = written[0];
                for (int i = 0; i < 200; i++) {
                    sleep(java.time.Duration.ZERO);
                }
            }
            var matcher =
                    java.util.regex.Pattern.compile("unsent=(\\d+)")
                            .matcher(connections.getFirst().toString());
            assertTrue(matcher.find());
            int unsent = Integer.parseInt(matcher.group(1));
            assertTrue(unsent > 512 << 10 && unsent < 544 << 10, "unsent: " + unsent);
            connection.abort();
        }
    }

    // ---- ends

    @AsyncTest
    void writeEof_inTls13_endsOneSideOnly() throws IOException {
        ConnectionHandler answerAfterAll =
                connection -> {
                    byte[] all = connection.reader().readAllBytes();
                    connection.writer().write("received " + all.length);
                };
        try (var server = serve(answerAfterAll, server());
                var connection = open(server, client())) {
            connection.writer().write(new byte[100_000]);
            connection.writer().writeEof();
            assertThrows(IllegalStateException.class, () -> connection.writer().write("x"));
            assertEquals("received 100000", connection.reader().readLine());
            assertNull(connection.reader().readLine());
        }
    }

    @AsyncTest
    void writeEof_inTls12_isRefused() throws IOException {
        try (var server = serve(TlsStreamTest::echo, server());
                var connection = open(server, client().withProtocols("TLSv1.2"))) {
            var refused =
                    assertThrows(
                            UnsupportedOperationException.class,
                            () -> connection.writer().writeEof());
            assertTrue(String.valueOf(refused.getMessage()).contains("TLSv1.2"));
            connection.writer().write("still there\n");
            assertEquals("still there", connection.reader().readLine());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void close_muchUnsent_sendsItFirst(String version) throws IOException {
        byte[] data = random(3_000_000);
        ConnectionHandler handler =
                connection -> {
                    var write = createTask(() -> connection.writer().write(data));
                    sleep(java.time.Duration.ZERO);
                    connection.close();
                    write.await();
                };
        try (var server = serve(handler, server());
                var connection = open(server, client().withProtocols(version))) {
            assertArrayEquals(data, connection.reader().readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void close_peerStillSends_endsWithoutError(String version) throws IOException {
        var begun = Future.<Void>pending();
        ConnectionHandler talkative =
                connection -> {
                    begun.setResult(null);
                    try {
                        while (!connection.reader().atEof()) {
                            connection.writer().write(new byte[1000]);
                        }
                    } catch (IOException e) {
                        assertTrue(connection.isClosing());
                    }
                };
        try (var server = serve(talkative, server())) {
            try (var connection = open(server, client().withProtocols(version))) {
                begun.await();
                connection.reader().readExactly(10);
            }
        }
    }

    // ---- certificates

    private static String refusalOf(TlsContext server, TlsContext client, String host)
            throws IOException {
        try (var listening = serve(TlsStreamTest::echo, server)) {
            var refusal =
                    assertThrows(
                            SSLPeerUnverifiedException.class,
                            () ->
                                    openConnection(
                                            HOST,
                                            listening.port(),
                                            o -> o.withTls(client).withServerName(host)));
            return String.valueOf(refusal.getMessage());
        }
    }

    @AsyncTest
    void client_badCertificates_areRefusedWithTheReason() throws IOException {
        assertEquals(
                "the certificate CN=asyncio4j expired server has expired: it was valid until"
                        + " 2021-01-01T00:00:00Z",
                refusalOf(server("expired.pem", "server.key"), client(), HOST));
        assertEquals(
                "the certificate CN=asyncio4j server of another authority comes from an unknown"
                        + " authority: CN=asyncio4j other authority",
                refusalOf(server("other-authority.pem", "server.key"), client(), HOST));
        assertEquals(
                "the certificate CN=asyncio4j server elsewhere is not for localhost but for"
                        + " [one.example, *.two.example]",
                refusalOf(server("other-name.pem", "server.key"), client(), HOST));
        assertEquals(
                "the certificate CN=asyncio4j test server is not for 127.0.0.2 but for"
                        + " [localhost, 127.0.0.1, 0:0:0:0:0:0:0:1]",
                refusalOf(server(), client(), "127.0.0.2"));
        assertTrue(refusalOf(server(), TlsContext.client(), HOST).contains("unknown authority"));
    }

    @AsyncTest
    void client_certificateWithALineEndInItsName_isRefusedInOneLine() throws IOException {
        assertEquals(
                "the certificate CN=\"evil?info: all is well\" comes from an unknown authority:"
                        + " CN=asyncio4j other authority",
                refusalOf(server("two-lines.pem", "server.key"), client(), HOST));
    }

    @ParameterizedTest
    @CsvSource({
        "server.pem, server.key, localhost",
        "server.pem, server.key, LOCALHOST",
        "server.pem, server.key, 127.0.0.1",
        "server.pem, server.key, ::1",
        "other-name.pem, server.key, one.example",
        "other-name.pem, server.key, some.two.example",
        "chain-and-key.pem, chain-and-key.pem, localhost"
    })
    @ExtendWith(AsyncioExtension.class)
    void client_goodNames_areAccepted(String chain, String key, String name) throws IOException {
        try (var server = serve(TlsStreamTest::echo, server(chain, key));
                var connection =
                        openConnection(
                                HOST,
                                server.port(),
                                o -> o.withTls(client()).withServerName(name))) {
            connection.writer().write("x\n");
            assertEquals("x", connection.reader().readLine());
        }
    }

    @AsyncTest
    void client_withoutChecks_acceptsWhatItWasTold() throws IOException {
        try (var server = serve(TlsStreamTest::echo, server("other-name.pem", "server.key"))) {
            open(server, client().withoutHostnameCheck()).close();
            open(server, TlsContext.client().withoutVerification()).close();
        }
        try (var server = serve(TlsStreamTest::echo, server("expired.pem", "server.key"))) {
            open(server, TlsContext.client().withoutVerification()).close();
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> open(server, client().withoutHostnameCheck()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void server_demandsCertificates_seesThem(String version) throws IOException {
        var seen = new ArrayList<String>();
        ConnectionHandler handler =
                connection -> {
                    var certificates = connection.tls().orElseThrow().peerCertificates();
                    seen.add(certificates.getFirst().getSubjectX500Principal().getName());
                    echo(connection);
                };
        try (var server = serve(handler, serverThatDemands());
                var connection = open(server, clientWithCertificate().withProtocols(version))) {
            connection.writer().write("x\n");
            assertEquals("x", connection.reader().readLine());
            var own = connection.tls().orElseThrow().peerCertificates();
            assertEquals(
                    "CN=asyncio4j test server", own.getFirst().getSubjectX500Principal().getName());
        }
        assertEquals(List.of("CN=asyncio4j test client"), seen);
    }

    /** In TLS 1.3 a client learns only after its handshake that it was not accepted. */
    private static String refusalOfClient(TlsContext client) throws IOException {
        try (var server = serve(TlsStreamTest::echo, serverThatDemands())) {
            Throwable error =
                    assertThrows(
                            IOException.class,
                            () -> {
                                try (var connection = open(server, client)) {
                                    connection.reader().readLine();
                                }
                            });
            while (!(error instanceof SSLException)) {
                error = error.getCause();
            }
            return String.valueOf(error.getMessage());
        }
    }

    @AsyncTest
    void server_demandsCertificates_tellsClientsWithoutOrWithBadOnes() throws IOException {
        assertTrue(refusalOfClient(client()).startsWith("the peer demands a certificate"));
        refusalOfClient(client().withProtocols("TLSv1.2"));
        TlsContext unknown =
                client().withCertificate(file("unknown-client.pem"), file("client.key"));
        assertTrue(refusalOfClient(unknown).startsWith("the peer does not accept our certificate"));
        assertTrue(
                refusalOfClient(unknown.withProtocols("TLSv1.2"))
                        .startsWith("the peer does not accept our certificate"));
    }

    @AsyncTest
    void server_asksForCertificates_letsThoseInWhoHaveNone() throws IOException {
        TlsContext asking = server().withTrust(file("ca.pem")).withClientCertificateOptional();
        var counts = new ArrayList<Integer>();
        ConnectionHandler handler =
                connection -> {
                    counts.add(connection.tls().orElseThrow().peerCertificates().size());
                    echo(connection);
                };
        try (var server = serve(handler, asking)) {
            for (TlsContext tls : List.of(client(), clientWithCertificate())) {
                try (var connection = open(server, tls)) {
                    connection.writer().write("x\n");
                    assertEquals("x", connection.reader().readLine());
                }
            }
        }
        assertEquals(List.of(0, 1), counts);
    }

    // ---- what is agreed on

    @AsyncTest
    void alpn_bothOffer_theServersBestIsChosen() throws IOException {
        var chosen = new ArrayList<String>();
        ConnectionHandler handler =
                connection -> {
                    chosen.add(connection.tls().orElseThrow().applicationProtocol());
                    echo(connection);
                };
        try (var server = serve(handler, server().withAlpn("h2", "http/1.1"))) {
            for (var tls :
                    List.of(client().withAlpn("http/1.1", "h2"), client().withAlpn("http/1.1"))) {
                try (var connection = open(server, tls)) {
                    connection.writer().write("x\n");
                    assertEquals("x", connection.reader().readLine());
                    assertEquals(
                            chosen.getLast(), connection.tls().orElseThrow().applicationProtocol());
                }
            }
            open(server, client()).close();
            var none =
                    assertThrows(
                            SSLHandshakeException.class,
                            () -> open(server, client().withAlpn("smtp")));
            assertTrue(String.valueOf(none.getMessage()).contains("application protocols"));
        }
        assertEquals(List.of("h2", "http/1.1"), chosen.subList(0, 2));
    }

    @AsyncTest
    void serverNames_several_eachHasItsContext() throws IOException {
        Map<String, TlsContext> contexts = new HashMap<>();
        contexts.put("one.example", server("other-name.pem", "server.key").withAlpn("one"));
        contexts.put("localhost", server("rsa.pem", "rsa.key"));
        TlsContext all = server("ed25519.pem", "ed25519.key").withServerNames(contexts::get);
        try (var server = serve(TlsStreamTest::echo, all)) {
            assertEquals(
                    "CN=asyncio4j server elsewhere one.example",
                    subject(server, client().withAlpn("one"), "one.example"));
            assertEquals(
                    "CN=asyncio4j rsa server localhost", subject(server, client(), "localhost"));
            assertEquals("CN=asyncio4j ed25519 server ", subject(server, client(), "127.0.0.1"));
            assertEquals(
                    "CN=asyncio4j ed25519 server other.example",
                    subject(server, client().withoutHostnameCheck(), "other.example"));
        }
    }

    private static String subject(Server server, TlsContext tls, String name) throws IOException {
        try (var connection =
                openConnection(HOST, server.port(), o -> o.withTls(tls).withServerName(name))) {
            connection.writer().write("x\n");
            assertEquals("x", connection.reader().readLine());
            TlsInfo info = connection.tls().orElseThrow();
            return info.peerCertificates().getFirst().getSubjectX500Principal().getName()
                    + " "
                    + info.serverName();
        }
    }

    @AsyncTest
    void serverNames_functionFails_refusesThatClientOnly(TestLoop loop) throws IOException {
        TlsContext failing =
                server().withServerNames(
                                name -> {
                                    if (name.equals("localhost")) {
                                        return null;
                                    }
                                    throw new IllegalStateException("oops");
                                });
        try (var server = serve(TlsStreamTest::echo, failing)) {
            assertThrows(
                    IOException.class,
                    () ->
                            openConnection(
                                    HOST,
                                    server.port(),
                                    o -> o.withTls(client()).withServerName("one.example")));
            assertEquals(1, loop.takeReports().size());
            open(server, client()).close();
        }
    }

    @AsyncTest
    void serverNames_contextOfAClient_refusesTheClient(TestLoop loop) throws IOException {
        try (var server = serve(TlsStreamTest::echo, server().withServerNames(name -> client()))) {
            assertThrows(
                    IOException.class,
                    () ->
                            openConnection(
                                    HOST,
                                    server.port(),
                                    o -> o.withTls(client()).withServerName("localhost")));
            assertTrue(
                    String.valueOf(loop.takeReports().getFirst())
                            .contains("a server needs a server's context"));
        }
    }

    @AsyncTest
    void versions_noneInCommon_isSaid() throws IOException {
        try (var server = serve(TlsStreamTest::echo, server().withProtocols("TLSv1.3"))) {
            var none =
                    assertThrows(
                            SSLHandshakeException.class,
                            () -> open(server, client().withProtocols("TLSv1.2")));
            assertTrue(String.valueOf(none.getMessage()).contains("versions"), none.toString());
        }
    }

    // ---- the other kinds of connections

    @AsyncTest
    void unixConnection_withTls_works(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("socket");
        try (var server = startUnixServer(TlsStreamTest::echo, path, o -> o.withTls(server()))) {
            assertTrue(server.isServing());
            try (var connection =
                    openUnixConnection(
                            path, o -> o.withTls(client()).withServerName("localhost"))) {
                connection.writer().write("x\n");
                assertEquals("x", connection.reader().readLine());
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> openUnixConnection(path, o -> o.withTls(client())));
        }
    }

    @AsyncTest
    void options_contextOfTheOtherSide_isRefused(@TempDir Path folder) {
        assertThrows(
                IllegalArgumentException.class,
                () -> startServer(c -> {}, HOST, 0, o -> o.withTls(client())));
        assertThrows(
                IllegalArgumentException.class,
                () -> openConnection(HOST, 1, o -> o.withTls(server())));
        assertThrows(
                IllegalArgumentException.class,
                () -> openUnixConnection(folder.resolve("none"), o -> o.withTls(server())));
    }

    // ---- peers that do not speak TLS

    @AsyncTest
    void client_serverInTheClear_isToldSo() throws IOException {
        ConnectionHandler greeting = connection -> connection.writer().write("220 hello\r\n");
        try (var server = startServer(greeting, HOST, 0)) {
            var error = assertThrows(SSLException.class, () -> open(server, client()));
            assertTrue(
                    String.valueOf(error.getMessage()).contains("does not speak TLS"),
                    error.toString());
        }
    }

    @AsyncTest
    void server_clientInTheClear_isClosedAndNotHeardOf() throws IOException {
        var handled = new int[1];
        try (var server = serve(c -> handled[0]++, server())) {
            for (String text : List.of("GET / HTTP/1.1\r\n\r\n", "x", "")) {
                try (var connection = openConnection(HOST, server.port())) {
                    connection.writer().write(text);
                    connection.writer().writeEof();
                    connection.reader().readAllBytes();
                }
            }
            open(server, client()).close();
        }
        assertTrue(handled[0] <= 1);
    }

    @AsyncTest
    void server_failedHandshakeInDebug_isReported(TestLoop loop) throws IOException {
        getRunningLoop().setDebug(true);
        try (var server = serve(TlsStreamTest::echo, server())) {
            assertThrows(IOException.class, () -> open(server, TlsContext.client()));
            while (server.connectionCount() > 0) {
                sleep(java.time.Duration.ZERO);
            }
        } finally {
            getRunningLoop().setDebug(false);
        }
        var reports = loop.takeReports();
        assertEquals(1, reports.size());
        assertEquals(
                "error on transport creation for incoming connection",
                reports.getFirst().message());
        assertFalse(reports.isEmpty());
    }
}
