package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.util.List;

class RedirectWireTest {
    private static String redirect(int status, String location) {
        return "HTTP/1.1 %d Go\r\nLocation: %s\r\nContent-Length: 2\r\n\r\ngo"
                .formatted(status, location);
    }

    private static String target(String request) {
        return request.split(" ", 3)[1];
    }

    private static void assertNothingInUse(ClientSession session) {
        assertTrue(session.toString().contains("in_use=0"), session.toString());
    }

    /** /n leads to /n-1, and /0 answers. */
    private static RawServer countdown() throws Exception {
        return RawServer.answering(
                request -> {
                    int n = Integer.parseInt(target(request).substring(1));
                    return n == 0 ? RawServer.ok("there") : redirect(302, "/" + (n - 1));
                });
    }

    @AsyncTest
    void redirects_areFollowedAndKept() throws Exception {
        try (var server = countdown();
                var session = ClientSession.open();
                var response = session.get(server.url("/3#f"))) {
            assertEquals("there", response.text());
            assertEquals(server.url("/0#f"), response.url().toString());
            assertEquals(
                    List.of(server.url("/3#f"), server.url("/2#f"), server.url("/1#f")),
                    response.history().stream().map(r -> r.url().toString()).toList());
            assertTrue(response.history().stream().allMatch(r -> r.status() == 302));
            assertThrows(IllegalStateException.class, () -> response.history().getFirst().text());
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void redirects_upToTheLimit_areFollowed() throws Exception {
        try (var server = countdown();
                var session = ClientSession.open()) {
            assertEquals("there", session.get(server.url("/10")).text());
            var error =
                    assertThrows(
                            TooManyRedirectsException.class, () -> session.get(server.url("/11")));
            assertEquals(11, error.history().size());
            assertTrue(error.getMessage().startsWith("more than 10 redirects: "));
            assertEquals("there", session.get(server.url("/12"), r -> r.maxRedirects(12)).text());
            assertThrows(
                    TooManyRedirectsException.class,
                    () -> session.get(server.url("/1"), r -> r.maxRedirects(0)));
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void loop_isReportedWithItsChain() throws Exception {
        try (var server =
                        RawServer.answering(
                                r -> redirect(301, target(r).equals("/a") ? "/b" : "/a"));
                var session = ClientSession.open()) {
            var error =
                    assertThrows(
                            TooManyRedirectsException.class,
                            () -> session.get(server.url("/a"), r -> r.maxRedirects(2)));
            String a = server.url("/a");
            String b = server.url("/b");
            assertEquals(
                    "more than 2 redirects, in a loop: %s [301] -> %s [301] -> %s [301] -> %s"
                            .formatted(a, b, a, b),
                    error.getMessage());
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void redirects_switchedOff_areReturned() throws Exception {
        try (var server = countdown();
                var session = ClientSession.open();
                var response = session.get(server.url("/1"), r -> r.allowRedirects(false))) {
            assertEquals(302, response.status());
            assertEquals("/0", response.headers().get("Location").orElseThrow());
            assertEquals("go", response.text());
        }
    }

    @AsyncTest
    void redirect_withoutLocation_isReturned() throws Exception {
        try (var server =
                        RawServer.answering("HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\nhere");
                var session = ClientSession.open()) {
            assertEquals("here", session.get(server.url("/")).text());
        }
    }

    @AsyncTest
    void post_redirectedAsGet_losesItsBody() throws Exception {
        try (var server =
                        RawServer.answering(
                                r ->
                                        r.startsWith("POST")
                                                ? redirect(303, "/made")
                                                : RawServer.ok("made"));
                var session = ClientSession.open()) {
            assertEquals("made", session.post(server.url("/"), r -> r.body("x")).text());
            String second = server.requests().get(1);
            assertTrue(second.startsWith("GET /made HTTP/1.1\r\n"), second);
            assertFalse(second.contains("Content-"), second);
        }
    }

    @AsyncTest
    void post_redirectedAsPost_keepsItsBody() throws Exception {
        try (var server =
                        RawServer.answering(
                                r ->
                                        target(r).equals("/")
                                                ? redirect(307, "/again")
                                                : RawServer.ok("done"));
                var session = ClientSession.open()) {
            String large = "x".repeat(100_000);
            assertEquals("done", session.post(server.url("/"), r -> r.body(large)).text());
            assertTrue(server.requests().get(1).startsWith("POST /again HTTP/1.1\r\n"));
            assertTrue(server.requests().get(1).endsWith("\r\n\r\n" + large));
        }
    }

    @AsyncTest
    void streamedBody_askedForAgain_isAPayloadError() throws Exception {
        try (var server = RawServer.answering(redirect(308, "/again"));
                var session = ClientSession.open()) {
            assertThrows(
                    ClientPayloadException.class,
                    () -> session.post(server.url("/"), r -> r.body(List.of(new byte[1]))));
            assertNothingInUse(session);
        }
    }

    @AsyncTest
    void credentials_stayWithTheirOrigin() throws Exception {
        try (var other = RawServer.answering(RawServer.ok("other"));
                var server = RawServer.answering(redirect(302, other.url("/")));
                var session = ClientSession.open(o -> o.withHeader("Authorization", "secret"))) {
            assertEquals(
                    "other", session.get(server.url("/"), r -> r.header("Cookie", "c")).text());
            assertTrue(server.requests().getFirst().contains("Authorization: secret\r\nCookie: c"));
            String request = other.requests().getFirst();
            assertFalse(request.contains("secret") || request.contains("Cookie"), request);
            assertTrue(request.contains("Host: 127.0.0.1:" + other.port() + "\r\n"), request);
        }
    }

    @AsyncTest
    void location_thatIsNotHttp_isRefused() throws Exception {
        for (String location : List.of("ftp://h/", "file:///etc/passwd", "http://a b/", "//")) {
            try (var server = RawServer.answering(redirect(302, location));
                    var session = ClientSession.open()) {
                assertThrows(InvalidUrlException.class, () -> session.get(server.url("/")));
                assertNothingInUse(session);
            }
        }
    }
}
