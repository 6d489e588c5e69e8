package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.sleep;
import static org.asyncio4j.Asyncio.timeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.TimeoutException;
import org.asyncio4j.http.ClientTimeoutException.Phase;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class TimeoutsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String REDIRECT =
            OK.replace("200 OK", "302 Go") + "Location: /next\r\nContent-Length: 0\r\n\r\n";

    private static void settle() {
        for (int i = 0; i < 30; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** Reads a request and never answers. */
    private static final RawServer.Script SILENT =
            peer -> {
                peer.read();
                peer.drain();
            };

    private static void assertExpired(
            Task<String> task, Phase phase, String message, ClientSession session) {
        var error = assertThrows(ClientTimeoutException.class, task::await);
        assertEquals(phase, error.phase());
        assertEquals(message + " (" + error.url() + ")", error.getMessage());
        assertTrue(session.toString().contains("in_use=0"), session.toString());
    }

    @AsyncTest
    void total_withoutAResponse_expires(TestLoop loop) throws Exception {
        try (var server = RawServer.start(SILENT);
                var session = ClientSession.open(o -> o.withTimeout(SECOND))) {
            Task<String> task = createTask(() -> session.get(server.url("/")).text());
            settle();
            loop.clock().advance(Duration.ofMillis(999));
            settle();
            assertFalse(task.isDone());
            loop.clock().advance(Duration.ofMillis(1));
            assertExpired(task, Phase.TOTAL, "the request took longer than 1 s in all", session);
        }
    }

    @AsyncTest
    void total_inTheMiddleOfTheBody_expires(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "Content-Length: 5\r\n\r\nab");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            var response = session.get(server.url("/"), r -> r.timeout(SECOND));
            loop.clock().advance(Duration.ofMillis(600));
            Task<String> task = createTask(() -> response.text());
            settle();
            loop.clock().advance(Duration.ofMillis(400));
            assertExpired(task, Phase.TOTAL, "the request took longer than 1 s in all", session);
        }
    }

    @AsyncTest
    void total_overBeforeTheBodyIsAskedFor_expires(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "Content-Length: 5\r\n\r\n");
                                    peer.drain();
                                });
                var session = ClientSession.open()) {
            var response = session.get(server.url("/"), r -> r.timeout(SECOND));
            loop.clock().advance(SECOND);
            assertExpired(
                    createTask(() -> response.text()),
                    Phase.TOTAL,
                    "the request took longer than 1 s in all",
                    session);
        }
    }

    @AsyncTest
    void total_runsOnOverRedirects(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.answering(
                                r -> {
                                    loop.clock().advance(Duration.ofMillis(400));
                                    return REDIRECT;
                                });
                var session = ClientSession.open(o -> o.withTimeout(SECOND))) {
            Task<String> task = createTask(() -> session.get(server.url("/")).text());
            var error = assertThrows(ClientTimeoutException.class, task::await);
            assertEquals(server.url("/next"), error.url());
            assertEquals(3, server.requests().size());
        }
    }

    @AsyncTest
    void total_whileTheServerDoesNotRead_expires(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    Future.pending().await();
                                });
                var session = ClientSession.open(o -> o.withTimeout(SECOND))) {
            Task<String> task =
                    createTask(
                            () ->
                                    session.post(server.url("/"), r -> r.body(new byte[50_000_000]))
                                            .text());
            settle();
            loop.clock().advance(SECOND);
            assertExpired(task, Phase.TOTAL, "the request took longer than 1 s in all", session);
        }
    }

    @AsyncTest
    void connect_countsTheWaitInThePool(TestLoop loop) throws Exception {
        try (var server = RawServer.start(SILENT);
                var session =
                        ClientSession.open(
                                o ->
                                        o.withLimit(1)
                                                .withTimeout(
                                                        t ->
                                                                t.withConnect(
                                                                        Duration.ofMillis(
                                                                                1500))))) {
            Task<String> first = createTask(() -> session.get(server.url("/")).text());
            settle();
            Task<String> second = createTask(() -> session.get(server.url("/")).text());
            settle();
            loop.clock().advance(Duration.ofMillis(1500));
            var error = assertThrows(ClientTimeoutException.class, second::await);
            assertEquals(Phase.CONNECT, error.phase());
            assertTrue(error.getMessage().startsWith("no connection within 1.5 s"));
            assertFalse(first.isDone());
            assertEquals("<ClientSession open in_use=1 idle=0 waiting=0>", session.toString());
            first.cancel();
            settle();
        }
    }

    @AsyncTest
    void sockRead_isTheSilenceBetweenTwoReads(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.read();
                                    peer.send(OK + "Content-Length: 5\r\n\r\na");
                                    loop.clock().advance(Duration.ofMillis(900));
                                    settle();
                                    peer.send("b");
                                    settle();
                                    loop.clock().advance(Duration.ofMillis(900));
                                    peer.send("c");
                                    settle();
                                    loop.clock().advance(SECOND);
                                    peer.drain();
                                });
                var session = ClientSession.open(o -> o.withTimeout(t -> t.withSockRead(SECOND)))) {
            var read = new StringBuilder();
            Task<String> task =
                    createTask(
                            () -> {
                                var body = session.get(server.url("/")).body();
                                for (byte[] piece : body) {
                                    read.append((char) piece[0]);
                                }
                                return "";
                            });
            assertExpired(task, Phase.SOCK_READ, "nothing came from the server for 1 s", session);
            assertEquals("abc", read.toString());
        }
    }

    @AsyncTest
    void sockRead_doesNotCountWhileTheBodyIsSent(TestLoop loop) throws Exception {
        try (var server =
                        RawServer.start(
                                peer -> {
                                    peer.readHead();
                                    for (int i = 0; i < 5; i++) {
                                        loop.clock().advance(SECOND);
                                        settle();
                                        peer.connection().reader().readExactly(4_000_000);
                                    }
                                    peer.send(RawServer.ok("done"));
                                });
                var session = ClientSession.open(o -> o.withTimeout(t -> t.withSockRead(SECOND)))) {
            assertEquals(
                    "done",
                    session.post(server.url("/"), r -> r.body(new byte[20_000_000])).text());
        }
    }

    @AsyncTest
    void timeoutOfTheCaller_staysTheCallers(TestLoop loop) throws Exception {
        try (var server = RawServer.start(SILENT);
                var session = ClientSession.open()) {
            Task<String> task =
                    createTask(() -> timeout(SECOND, () -> session.get(server.url("/")).text()));
            settle();
            loop.clock().advance(SECOND);
            assertThrows(TimeoutException.class, task::await);
            assertTrue(session.toString().contains("in_use=0"), session.toString());
        }
    }

    @AsyncTest
    void noLimit_waits(TestLoop loop) throws Exception {
        try (var server = RawServer.start(SILENT);
                var session = ClientSession.open(o -> o.withTimeout(t -> ClientTimeout.NONE))) {
            Task<String> task = createTask(() -> session.get(server.url("/")).text());
            settle();
            loop.clock().advance(Duration.ofDays(1000));
            settle();
            assertFalse(task.isDone());
            task.cancel();
            settle();
        }
    }

    @Test
    void limit_thatIsNotPositive_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClientTimeout.DEFAULT.withTotal(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> ClientTimeout.DEFAULT.withSockRead(Duration.ofSeconds(-1)));
    }

    @Test
    void defaults_areThoseOfAiohttp() {
        assertEquals(Duration.ofMinutes(5), ClientTimeout.DEFAULT.total());
        assertEquals(Duration.ofSeconds(30), ClientTimeout.DEFAULT.sockConnect());
        assertEquals(null, ClientTimeout.DEFAULT.connect());
        assertEquals(null, ClientTimeout.DEFAULT.sockRead());
    }
}
