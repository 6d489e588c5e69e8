package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** socat at the other end, which knows every kind of socket and nothing of event loops. */
class SocatPeerTest {
    private static final String HOST = "127.0.0.1";

    /** How long socat waits, in seconds, for the other direction when one has ended. */
    private static final String PATIENCE = "60";

    @TempDir Path directory;

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    // ---- as a client

    @AsyncTest
    void tcpClient_isEchoedAndHalfCloses() throws IOException {
        try (var server = startServer(SocatPeerTest::echo, HOST, 0)) {
            talk("TCP:" + HOST + ":" + server.port());
        }
    }

    @AsyncTest
    void unixClient_isEchoedAndHalfCloses() throws IOException {
        Path path = directory.resolve("socket");
        try (var _ = startUnixServer(SocatPeerTest::echo, path)) {
            talk("UNIX-CONNECT:" + path);
        }
    }

    private static void talk(String address) throws IOException {
        try (var socat = PeerProcess.start("socat", "-t", PATIENCE, "-", address)) {
            socat.say("one\n");
            assertEquals("one", socat.line());
            socat.say("two\nthree");
            assertEquals("two", socat.line());
            socat.endInput();
            assertEquals("three", socat.line());
            socat.finish();
        }
    }

    @AsyncTest
    void udpClient_isEchoed() throws IOException {
        try (var socket = UdpSocket.open(HOST, 0)) {
            int port = socket.localAddress().getPort();
            try (var socat = PeerProcess.start("socat", "-", "UDP:" + HOST + ":" + port)) {
                for (String word : List.of("one\n", "two\n")) {
                    socat.say(word);
                    Datagram datagram = socket.receive();
                    assertEquals(word, datagram.text());
                    socket.send("got " + word, datagram.sender());
                    assertEquals("got " + word.strip(), socat.line());
                }
            }
        }
    }

    // ---- as a server

    @AsyncTest
    void tcpServer_echoesWhatWeSendOnManyConnections() throws IOException {
        try (var socat =
                PeerProcess.start(
                        "socat",
                        "-d",
                        "-d",
                        "TCP-LISTEN:0,fork,backlog=50,bind=" + HOST,
                        "EXEC:cat")) {
            int port = port(socat.line());
            var talks = new ArrayList<Block<?, ?>>();
            for (int i = 0; i < 10; i++) {
                byte[] data = new byte[300_000];
                new Random(i).nextBytes(data);
                talks.add(async(() -> assertEchoed(openConnection(HOST, port), data)));
            }
            gather(talks);
        }
    }

    @AsyncTest
    void unixServer_echoesWhatWeSend() throws IOException {
        Path path = directory.resolve("socket");
        try (var socat =
                PeerProcess.start("socat", "-d", "-d", "UNIX-LISTEN:" + path, "EXEC:cat")) {
            socat.line(); // it listens
            assertEchoed(openUnixConnection(path), "over a file".getBytes(US_ASCII));
        }
    }

    /** {@code ... socat[123] N listening on AF=2 127.0.0.1:48645}. */
    private static int port(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static void assertEchoed(Connection connection, byte[] data) throws IOException {
        try (connection) {
            var sending =
                    createTask(
                            () -> {
                                connection.writer().write(data);
                                connection.writer().writeEof();
                            });
            assertArrayEquals(data, connection.reader().readAllBytes());
            sending.await();
            assertNull(connection.reader().readLine());
        }
    }

    @AsyncTest
    void udpServer_echoesWhatWeSend() throws IOException {
        try (var socat =
                PeerProcess.start("socat", "-d", "-d", "UDP-LISTEN:0,bind=" + HOST, "EXEC:cat")) {
            int port = port(socat.line());
            try (var socket = UdpSocket.connect(HOST, port)) {
                for (String word : List.of("one", "two", "three")) {
                    socket.send(word);
                    assertEquals(word, socket.receive().text());
                }
            }
        }
    }
}
