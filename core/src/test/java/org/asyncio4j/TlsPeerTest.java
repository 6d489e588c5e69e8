package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.clientWithCertificate;
import static org.asyncio4j.TestCertificates.file;
import static org.asyncio4j.TestCertificates.server;
import static org.asyncio4j.TestCertificates.serverThatDemands;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Other people's TLS at the other end: OpenSSL, Python's asyncio, nginx and curl. */
class TlsPeerTest {
    private static final String HOST = "localhost";

    /** A program at work. What it says is read beside the loop. */
    private static final class Peer implements AutoCloseable {
        final Process process;
        private final BufferedReader output;
        private final Writer input;

        Peer(String program, Object... arguments) throws IOException {
            var command = new ArrayList<>(List.of(Program.find(program).toString()));
            for (Object argument : arguments) {
                command.add(argument.toString());
            }
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            process = toThread(builder::start);
            output = process.inputReader(StandardCharsets.UTF_8);
            input = process.outputWriter(StandardCharsets.UTF_8);
        }

        void say(String text) throws IOException {
            input.write(text);
            input.flush();
        }

        String line() throws IOException {
            return String.valueOf(toThread(output::readLine));
        }

        /** Reads up to a line that contains the text; returns the lines. */
        List<String> linesTo(String text) throws IOException {
            var lines = new ArrayList<String>();
            while (true) {
                String line = toThread(output::readLine);
                assertNotNull(line, () -> "no '" + text + "' in " + lines);
                lines.add(line);
                if (line.contains(text)) {
                    return lines;
                }
            }
        }

        List<String> rest() throws IOException {
            return toThread(() -> output.lines().toList());
        }

        int exitCode() {
            return await(process.onExit()).exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
            exitCode();
        }
    }

    private static void echo(Connection connection) throws IOException {
        var reader = connection.reader();
        for (byte[] data = reader.read(50_000); data.length > 0; data = reader.read(50_000)) {
            connection.writer().write(data);
        }
    }

