package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.zip.GZIPOutputStream;

/** Responses as servers send them that follow the rules, bend them or break them. */
class ResponseWireTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    /** Reads the request, sends the text and closes. */
    private static RawServer sendingOnce(String text) throws IOException {
        return RawServer.start(
                peer -> {
                    peer.read();
                    peer.send(text);
                });
    }

    private static void assertNothingInUse(ClientSession session) {
        assertTrue(session.toString().contains("in_use=0 idle=0 waiting=0"), session.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                CHUNKED + "5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello"
            })
    @ExtendWith(AsyncioExtension.class)
    void response_byteByByte_isReadWhole(String response) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.sendSlowly(response);
                                });
                var session = ClientSession.open()) {
            assertEquals("hello", session.get(server.url("/")).text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 10\r\n\r\nhello",
                "Content-Length: 10\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloo\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
            })
    @ExtendWith(AsyncioExtension.class)
    void body_cutOffOrBadlyFramed_isAPayloadError(String rest) throws Exception {
        try (var server = sendingOnce(OK + rest);
                var session = ClientSession.open()) {
            var response = session.get(server.url("/x"));
            var error = assertThrows(ClientPayloadException.class, response::text);
            assertEquals(server.url("/x"), error.url());
            assertSame(error, assertThrows(ClientPayloadException.class, response::text));
            assertNothingInUse(session);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            })
    @ExtendWith(AsyncioExtension.class)
    void head_thatBreaksTheRules_isAProtocolError(String head) throws Exception {
        try (var server = sendingOnce(head);
                var session = ClientSession.open()) {
            var error =
                    assertThrows(ClientProtocolException.class, () -> session.get(server.url("/")));
            assertEquals(server.url("/"), error.url());
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void interimResponses_withoutEnd_areAProtocolError() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    while (true) {
                                        peer.send("HTTP/1.1 102 Processing\r\n\r\n");
                                        sleep(Duration.ZERO);
                                    }
                                });
                var session = ClientSession.open()) {
            assertThrows(ClientProtocolException.class, () -> session.get(server.url("/")));
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void head_withoutEnd_isAProtocolError() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK);
                                    while (true) {
                                        peer.send("X: " + "y".repeat(1000) + "\r\n");
                                    }
                                });
                var session = ClientSession.open()) {
            assertThrows(ClientProtocolException.class, () -> session.get(server.url("/")));
            assertNothingInUse(session);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nA:", "HTTP/1.1 100 Continue\r\n\r\n"})
    @ExtendWith(AsyncioExtension.class)
    void connection_endedBeforeTheHead_isAConnectionError(String sent) throws Exception {
        try (var server = sendingOnce(sent);
                var session = ClientSession.open()) {
            var error =
                    assertThrows(
                            ClientConnectionException.class, () -> session.get(server.url("/")));
            assertEquals(server.url("/"), error.url());
            assertEquals(1, server.connections());
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void connection_refused_keepsTheCause() throws Exception {
        int port;
        try (var server = sendingOnce("")) {
            port = server.port();
        }
        try (var session = ClientSession.open(o -> o.withLimit(1))) {
            for (int i = 0; i < 3; i++) {
                var error =
                        assertThrows(
                                ClientConnectionException.class,
                                () -> session.get("http://127.0.0.1:" + port + "/"));
                assertInstanceOf(ConnectException.class, error.getCause());
            }
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void host_unknown_keepsTheCause() {
        try (var session = ClientSession.open(o -> o.withLimit(1))) {
            for (int i = 0; i < 2; i++) {
                var error =
                        assertThrows(
                                ClientConnectionException.class,
                                () -> session.get("http://no-such-host.invalid/"));
                assertInstanceOf(UnknownHostException.class, error.getCause());
            }
            assertNothingInUse(session);
        }
    }

    // ---- bodies that should not be there

    @AsyncTest
    void responseWithoutBody_thatBringsOne_endsTheConnection() throws Exception {
        try (var server =
                        RawServer.answering(
                                r ->
                                        (r.startsWith("HEAD") ? OK : "HTTP/1.1 204 No\r\n")
                                                + "Content-Length: 5\r\n\r\nhello");
                var session = ClientSession.open()) {
            assertEquals("", session.head(server.url("/")).text());
            assertNothingInUse(session);
            assertEquals("", session.get(server.url("/")).text());
            assertNothingInUse(session);
            assertEquals(2, server.connections());
        }
    }

    @AsyncTest
    void bytesBehindTheResponse_areNotTheNextResponse() throws Exception {
        try (var server =
                        RawServer.answering(
                                RawServer.ok("first") + "HTTP/1.1 200 OK\r\nX: smuggled\r\n\r\n");
                var session = ClientSession.open()) {
            assertEquals("first", session.get(server.url("/")).text());
            assertNothingInUse(session);
            assertEquals("first", session.get(server.url("/")).text());
            assertEquals(2, server.connections());
        }
    }

    // ---- compression

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String gzipped(byte[] data) {
        return OK
                + "Content-Encoding: gzip\r\nContent-Length: "
                + data.length
                + "\r\n\r\n"
                + new String(data, ISO_8859_1);
    }

    @AsyncTest
    void gzip_byteByByteInChunks_isUndone() throws Exception {
        byte[] data = gzip("compressed");
        var chunks = new StringBuilder(OK);
        chunks.append("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (byte b : data) {
            chunks.append("1\r\n").append((char) (b & 0xff)).append("\r\n");
        }
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.sendSlowly(chunks + "0\r\n\r\n");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            var response = session.get(server.url("/"));
            String first = new String(response.body().read(4), UTF_8);
            assertEquals("compressed", first + response.text());
            assertTrue(session.toString().contains("idle=1"), session.toString());
        }
    }

    @AsyncTest
    void gzip_cutOffOrDamaged_isAPayloadError() throws Exception {
        byte[] whole = gzip("compressed ".repeat(1000));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
        byte[] damaged = whole.clone();
        damaged[20] ^= 0x55;
        for (byte[] data : new byte[][] {cut, damaged, "not gzip".getBytes(UTF_8)}) {
            try (var server = RawServer.answering(gzipped(data));
                    var session = ClientSession.open()) {
                var response = session.get(server.url("/"));
                var error = assertThrows(ClientPayloadException.class, response::text);
                assertSame(error, assertThrows(ClientPayloadException.class, response::text));
                assertTrue(session.toString().contains("in_use=0"), session.toString());
            }
        }
    }

    @AsyncTest
    void gzip_withoutAnyByte_isEmpty() throws Exception {
        try (var server = RawServer.answering(gzipped(new byte[0]));
                var session = ClientSession.open()) {
            assertEquals("", session.get(server.url("/")).text());
            assertEquals("", session.head(server.url("/")).text());
        }
    }

    @AsyncTest
    void coding_unknown_isLeftAsItIs() throws Exception {
        String body = "\u0001\u0002\u0003";
        try (var server =
                        RawServer.answering(
                                OK + "Content-Encoding: br\r\nContent-Length: 3\r\n\r\n" + body);
                var session = ClientSession.open()) {
            assertArrayEquals(new byte[] {1, 2, 3}, session.get(server.url("/")).readAllBytes());
        }
    }

    /** 50 MB of zeros from 50 KB: no more than one piece of them exists at a time. */
    @AsyncTest
    void bomb_comesInPiecesAndLetsOthersRun() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 50; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        try (var server = RawServer.answering(gzipped(bytes.toByteArray()));
                var session = ClientSession.open();
                var response = session.get(server.url("/"))) {
            var turns = new ArrayList<Integer>();
            Task<Void> other =
                    createTask(
                            () -> {
                                while (true) {
                                    turns.add(1);
                                    sleep(Duration.ZERO);
                                }
                            });
            long total = 0;
            for (byte[] piece : response.body()) {
                assertTrue(piece.length <= 64 * 1024);
                total += piece.length;
            }
            assertEquals(50L << 20, total);
            assertTrue(turns.size() >= 50, "turns of another task: " + turns.size());
            other.cancel();
            assertThrows(CancelledError.class, other::await);
        }
    }

    // ---- reading

    @AsyncTest
    void body_thatIsNotRead_staysWithTheServer() throws Exception {
        var sent = new int[1];
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "\r\n");
                                    for (; sent[0] < 200; sent[0]++) {
                                        peer.send(new byte[1 << 20]);
                                    }
                                });
                var session = ClientSession.open();
                var response = session.get(server.url("/"))) {
            int before = -1;
            while (sent[0] != before) { // until the server is made to wait
                before = sent[0];
                for (int i = 0; i < 1000; i++) {
                    sleep(Duration.ZERO);
                }
            }
            assertTrue(sent[0] < 100, "MB sent to a client that does not read: " + sent[0]);
            assertTrue(response.body().read(1).length == 1);
        }
    }

    @AsyncTest
    void read_cancelled_losesNothing() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "Content-Length: 6\r\n\r\nabc");
                                    peer.connection().reader().read(1);
                                });
                var session = ClientSession.open();
                var response = session.get(server.url("/"))) {
            assertEquals("abc", new String(response.body().read(100), UTF_8));
            Task<byte[]> reading = createTask(() -> response.body().read(100));
            sleep(Duration.ZERO);
            reading.cancel();
            assertThrows(CancelledError.class, reading::await);
            assertTrue(session.toString().contains("in_use=1"), session.toString());
            Task<byte[]> again = createTask(() -> response.body().read(100));
            sleep(Duration.ZERO);
            assertThrows(IllegalStateException.class, () -> response.body().read(1));
            assertThrows(IllegalStateException.class, response::text);
            again.cancel();
            assertThrows(CancelledError.class, again::await);
        }
    }

    @AsyncTest
    void text_cancelled_freesTheConnection() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "Content-Length: 6\r\n\r\nabc");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            Task<String> reading = createTask(() -> session.get(server.url("/")).text());
            while (!session.toString().contains("in_use=1")) {
                sleep(Duration.ZERO);
            }
            while (server.requests().isEmpty()) {
                sleep(Duration.ZERO);
            }
            for (int i = 0; i < 20; i++) {
                sleep(Duration.ZERO);
            }
            reading.cancel();
            assertThrows(CancelledError.class, reading::await);
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void response_closedWhileItIsRead_wakesTheReader() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(CHUNKED);
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            var response = session.get(server.url("/"));
            Task<String> reading = createTask(() -> response.text());
            sleep(Duration.ZERO);
            response.close();
            assertThrows(ClientConnectionException.class, reading::await);
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void get_cancelled_freesTheConnection() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    assertNull(peer.read());
                                });
                var session = ClientSession.open()) {
            Task<ClientResponse> getting = createTask(() -> session.get(server.url("/")));
            while (server.requests().isEmpty()) {
                sleep(Duration.ZERO);
            }
            getting.cancel();
            assertThrows(CancelledError.class, getting::await);
            assertNothingInUse(session);
        }
    }
}
