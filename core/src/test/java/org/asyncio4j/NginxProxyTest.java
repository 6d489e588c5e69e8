package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

/** nginx as a TCP proxy between our clients and our server. */
class NginxProxyTest {
    private static final String HOST = "127.0.0.1";

    @TempDir Path directory;

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts one that forwards a port to the server, and waits until it does. */
    private PeerProcess proxy(int port, Server server) throws IOException {
        String config =
                """
                load_module %s;
                daemon off;
                user %s;
                pid nginx.pid;
                error_log stderr;
                events { worker_connections 500; }
                stream {
                    server {
                        listen %s:%d;
                        proxy_pass %s:%d;
                        proxy_half_close on;
                    }
                }
                """
                        .formatted(
                                Program.findFile(
                                        "libnginx-mod-stream",
                                        "/usr/lib/nginx/modules/ngx_stream_module.so",
                                        "/usr/lib64/nginx/modules/ngx_stream_module.so"),
                                System.getProperty("user.name"),
                                HOST,
                                port,
                                HOST,
                                server.port());
        Path file = Files.writeString(directory.resolve("nginx.conf"), config);
        var nginx = PeerProcess.start("nginx", "-p", directory, "-e", "stderr", "-c", file);
        while (true) {
            try {
                openConnection(HOST, port).close();
                return nginx;
            } catch (IOException e) {
                if (nginx.isOver()) {
                    throw new AssertionError("nginx ended: " + nginx.line(), e);
                }
                sleep(Duration.ZERO);
            }
        }
    }

    @AsyncTest
    void connections_manyThroughTheProxy_areEchoedAcrossAHalfClose() throws IOException {
        int port = freePort();
        try (var server = startServer(NginxProxyTest::echo, HOST, 0);
                var _ = proxy(port, server)) {
            var talks = new ArrayList<Block<?, ?>>();
            for (int i = 0; i < 20; i++) {
                byte[] data = new byte[500_000];
                new Random(i).nextBytes(data);
                talks.add(async(() -> assertEchoed(port, data)));
            }
            gather(talks);
        }
    }

    private static void assertEchoed(int port, byte[] data) throws IOException {
        try (var connection = openConnection(HOST, port)) {
            var sending =
                    createTask(
                            () -> {
                                connection.writer().write(data);
                                connection.writer().writeEof();
                            });
            assertArrayEquals(data, connection.reader().readAllBytes());
            sending.await();
        }
    }

    @AsyncTest
    void client_goesWithoutAWord_isSeenByTheServer() throws IOException {
        int port = freePort();
        var ended = new Queue<String>();
        ConnectionHandler handler =
                connection -> {
                    String line = connection.reader().readLine();
                    if (line != null) { // that of nginx's start says nothing
                        connection.writer().write("hello\n");
                        ended.putNowait(String.valueOf(connection.reader().readLine()));
                    }
                };
        try (var server = startServer(handler, HOST, 0);
                var _ = proxy(port, server)) {
            var client = openConnection(HOST, port);
            client.writer().write("hello\n");
            assertEquals("hello", client.reader().readLine());
            client.abort();
            assertEquals("null", ended.get());
        }
    }

    @AsyncTest
    void server_closes_isSeenByTheClient() throws IOException {
        int port = freePort();
        try (var server = startServer(c -> c.writer().write("bye\n"), HOST, 0);
                var _ = proxy(port, server);
                var client = openConnection(HOST, port)) {
            assertEquals("bye", client.reader().readLine());
            assertNull(client.reader().readLine());
            assertFalse(client.isClosing());
            assertNotNull(client.remoteAddress());
        }
    }
}