    private static Server serve(ConnectionHandler handler, TlsContext tls) throws IOException {
        return startServer(handler, HOST, 0, o -> o.withTls(tls));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    // ---- openssl s_client against our server

    @ParameterizedTest
    @CsvSource({"-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void sClient_talksToOurServer_verifiesAndIsAnswered(String option, String version)
            throws IOException {
        var infos = new ArrayList<TlsInfo>();
        ConnectionHandler handler =
                connection -> {
                    infos.add(connection.tls().orElseThrow());
                    echo(connection);
                };
        try (var server = serve(handler, serverThatDemands().withAlpn("h2", "http/1.1"));
                var peer =
                        new Peer(
                                "openssl",
                                "s_client",
                                option,
                                "-connect",
                                "127.0.0.1:" + server.port(),
                                "-CAfile",
                                file("ca.pem"),
                                "-verify_return_error",
                                "-verify_hostname",
                                HOST,
                                "-servername",
                                HOST,
                                "-alpn",
                                "http/1.1",
                                "-cert",
                                file("client.pem"),
                                "-key",
                                file("client.key"))) {
            peer.linesTo("Verify return code: 0 (ok)");
            peer.say("hello from openssl\n");
            peer.linesTo("hello from openssl");
            TlsInfo info = infos.getFirst();
            assertEquals(version, info.protocol());
            assertEquals("http/1.1", info.applicationProtocol());
            assertEquals(HOST, info.serverName());
            assertEquals(
                    "CN=asyncio4j test client",
                    info.peerCertificates().getFirst().getSubjectX500Principal().getName());
            peer.say("Q\n");
            peer.exitCode();
        }
    }

    @AsyncTest
    void sClient_updatesItsKeys_goesOn() throws IOException {
        try (var server = serve(TlsPeerTest::echo, server());
                var peer =
                        new Peer(
                                "openssl",
                                "s_client",
                                "-tls1_3",
                                "-connect",
                                "127.0.0.1:" + server.port())) {
            peer.linesTo("Verify return code");
            for (String command : List.of("K", "k")) {
                peer.say(command + "\n");
                peer.linesTo("KEYUPDATE");
                peer.say("after " + command + "\n");
                peer.linesTo("after " + command);
            }
            peer.say("Q\n");
            peer.exitCode();
        }
    }

    @AsyncTest
    void sClient_wantsToRenegotiate_isRefusedAndOthersGoOn() throws IOException {
        var errors = new ArrayList<IOException>();
        ConnectionHandler handler =
                connection -> {
                    try {
                        echo(connection);
                    } catch (IOException e) {
                        errors.add(e);
                    }
                };
        try (var server = serve(handler, server());
                var other = openConnection(HOST, server.port(), o -> o.withTls(client()));
                var peer =
                        new Peer(
                                "openssl",
                                "s_client",
                                "-tls1_2",
                                "-connect",
                                "127.0.0.1:" + server.port())) {
            peer.linesTo("Verify return code");
            peer.say("before\n");
            peer.linesTo("before");
            peer.say("R\n");
            peer.linesTo("RENEGOTIATING");
            peer.rest();
            peer.exitCode();
            other.writer().write("still there\n");
            assertEquals("still there", other.reader().readLine());
        }
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().toString().contains("renegotiate"), errors.toString());
    }

    // ---- our client against openssl s_server

    @ParameterizedTest
    @CsvSource({"-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void sServer_demandsACertificate_answersUs(String option, String version) throws IOException {
        int port = freePort();
        try (var peer =
                new Peer(
                        "openssl",
                        "s_server",
                        option,
                        "-accept",
                        port,
                        "-cert",
                        file("server.pem"),
                        "-key",
                        file("server.key"),
                        "-CAfile",
                        file("ca.pem"),
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        "-alpn",
                        "h2",
                        "-rev")) {
            peer.linesTo("ACCEPT");
            TlsContext tls = clientWithCertificate().withAlpn("h2");
            try (var connection =
                    openConnection("127.0.0.1", port, o -> o.withTls(tls).withServerName(HOST))) {
                TlsInfo info = connection.tls().orElseThrow();
                assertEquals(version, info.protocol());
                assertEquals("h2", info.applicationProtocol());
                connection.writer().write("abc\n");
                assertEquals("cba", connection.reader().readLine());
            }
            var refused =
                    assertThrows(
                            IOException.class,
                            () -> {
                                try (var connection =
                                        openConnection(
                                                "127.0.0.1",
                                                port,
                                                o -> o.withTls(client()).withServerName(HOST))) {
                                    connection.reader().readLine();
                                }
                            });
            assertTrue(refused.getMessage().contains("demands a certificate"), refused.toString());
        }
    }

    // ---- Python

    private static final String PYTHON_HEAD =
            """
            import asyncio, ssl, sys

            def client_context():
                return ssl.create_default_context(cafile=sys.argv[1] + "/ca.pem")

            def server_context():
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(sys.argv[1] + "/server.pem", sys.argv[1] + "/server.key")
                return context

            """;

    private static final String PYTHON_CLIENT =
            PYTHON_HEAD
                    + """
                    async def talk(number):
                        reader, writer = await asyncio.open_connection(
                            "localhost", int(sys.argv[2]), ssl=client_context())
                        data = bytes((i * number) % 251 for i in range(1 << 20))
                        async def send():
                            for begin in range(0, len(data), 77777):
                                writer.write(data[begin:begin + 77777])
                                await writer.drain()
                        sending = asyncio.create_task(send())
                        assert await reader.readexactly(len(data)) == data
                        await sending
                        writer.close()
                        await writer.wait_closed()

                    async def main():
                        await asyncio.gather(*(talk(n) for n in range(1, 6)))
                        print("ok", flush=True)

                    asyncio.run(main())
                    """;

    private static final String PYTHON_SERVER =
            PYTHON_HEAD
                    + """
                    async def echo(reader, writer):
                        while data := await reader.read(65536):
                            writer.write(data)
                            await writer.drain()
                        writer.close()

                    async def main():
                        server = await asyncio.start_server(
                            echo, "127.0.0.1", 0, ssl=server_context())
                        print(server.sockets[0].getsockname()[1], flush=True)
                        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

                    asyncio.run(main())
                    """;

    /** asyncio's streams have start_tls from Python 3.11 on. */
    private static final String PYTHON_STARTTLS_CLIENT =
            PYTHON_HEAD
                    + """
                    async def main():
                        reader, writer = await asyncio.open_connection(
                            "localhost", int(sys.argv[2]))
                        writer.write(b"STARTTLS\\n")
                        assert await reader.readline() == b"go ahead\\n"
                        await writer.start_tls(client_context(), server_hostname="localhost")
                        for i in range(20):
                            writer.write(b"line %d\\n" % i)
                            assert await reader.readline() == b"line %d\\n" % i
                        writer.close()
                        await writer.wait_closed()
                        print("ok", flush=True)

                    asyncio.run(main())
                    """;

    private static final String PYTHON_STARTTLS_SERVER =
            PYTHON_HEAD
                    + """
                    async def serve(reader, writer):
                        assert await reader.readline() == b"STARTTLS\\n"
                        writer.write(b"go ahead\\n")
                        await writer.start_tls(server_context())
                        while line := await reader.readline():
                            writer.write(line)
                            await writer.drain()
                        writer.close()

                    async def main():
                        server = await asyncio.start_server(serve, "127.0.0.1", 0)
                        print(server.sockets[0].getsockname()[1], flush=True)
                        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

                    asyncio.run(main())
                    """;

    /** Ends the connection as plain sockets do: without close_notify. */
    private static final String PYTHON_RUDE_SERVER =
            PYTHON_HEAD
                    + """
                    import socket
                    listening = socket.create_server(("127.0.0.1", 0))
                    print(listening.getsockname()[1], flush=True)
                    for i in range(2):
                        plain, _ = listening.accept()
                        with server_context().wrap_socket(plain, server_side=True) as secure:
                            secure.sendall(b"half of it")
                            secure.recv(1)
                    """;

    private static Peer python(String script, Object... arguments) throws IOException {
        var all = new ArrayList<Object>(List.of("-c", script, file("")));
        all.addAll(List.of(arguments));
        return new Peer("python3", all.toArray());
    }

    @AsyncTest
    void python_asClient_getsBackWhatItSends() throws IOException {
        try (var server = serve(TlsPeerTest::echo, server());
                var python = python(PYTHON_CLIENT, server.port())) {
            assertEquals("ok", python.line());
            assertEquals(List.of(), python.rest());
            assertEquals(0, python.exitCode());
        }
    }

    @AsyncTest
    void python_asServer_returnsWhatWeSend() throws IOException {
        byte[] data = new byte[3 << 20];
        new Random(1).nextBytes(data);
        try (var python = python(PYTHON_SERVER)) {
            int port = Integer.parseInt(python.line());
            for (String version : List.of("TLSv1.3", "TLSv1.2")) {
                TlsContext tls = client().withProtocols(version);
                try (var connection =
                        openConnection(
                                "127.0.0.1", port, o -> o.withTls(tls).withServerName(HOST))) {
                    var write = createTask(() -> connection.writer().write(data));
                    assertArrayEquals(data, connection.reader().readExactly(data.length));
                    write.await();
                }
            }
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> openConnection(HOST, port, o -> o.withTls(TlsContext.client())));
        }
    }

    @AsyncTest
    void python_upgradesAsClient_goesOnInTls() throws IOException {
        ConnectionHandler handler =
                connection -> {
                    assertEquals("STARTTLS", connection.reader().readLine());
                    connection.writer().write("go ahead\n");
                    connection.startTls(server());
                    echo(connection);
                };
        try (var server = startServer(handler, HOST, 0);
                var python = python(PYTHON_STARTTLS_CLIENT, server.port())) {
            assertEquals("ok", python.line());
            assertEquals(0, python.exitCode());
        }
    }

    @AsyncTest
    void python_upgradesAsServer_goesOnInTls() throws IOException {
        try (var python = python(PYTHON_STARTTLS_SERVER)) {
            int port = Integer.parseInt(python.line());
            try (var connection = openConnection("127.0.0.1", port)) {
                connection.writer().write("STARTTLS\n");
                assertEquals("go ahead", connection.reader().readLine());
                connection.startTls(client(), HOST);
                for (int i = 0; i < 20; i++) {
                    connection.writer().write("line " + i + "\n");
                    assertEquals("line " + i, connection.reader().readLine());
                }
            }
        }
    }

    @AsyncTest
    void python_endsRudely_isAnErrorUnlessAllowed() throws IOException {
        try (var python = python(PYTHON_RUDE_SERVER)) {
            int port = Integer.parseInt(python.line());
            for (boolean allowed : List.of(false, true)) {
                TlsContext tls = allowed ? client().withTruncationAllowed() : client();
                try (var connection =
                        openConnection(
                                "127.0.0.1", port, o -> o.withTls(tls).withServerName(HOST))) {
                    assertEquals(10, connection.reader().readExactly(10).length);
                    connection.writer().write("x");
                    if (allowed) {
                        assertEquals(0, connection.reader().read(1).length);
                    } else {
                        var cut =
                                assertThrows(IOException.class, () -> connection.reader().read(1));
                        assertTrue(cut.getCause() instanceof SSLException, cut.toString());
                    }
                }
            }
        }
    }

    // ---- nginx and curl

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void nginx_withTls_servesUs(String version, @TempDir Path folder) throws IOException {
        int port = freePort();
        byte[] content = new byte[2_000_000];
        new Random(2).nextBytes(content);
        Files.write(folder.resolve("file"), content);
        Path here = file("").toAbsolutePath();
        Path configuration =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        daemon off;
                        master_process off;
                        pid DIR/pid;
                        error_log DIR/error.log;
                        events {}
                        http {
                            access_log off;
                            client_body_temp_path DIR/t1;
                            proxy_temp_path DIR/t2;
                            fastcgi_temp_path DIR/t3;
                            uwsgi_temp_path DIR/t4;
                            scgi_temp_path DIR/t5;
                            server {
                                listen 127.0.0.1:PORT ssl;
                                ssl_certificate PEMS/server.pem;
                                ssl_certificate_key PEMS/server.key;
                                ssl_protocols TLSv1.2 TLSv1.3;
                                root DIR;
                            }
                        }
                        """
                                .replace("DIR", folder.toString())
                                .replace("PORT", String.valueOf(port))
                                .replace("PEMS", here.toString()));
        try (var nginx = new Peer("nginx", "-p", folder, "-c", configuration)) {
            assertTrue(nginx.process.isAlive());
            TlsContext tls = client().withProtocols(version);
            try (var connection = openWhenThere(port, tls)) {
                for (int i = 0; i < 3; i++) { // on one connection
                    connection.writer().write("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    connection.reader().readUntil("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    assertArrayEquals(content, connection.reader().readExactly(content.length));
                }
            }
        }
    }

    private static Connection openWhenThere(int port, TlsContext tls) throws IOException {
        while (true) {
            try {
                return openConnection("127.0.0.1", port, o -> o.withTls(tls).withServerName(HOST));
            } catch (java.net.ConnectException e) {
                sleep(java.time.Duration.ZERO); // nginx does not say when it listens
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"--tlsv1.3, ''", "--tlsv1.2, 1.2"})
    @ExtendWith(AsyncioExtension.class)
    void curl_overHttps_isServed(String option, String most) throws IOException {
        ConnectionHandler http =
                connection -> {
                    for (String line = connection.reader().readLine();
                            line != null && !line.isEmpty();
                            line = connection.reader().readLine()) {}
                    connection
                            .writer()
                            .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello curl");
                };
        try (var server = serve(http, server().withAlpn("http/1.1"));
                var curl =
                        new Peer(
                                "curl",
                                "-sS",
                                "--noproxy",
                                "*",
                                option,
                                "--tls-max",
                                most.isEmpty() ? "1.3" : most,
                                "--cacert",
                                file("ca.pem"),
                                "--resolve",
                                HOST + ":" + server.port() + ":127.0.0.1",
                                "https://localhost:" + server.port() + "/")) {
            assertEquals(List.of("hello curl"), curl.rest());
            assertEquals(0, curl.exitCode());
        }
    }
}
