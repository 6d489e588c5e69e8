package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Connection;
import org.asyncio4j.IncompleteReadException;
import org.asyncio4j.Server;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that does byte for byte what a test says. The first connection is served by the first
 * script, and so on; the last script serves all the others.
 */
final class RawServer implements AutoCloseable {
    @FunctionalInterface
    interface Script {
        void serve(Peer peer) throws Exception;
    }

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)");

    private final List<Script> scripts;
    private final List<String> requests = new ArrayList<>();
    private final Server server;
    private int connections;

    private RawServer(Script... scripts) throws IOException {
        this.scripts = Arrays.asList(scripts);
        this.server = Asyncio.startServer(this::handle, "127.0.0.1", 0);
    }

    static RawServer start(Script... scripts) throws IOException {
        return new RawServer(scripts);
    }

    /** Answers every request on every connection by what {@code answer} makes of it. */
    static RawServer answering(UnaryOperator<String> answer) throws IOException {
        return start(
                peer -> {
                    for (String r = peer.read(); r != null; r = peer.read()) {
                        peer.send(answer.apply(r));
                    }
                });
    }

    /** Answers every request alike. */
    static RawServer answering(String answer) throws IOException {
        return answering(_ -> answer);
    }

    /** A response with a length. */
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void handle(Connection connection) throws Exception {
        int index = Math.min(connections++, scripts.size() - 1);
        try {
            scripts.get(index).serve(new Peer(connection));
        } catch (IOException e) {
            connection.abort(); // the client hung up; where that is wrong, it is tested there
        }
    }

    int port() {
        return server.port();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** How many connections were accepted. */
    int connections() {
        return connections;
    }

    /** All requests that were read whole, in the order of their ends. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.close();
    }

    /** One connection, seen from the server. */
    final class Peer {
        private final Connection connection;

        Peer(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Head and body of the next request; null if the client has closed. */
        @Nullable String read() throws IOException {
            String head;
            try {
                head = readHead();
            } catch (IncompleteReadException e) {
                return null;
            }
            Matcher length = LENGTH.matcher(head);
            String body =
                    length.find() ? bytes(Integer.parseInt(length.group(1))) : chunkedBody(head);
            requests.add(head + body);
            return head + body;
        }

        String readHead() throws IOException {
            return text(connection.reader().readUntil("\r\n\r\n".getBytes(ISO_8859_1)));
        }

        private String bytes(int count) throws IOException {
            return text(connection.reader().readExactly(count));
        }

        private String chunkedBody(String head) throws IOException {
            return head.contains("Transfer-Encoding: chunked")
                    ? text(connection.reader().readUntil("0\r\n\r\n".getBytes(ISO_8859_1)))
                    : "";
        }

        private static String text(byte[] bytes) {
            return new String(bytes, ISO_8859_1);
        }

        /** Sends each character as a byte. */
        void send(String text) throws IOException {
            send(text.getBytes(ISO_8859_1));
        }

        void send(byte[] data) throws IOException {
            connection.writer().write(data);
        }

        /** Sends byte by byte, letting the client read between. */
        void sendSlowly(String text) throws IOException {
            for (byte b : text.getBytes(ISO_8859_1)) {
                send(new byte[] {b});
                Asyncio.sleep(Duration.ZERO);
                Asyncio.sleep(Duration.ZERO);
            }
        }

        /** Suspends until the client closes its side; returns what it still sent. */
        String drain() throws IOException {
            return text(connection.reader().readAllBytes());
        }
    }
}
