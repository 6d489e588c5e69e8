package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Request bodies that are sent beside the reading of the response. */
class UploadTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** Pieces made by a function of their number; null ends them. */
    @FunctionalInterface
    private interface Maker {
        byte[] piece(int number) throws Exception;
    }

    private static Iterable<byte[]> pieces(Maker maker) {
        return () ->
                new Iterator<>() {
                    private int number;
                    private byte[] next;

                    @Override
                    public boolean hasNext() {
                        if (next == null) {
                            try {
                                next = maker.piece(number++);
                            } catch (Exception e) {
                                throw Sneaky.sneaky(e);
                            }
                        }
                        return next != null;
                    }

                    @Override
                    public byte[] next() {
                        byte[] piece = next;
                        next = null;
                        return piece;
                    }
                };
    }

    private static void settle() {
        for (int i = 0; i < 30; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static void assertNothingInUse(ClientSession session) {
        assertTrue(session.toString().contains("in_use=0"), session.toString());
    }

    @AsyncTest
    void pieces_areSentAsTheyAreMade() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    var reader = peer.connection().reader();
                                    String received = "";
                                    while (!received.endsWith("0\r\n\r\n")) {
                                        received += new String(reader.read(100), UTF_8) + "|";
                                        received = received.replace("0\r\n\r\n|", "0\r\n\r\n");
                                    }
                                    peer.send(RawServer.ok(received.replace("\r\n", "_")));
                                });
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            number -> {
                                settle();
                                return number < 3 ? ("piece" + number).getBytes(UTF_8) : null;
                            });
            assertEquals(
                    "6_piece0_|6_piece1_|6_piece2_|0__",
                    session.post(server.url("/"), r -> r.body(body)).text());
        }
    }

    @AsyncTest
    void response_thatComesEarly_isReturnedWhileTheBodyIsSent() throws Exception {
        Future<Boolean> more = Future.pending();
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    peer.send(OK + "Transfer-Encoding: chunked\r\n\r\n");
                                    var reader = peer.connection().reader();
                                    String received = "";
                                    while (!received.contains("0\r\n\r\n")) {
                                        received += new String(reader.read(100), UTF_8);
                                    }
                                    peer.send("4\r\nsent\r\n0\r\n\r\n");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            number -> {
                                if (number > 0) {
                                    more.await();
                                    return null;
                                }
                                return new byte[] {'a'};
                            });
            var response = session.post(server.url("/"), r -> r.body(body));
            assertEquals(200, response.status());
            assertFalse(more.isDone());
            more.setResult(true);
            assertEquals("sent", response.text());
            assertTrue(session.toString().contains("idle=1"), session.toString());
        }
    }

    @AsyncTest
    void refusal_ofALargeBody_isNotLost() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (var server =
                            RawServer.start(
                                    peer -> {
                                        peer.readHead();
                                        peer.send(
                                                RawServer.ok("big")
                                                        .replace("200 OK", "413 Too Large"));
                                    });
                    var session = ClientSession.open()) {
                var response = session.post(server.url("/"), r -> r.body(new byte[20_000_000]));
                assertEquals(413, response.status());
                assertEquals("big", response.text());
                assertNothingInUse(session);
                assertTrue(session.toString().contains("idle=0"), session.toString());
            }
        }
    }

    @AsyncTest
    void response_completeBeforeTheBodyIsSent_endsTheSending() throws Exception {
        var ended = new ArrayList<String>();
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    peer.send(RawServer.ok("enough"));
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            number -> {
                                try {
                                    sleep(Duration.ZERO);
                                } catch (CancelledError e) {
                                    ended.add("cancelled");
                                    throw e;
                                }
                                return new byte[] {'a'};
                            });
            assertEquals("enough", session.post(server.url("/"), r -> r.body(body)).text());
            settle();
            assertEquals(List.of("cancelled"), ended);
            assertTrue(session.toString().contains("in_use=0 idle=0"), session.toString());
        }
    }

    @AsyncTest
    void body_thatFails_failsTheRequestWithTheSameException() throws Exception {
        for (Exception failure :
                List.of(new IOException("disk"), new IllegalStateException("mine"))) {
            try (var server =
                            RawServer.start(
                                    peer -> {
                                        peer.readHead();
                                        peer.drain();
                                    });
                    var session = ClientSession.open()) {
                Iterable<byte[]> body =
                        pieces(
                                number -> {
                                    if (number == 2) {
                                        throw failure;
                                    }
                                    return new byte[10];
                                });
                assertSame(
                        failure,
                        assertThrows(
                                Exception.class,
                                () -> session.post(server.url("/"), r -> r.body(body))));
                assertNothingInUse(session);
            }
        }
    }

    @AsyncTest
    void body_thatFailsAfterTheResponseBegan_failsTheReading() throws Exception {
        Future<Boolean> fail = Future.pending();
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    peer.send("HTTP/1.1 200 OK\r\n\r\nbegun");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            _ -> {
                                fail.await();
                                throw new IOException("disk");
                            });
            var response = session.post(server.url("/"), r -> r.body(body));
            assertEquals("begun", new String(response.body().read(100), UTF_8));
            fail.setResult(true);
            var error = assertThrows(IOException.class, () -> response.body().read(100));
            assertEquals("disk", error.getMessage());
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void body_thatIsCancelledByItself_endsTheRequest() throws Exception {
        try (var server = RawServer.start(peer -> peer.drain());
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            _ -> {
                                Future<byte[]> never = Future.pending();
                                never.cancel();
                                return never.await();
                            });
            assertThrows(
                    CancelledError.class, () -> session.post(server.url("/"), r -> r.body(body)));
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void stream_isReadOffTheLoop() throws Exception {
        var threads = new ArrayList<Boolean>();
        var stream =
                new InputStream() {
                    private int left = 3;

                    @Override
                    public int read() {
                        throw new AssertionError();
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) {
                        synchronized (threads) {
                            threads.add(Thread.currentThread().isVirtual());
                        }
                        if (left == 0) {
                            return -1;
                        }
                        buffer[offset] = 'a';
                        left--;
                        return 1;
                    }
                };
        try (var server =
                        RawServer.answering(
                                r -> RawServer.ok(r.substring(r.indexOf("\r\n\r\n") + 4)));
                var session = ClientSession.open()) {
            assertEquals(
                    "1\r\na\r\n1\r\na\r\n1\r\na\r\n0\r\n\r\n",
                    session.post(server.url("/"), r -> r.body(stream)).text());
            assertEquals(List.of(false, false, false, false), threads);
        }
    }

    @AsyncTest
    void request_cancelled_endsTheSending() throws Exception {
        var ended = new ArrayList<String>();
        try (var server = RawServer.start(peer -> peer.drain());
                var session = ClientSession.open()) {
            Iterable<byte[]> body =
                    pieces(
                            _ -> {
                                try {
                                    return Future.<byte[]>pending().await();
                                } finally {
                                    ended.add("ended");
                                }
                            });
            Task<ClientResponse> task =
                    createTask(() -> session.post(server.url("/"), r -> r.body(body)));
            settle();
            task.cancel();
            assertThrows(CancelledError.class, task::await);
            settle();
            assertEquals(List.of("ended"), ended);
            assertNothingInUse(session);
        }
    }
}
