package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Asyncio;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class KeepAliveTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static void settle() {
        for (int i = 0; i < 20; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static int idle(ClientSession session) {
        return Integer.parseInt(session.toString().replaceFirst(".*idle=(\\d+).*", "$1"));
    }

    private static RawServer.Script answerOnce(String answer) {
        return peer -> {
            peer.read();
            peer.send(answer);
        };
    }

    @AsyncTest
    void connection_isUsedAgain() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open()) {
            for (int i = 0; i < 10; i++) {
                assertEquals("x", session.get(server.url("/")).text());
                assertEquals("x", session.post(server.url("/"), r -> r.body("y")).text());
                if (i % 2 == 0) {
                    settle();
                }
            }
            assertEquals(1, server.connections());
            assertEquals(20, server.requests().size());
        }
    }

    @AsyncTest
    void connection_afterAChunkedBodyUp_isUsedAgain() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open()) {
            for (int i = 0; i < 3; i++) {
                session.post(server.url("/"), r -> r.body(List.of(new byte[] {'a'}))).text();
            }
            assertEquals(1, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx\r\n",
            })
    @ExtendWith(AsyncioExtension.class)
    void connection_thatMayNotBeUsedAgain_isClosed(String answer) throws Exception {
        try (var server = RawServer.answering(answer);
                var session = ClientSession.open()) {
            assertEquals("x", session.get(server.url("/")).text());
            assertEquals(0, idle(session));
            assertEquals("x", session.get(server.url("/")).text());
            assertEquals(2, server.connections());
        }
    }

    @AsyncTest
    void connection_ofHttp10WithKeepAlive_isUsedAgain() throws Exception {
        try (var server =
                        RawServer.answering(
                                OK.replace("1.1", "1.0")
                                        + "Connection: keep-alive\r\nContent-Length: 1\r\n\r\nx");
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            session.get(server.url("/")).text();
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void connection_thatTheRequestClosed_isNotUsedAgain() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open()) {
            session.get(server.url("/"), r -> r.header("Connection", "close")).text();
            assertEquals(0, idle(session));
        }
    }

    @AsyncTest
    void connection_unusedForLong_isClosed(TestLoop loop) throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            settle();
            loop.clock().advance(Duration.ofSeconds(14));
            settle();
            assertEquals(1, idle(session));
            loop.clock().advance(Duration.ofSeconds(2));
            settle();
            assertEquals(0, idle(session));
            session.get(server.url("/")).text();
            assertEquals(2, server.connections());
        }
    }

    @AsyncTest
    void keepAlive_ofZero_keepsNothing() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open(o -> o.withKeepAlive(Duration.ZERO))) {
            session.get(server.url("/")).text();
            assertEquals(0, idle(session));
        }
    }

    @AsyncTest
    void connection_closedByTheServerWhileIdle_isDroppedAtOnce() throws Exception {
        try (var server =
                        RawServer.start(
                                answerOnce(RawServer.ok("x")), answerOnce(RawServer.ok("y")));
                var session = ClientSession.open()) {
            assertEquals("x", session.get(server.url("/")).text());
            settle();
            assertEquals(0, idle(session));
            // A POST would not be repeated, so this shows that it went to a new connection.
            assertEquals("y", session.post(server.url("/"), r -> r.body("b")).text());
        }
    }

    @AsyncTest
    void connection_writtenToWhileIdle_isDroppedAtOnce() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(RawServer.ok("x"));
                                    sleep(Duration.ZERO);
                                    settle();
                                    peer.send("HTTP/1.1 408 Request Timeout\r\n\r\n");
                                    peer.drain();
                                },
                                answerOnce(RawServer.ok("y")));
                var session = ClientSession.open()) {
            assertEquals("x", session.get(server.url("/")).text());
            settle();
            settle();
            assertEquals(0, idle(session));
            assertEquals("y", session.get(server.url("/")).text());
        }
    }

    // ---- the race: the server closes while we send

    private static final RawServer.Script CLOSE_ON_SECOND_REQUEST =
            peer -> {
                peer.read();
                peer.send(RawServer.ok("x"));
                peer.read();
            };

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
    @ExtendWith(AsyncioExtension.class)
    void idempotentRequest_onADyingConnection_isRepeatedOnce(String method) throws Exception {
        try (var server = RawServer.start(CLOSE_ON_SECOND_REQUEST, answerOnce(OK + "\r\ny"));
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            assertTrue(session.request(method, server.url("/")).ok());
            assertEquals(2, server.connections());
            assertEquals(3, server.requests().size());
        }
    }

    @AsyncTest
    void repeatedRequest_usesANewConnection_notAnotherOldOne() throws Exception {
        try (var server =
                        RawServer.start(
                                CLOSE_ON_SECOND_REQUEST,
                                CLOSE_ON_SECOND_REQUEST,
                                answerOnce(RawServer.ok("y")));
                var session = ClientSession.open()) {
            Asyncio.gather(
                    () -> session.get(server.url("/")).text(),
                    () -> session.get(server.url("/")).text());
            assertEquals(2, idle(session));
            assertEquals("y", session.get(server.url("/")).text());
        }
    }

    @AsyncTest
    void repeatedRequest_thatFailsAgain_fails() throws Exception {
        try (var server = RawServer.start(CLOSE_ON_SECOND_REQUEST, peer -> peer.read());
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            assertThrows(ClientConnectionException.class, () -> session.get(server.url("/")));
            assertEquals(2, server.connections());
            assertTrue(session.toString().contains("in_use=0"), session.toString());
        }
    }

    @AsyncTest
    void otherRequests_onADyingConnection_fail() throws Exception {
        for (var body : List.of("small", "large".repeat(100_000))) {
            try (var server =
                            RawServer.start(
                                    CLOSE_ON_SECOND_REQUEST, answerOnce(RawServer.ok("y")));
                    var session = ClientSession.open()) {
                session.get(server.url("/")).text();
                assertThrows(
                        ClientConnectionException.class,
                        () -> session.post(server.url("/"), r -> r.body(body)));
                assertEquals(1, server.connections());
            }
        }
    }

    @AsyncTest
    void streamedBody_onADyingConnection_isNotRepeated() throws Exception {
        try (var server = RawServer.start(CLOSE_ON_SECOND_REQUEST, answerOnce(RawServer.ok("y")));
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            assertThrows(
                    ClientConnectionException.class,
                    () -> session.put(server.url("/"), r -> r.body(List.of(new byte[1]))));
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void request_afterTheResponseBegan_isNotRepeated() throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(RawServer.ok("x"));
                                    peer.read();
                                    peer.send("HTTP/1.1 2");
                                },
                                answerOnce(RawServer.ok("y")));
                var session = ClientSession.open()) {
            session.get(server.url("/")).text();
            assertThrows(ClientConnectionException.class, () -> session.get(server.url("/")));
            assertEquals(1, server.connections());
        }
    }

    // ---- bodies left unread

    @AsyncTest
    void response_closedWithItsRestAlreadyHere_keepsTheConnection() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("tiny"));
                var session = ClientSession.open()) {
            session.get(server.url("/")).close();
            session.get(server.url("/")).close();
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void responseWithoutBody_givesItsConnectionBackAtOnce() throws Exception {
        try (var server =
                        RawServer.answering(
                                r ->
                                        switch (r.charAt(0)) {
                                            case 'H' -> OK + "Content-Length: 9\r\n\r\n";
                                            case 'G' -> OK + "Content-Length: 0\r\n\r\n";
                                            default -> "HTTP/1.1 204 No Content\r\n\r\n";
                                        });
                var session = ClientSession.open()) {
            for (String method : List.of("HEAD", "GET", "DELETE")) {
                assertTrue(session.request(method, server.url("/")).ok()); // nobody closes it
                assertTrue(session.toString().contains("in_use=0 idle=1"), session.toString());
            }
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void response_closedWithMoreToCome_closesTheConnection() throws Exception {
        try (var server =
                        RawServer.answering(
                                OK + "Content-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000));
                var session = ClientSession.open()) {
            try (var response = session.get(server.url("/"))) {
                response.body().read(10);
            }
            assertTrue(session.toString().contains("in_use=0 idle=0"), session.toString());
        }
    }

    @AsyncTest
    void response_readToTheLastByte_keepsTheConnection() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("12345"));
                var session = ClientSession.open()) {
            try (var response = session.get(server.url("/"))) {
                assertEquals(5, response.body().read(5).length);
            }
            assertEquals(1, idle(session));
        }
    }
}
