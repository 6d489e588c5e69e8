package org.asyncio4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;

import org.asyncio4j.examples.Example.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The programs that serve, and clients that know nothing of them. */
@Execution(ExecutionMode.CONCURRENT)
class NetworkExamplesTest {
    private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

    /** A peer that speaks in lines. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Client(ServingExample example) throws IOException {
            socket = new Socket(LOCAL, example.port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        String hear() throws IOException {
            return String.valueOf(in.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    // ---- echo

    @Test
    void echo_serverAndClient_understandEachOther() throws Exception {
        String expected =
                IntStream.rangeClosed(1, 500)
                        .mapToObj(i -> "received: line " + i + "\n")
                        .collect(Collectors.joining());
        try (var server = ServingExample.start("EchoServer")) {
            Result result =
                    Example.run(
                            "EchoClient",
                            "--port",
                            Integer.toString(server.port),
                            "--lines",
                            "500");
            assertEquals(new Result(0, expected, ""), result);
        }
    }

    @Test
    void echoServer_severalClients_servesThemAtTheSameTime() throws Exception {
        try (var server = ServingExample.start("EchoServer", "--host", "127.0.0.1");
                var first = new Client(server);
                var second = new Client(server)) {
            first.say("one");
            second.say("two");
            assertEquals("two", second.hear());
            assertEquals("one", first.hear());
        }
    }

    @Test
    void udpEcho_datagrams_comeBack() throws Exception {
        try (var server = ServingExample.start("UdpEcho");
                var socket = new DatagramSocket()) {
            for (String text : List.of("one", "two")) {
                byte[] data = text.getBytes(UTF_8);
                socket.send(new DatagramPacket(data, data.length, LOCAL, server.port));
                var answer = new DatagramPacket(new byte[100], 100);
                socket.receive(answer);
                assertEquals(text, new String(answer.getData(), 0, answer.getLength(), UTF_8));
            }
        }
    }

    @Test
    void tlsEcho_opensslAsClient_checksTheCertificateAndIsEchoed(@TempDir Path directory)
            throws Exception {
        var certificate = TestCertificate.make(directory);
        try (var server =
                ServingExample.start(
                        "TlsEcho", certificate.chain().toString(), certificate.key().toString())) {
            Process client =
                    new ProcessBuilder(
                                    Tool.find("openssl"),
                                    "s_client",
                                    "-quiet",
                                    "-no_ign_eof",
                                    "-verify_return_error",
                                    "-verify_hostname",
                                    "localhost",
                                    "-CAfile",
                                    certificate.chain().toString(),
                                    "-connect",
                                    "127.0.0.1:" + server.port)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                try (var out = client.outputWriter()) {
                    out.write("hello\n");
                    out.flush();
                    assertEquals("hello", client.inputReader().readLine());
                }
                assertEquals(0, client.waitFor());
            } finally {
                client.destroyForcibly();
            }
        }
    }

    // ---- chat

    @Test
    void chatServer_guests_hearTheOthersAndWhoComesAndGoes() throws Exception {
        try (var server = ServingExample.start("ChatServer");
                var ada = enter(server, "Ada", 1)) {
            try (var bob = enter(server, "Bob", 2)) {
                assertEquals("Bob has come", ada.hear());
                ada.say("hello");
                assertEquals("Ada: hello", bob.hear());
                bob.say("good-bye");
                assertEquals("Bob: good-bye", ada.hear());
            }
            assertEquals("Bob has left", ada.hear());
        }
    }

    private static Client enter(ServingExample server, String name, int guests) throws IOException {
        var client = new Client(server);
        assertEquals("What is your name?", client.hear());
        client.say(name);
        assertEquals("There are " + guests + " of you here, " + name + ".", client.hear());
        return client;
    }

    @Test
    void chatServer_guestWhoDoesNotListen_isDismissedAndToldWhy() throws Exception {
        String long1 = "x".repeat(50_000);
        try (var server = ServingExample.start("ChatServer");
                var slow = enter(server, "Slow", 1);
                var ada = enter(server, "Ada", 2)) {
            // More than all buffers between the two can take.
            Thread talking =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            for (int i = 0; i < 600; i++) {
                                                ada.say(long1);
                                            }
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    });
            assertEquals("Slow did not listen and was dismissed", ada.hear());
            String last = "";
            for (String line = slow.in.readLine(); line != null; line = slow.in.readLine()) {
                last = line;
            }
            assertEquals("You do not listen. Good-bye.", last);
            talking.join();
            try (var bob = enter(server, "Bob", 2)) {
                ada.say("peace");
                String heard = bob.hear();
                while (heard.endsWith("xxx")) { // the end of what was said before
                    heard = bob.hear();
                }
                assertEquals("Ada: peace", heard);
            }
        }
    }

    // ---- several loops

    @Test
    void timeServer_clients_areServedByDifferentLoops() throws Exception {
        try (var server = ServingExample.start("TimeServer", "--loops", "3")) {
            assertTrue(server.firstLine.endsWith(" with 3 loops"), server.firstLine);
            var loops = new TreeSet<String>();
            for (int i = 0; i < 1_000 && loops.size() < 3; i++) {
                try (var client = new Client(server)) {
                    String line = client.hear();
                    assertTrue(line.matches("It is \\d\\d:\\d\\d.* on loop \\d\\."), line);
                    loops.add(line.replaceFirst(".* on ", ""));
                }
            }
            assertEquals(List.of("loop 0.", "loop 1.", "loop 2."), List.copyOf(loops));
        }
    }

    // ---- forwarding

    @Test
    void portForwarder_clientThatHalfCloses_getsTheWholeAnswer() throws Exception {
        try (var echo = ServingExample.start("EchoServer");
                var forwarder = ServingExample.start("PortForwarder", "127.0.0.1:" + echo.port);
                var socket = new Socket(LOCAL, forwarder.port)) {
            byte[] data = new byte[3_000_000];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) ((i * 31) >>> 3);
            }
            Thread sending =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            socket.getOutputStream().write(data);
                                            socket.shutdownOutput();
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    });
            byte[] back = socket.getInputStream().readAllBytes();
            sending.join();
            assertTrue(Arrays.equals(data, back));
        }
    }

    @Test
    void portForwarder_curlBehindIt_fetchesAPage() throws Exception {
        var site = HttpServer.create(new InetSocketAddress(LOCAL, 0), 0);
        site.createContext("/", HttpHandlers.of(200, Headers.of(), "a page"));
        site.start();
        try (var forwarder =
                ServingExample.start("PortForwarder", "127.0.0.1:" + site.getAddress().getPort())) {
            assertEquals("a page", curl("http://127.0.0.1:" + forwarder.port + "/"));
        } finally {
            site.stop(0);
        }
    }

    /** TLS goes through as it is: the name is that of the server behind the forwarder. */
    @Test
    void portForwarder_curlAndNginxSpeakingTls_doNotNoticeIt(@TempDir Path directory)
            throws Exception {
        var certificate = TestCertificate.make(directory);
        Files.writeString(directory.resolve("page.txt"), "a secret page");
        try (var nginx = Nginx.serveTls(directory, directory, certificate);
                var forwarder =
                        ServingExample.start("PortForwarder", "127.0.0.1:" + nginx.port())) {
            assertEquals(
                    "a secret page",
                    curl(
                            "https://localhost:" + forwarder.port + "/page.txt",
                            "--ipv4",
                            "--cacert",
                            certificate.chain().toString()));
        }
    }

    private static String curl(String url, String... options) throws Exception {
        var command = new ArrayList<>(List.of(Tool.find("curl"), "-sS", "--noproxy", "*"));
        command.addAll(List.of(options));
        command.add(url);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
