package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Connection;
import org.asyncio4j.ConnectionHandler;
import org.asyncio4j.Server;
import org.asyncio4j.TlsContext;
import org.asyncio4j.TlsInfo;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

import javax.net.ssl.SSLPeerUnverifiedException;

/** Requests over TLS, to servers with certificates of a test authority. */
class HttpsTest {
    private static Path pem(String name) {
        return Path.of("..", "core", "src", "test", "tls", name);
    }

    private static TlsContext trusting() throws IOException {
        return TlsContext.client().withTrust(pem("ca.pem"));
    }

    private static TlsContext server(String certificate) throws IOException {
        return TlsContext.server(pem(certificate), pem("server.key"));
    }

    private static Server serve(ConnectionHandler handler, TlsContext tls) throws IOException {
        return startServer(handler, "127.0.0.1", 0, o -> o.withTls(tls));
    }

    private static String url(Server server, String host, String path) {
        return "https://" + host + ":" + server.port() + path;
    }

    private static ClientSession session() throws IOException {
        TlsContext tls = trusting();
        return ClientSession.open(o -> o.withTls(tls));
    }

    /** The request line; null at the end. */
    private static String request(Connection connection) throws IOException {
        String first = String.valueOf(connection.reader().readLine());
        String line = first;
        while (line != null && !line.isEmpty() && !line.equals("null")) {
            line = connection.reader().readLine();
        }
        return first;
    }

    private static void answerAll(Connection connection) throws IOException {
        for (String line = request(connection); !line.equals("null"); line = request(connection)) {
            String body = "you said " + line;
            connection
                    .writer()
                    .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n"
                                    + body);
        }
    }

    @AsyncTest
    void get_twice_usesOneConnectionWithAlpnAndServerName() throws IOException {
        var infos = new ArrayList<TlsInfo>();
        ConnectionHandler handler =
                connection -> {
                    infos.add(connection.tls().orElseThrow());
                    answerAll(connection);
                };
        try (var server = serve(handler, server("server.pem").withAlpn("h2", "http/1.1"));
                var session = session()) {
            String base = url(server, "localhost", "");
            assertEquals("you said GET /one HTTP/1.1", session.get(base + "/one").text());
            assertEquals("you said GET /two HTTP/1.1", session.get(base + "/two").text());
        }
        assertEquals(1, infos.size());
        assertEquals("http/1.1", infos.getFirst().applicationProtocol());
        assertEquals("localhost", infos.getFirst().serverName());
    }

    @AsyncTest
    void get_ofAnAddress_isCheckedAgainstIt() throws IOException {
        try (var server = serve(HttpsTest::answerAll, server("server.pem"));
                var session = session()) {
            assertEquals(200, session.get(url(server, "127.0.0.1", "/")).status());
        }
    }

    private static String refusal(String certificate, TlsContext tls) throws IOException {
        try (var server = serve(HttpsTest::answerAll, server(certificate));
                var session = ClientSession.open(o -> o.withTls(tls))) {
            var error =
                    assertThrows(
                            ClientConnectionException.class,
                            () -> session.get(url(server, "localhost", "/")));
            assertInstanceOf(SSLPeerUnverifiedException.class, error.getCause());
            return String.valueOf(error.getMessage());
        }
    }

    @AsyncTest
    void get_badCertificates_saysWhatIsWrong() throws IOException {
        assertTrue(refusal("expired.pem", trusting()).contains("has expired"));
        assertTrue(
                refusal("other-name.pem", trusting())
                        .contains("is not for localhost but for [one.example, *.two.example]"));
        assertTrue(refusal("other-authority.pem", trusting()).contains("unknown authority"));
        assertTrue(refusal("server.pem", TlsContext.client()).contains("unknown authority"));
    }

    @AsyncTest
    void get_serverInTheClear_saysSo() throws IOException {
        ConnectionHandler greeting = connection -> connection.writer().write("HTTP/1.1 400\r\n");
        try (var server = startServer(greeting, "127.0.0.1", 0);
                var session = session()) {
            var error =
                    assertThrows(
                            ClientConnectionException.class,
                            () -> session.get(url(server, "127.0.0.1", "/")));
            assertTrue(String.valueOf(error.getMessage()).contains("does not speak TLS"));
        }
    }

    /** A body that is ended by the end of the connection must not be cut by whoever can. */
    @AsyncTest
    void body_cutWithoutCloseNotify_isAnError() throws IOException {
        ConnectionHandler cutting =
                connection -> {
                    request(connection);
                    connection
                            .writer()
                            .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of");
                    connection.abort();
                };
        ConnectionHandler complete =
                connection -> {
                    request(connection);
                    connection
                            .writer()
                            .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
                };
        try (var server = serve(complete, server("server.pem"));
                var session = session()) {
            assertEquals("all of it", session.get(url(server, "localhost", "/")).text());
        }
        try (var server = serve(cutting, server("server.pem"));
                var session = session()) {
            assertThrows(
                    ClientException.class, () -> session.get(url(server, "localhost", "/")).text());
        }
    }
}
