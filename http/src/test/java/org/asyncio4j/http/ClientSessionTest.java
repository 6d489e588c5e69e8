package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.Block;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Against the JDK's server. */
class ClientSessionTest {
    @AsyncTest
    void get_withParams_sendsThemEncoded() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open();
                var response = session.get(server.url("/a b?x=ü"), r -> r.param("k&", "v w"))) {
            assertEquals(200, response.status());
            assertTrue(response.ok());
            assertEquals("GET /a%20b?x=%C3%BC&k%26=v%20w null\n", response.text());
            assertEquals(URI.create(server.url("/a%20b?x=%C3%BC&k%26=v%20w")), response.url());
            assertEquals("GET", response.method());
            assertEquals(List.of(), response.history());
        }
    }

    @AsyncTest
    void methods_areSentAsNamed() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open()) {
            String url = server.url("/");
            assertEquals("POST / null\n", session.post(url).text());
            assertEquals("PUT / null\n", session.put(url).text());
            assertEquals("DELETE / null\n", session.delete(url).text());
            assertEquals("PATCH / null\n", session.request("patch", url).text());
            assertEquals("OPTIONS / null\n", session.request("OPTIONS", URI.create(url)).text());
            assertEquals(
                    "REPORT /?a=b null\n",
                    session.request("REPORT", URI.create(url), r -> r.param("a", "b")).text());
            assertEquals("DELETE /?a=b null\n", session.delete(url, r -> r.param("a", "b")).text());
        }
    }

    @AsyncTest
    void head_hasALengthAndNoBody() throws Exception {
        try (var server =
                        JdkServer.start(
                                exchange -> {
                                    exchange.getResponseHeaders().set("Content-Length", "12345");
                                    exchange.sendResponseHeaders(200, -1);
                                    exchange.close();
                                });
                var session = ClientSession.open()) {
            for (int i = 0; i < 2; i++) {
                try (var response = session.head(server.url("/"))) {
                    assertEquals(12345, response.contentLength().orElseThrow());
                    assertEquals("", response.text());
                }
            }
            assertEquals("", session.head(server.url("/"), r -> r.param("a", "b")).text());
        }
    }

    @AsyncTest
    void body_ofEveryKind_arrives() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open()) {
            String url = server.url("/");
            assertEquals(
                    "POST / text/plain; charset=utf-8\nüber",
                    session.post(url, r -> r.body("über")).text());
            assertEquals(
                    "PUT / application/json\n{}",
                    session.put(url, r -> r.body("{}", "application/json")).text());
            assertEquals(
                    "POST / application/octet-stream\nabc",
                    session.post(url, r -> r.body("abc".getBytes(UTF_8))).text());
            assertEquals(
                    "POST / x/y\nabc",
                    session.post(url, r -> r.body("abc".getBytes(UTF_8), "x/y")).text());
            assertEquals(
                    "POST / application/octet-stream\nstream",
                    session.post(
                                    url,
                                    r -> r.body(new ByteArrayInputStream("stream".getBytes(UTF_8))))
                            .text());
            assertEquals(
                    "POST / application/octet-stream\nabc",
                    session.post(
                                    url,
                                    r ->
                                            r.body(
                                                    List.of(
                                                            "ab".getBytes(UTF_8),
                                                            new byte[0],
                                                            "c".getBytes(UTF_8))))
                            .text());
            assertEquals(
                    "POST / application/octet-stream\n",
                    session.post(url, r -> r.body(List.of())).text());
        }
    }

    @AsyncTest
    void largeBodies_goBothWays() throws Exception {
        var noise = new byte[5_000_000];
        new Random(1).nextBytes(noise);
        try (var server =
                        JdkServer.start(
                                exchange ->
                                        JdkServer.answer(
                                                exchange,
                                                200,
                                                exchange.getRequestBody().readAllBytes()));
                var session = ClientSession.open()) {
            String url = server.url("/");
            assertArrayEquals(noise, session.post(url, r -> r.body(noise)).readAllBytes());
            assertArrayEquals(
                    noise,
                    session.post(url, r -> r.body(new ByteArrayInputStream(noise))).readAllBytes());
            assertEquals("<ClientSession open in_use=0 idle=1 waiting=0>", session.toString());
        }
    }

    @AsyncTest
    void response_inChunks_isReadPieceByPiece() throws Exception {
        try (var server =
                        JdkServer.start(
                                exchange -> {
                                    exchange.sendResponseHeaders(200, 0);
                                    for (int i = 0; i < 1000; i++) {
                                        exchange.getResponseBody().write(new byte[1000]);
                                    }
                                    exchange.close();
                                });
                var session = ClientSession.open();
                var response = session.get(server.url("/"))) {
            int total = response.body().read(10).length;
            assertEquals(10, total);
            for (byte[] piece : response.body()) {
                assertTrue(piece.length > 0 && piece.length <= 64 * 1024);
                total += piece.length;
            }
            assertEquals(1_000_000, total);
            assertEquals(0, response.body().read(10).length);
            assertEquals("", response.text());
        }
    }

    @AsyncTest
    void response_compressed_isUndoneUnlessSwitchedOff() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("x".repeat(100_000).getBytes(UTF_8));
        }
        var asked = new ArrayList<String>();
        try (var server =
                        JdkServer.start(
                                exchange -> {
                                    asked.add(
                                            exchange.getRequestHeaders()
                                                    .getFirst("Accept-Encoding"));
                                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                                    JdkServer.answer(exchange, 200, bytes.toByteArray());
                                });
                var session = ClientSession.open()) {
            String url = server.url("/");
            assertEquals("x".repeat(100_000), session.get(url).text());
            assertArrayEquals(
                    bytes.toByteArray(),
                    session.get(url, r -> r.autoDecompress(false)).readAllBytes());
            asked.removeIf(value -> value == null);
            assertEquals(List.of("gzip, deflate"), asked);
        }
    }

    @AsyncTest
    void text_isInTheCharsetThatIsNamed() throws Exception {
        try (var server =
                        JdkServer.start(
                                exchange -> {
                                    String type = exchange.getRequestURI().getQuery();
                                    exchange.getResponseHeaders().set("Content-Type", type);
                                    JdkServer.answer(exchange, 200, "é".getBytes(ISO_8859_1));
                                });
                var session = ClientSession.open()) {
            try (var response = session.get(server.url("/?text/html;charset=latin1"))) {
                assertEquals("text/html", response.contentType());
                assertEquals(ISO_8859_1, response.charset().orElseThrow());
                assertEquals("é", response.text());
                assertEquals("\ufffd", response.text(UTF_8));
            }
            assertEquals("\ufffd", session.get(server.url("/?text/html;charset=nonsense")).text());
            assertEquals("é", session.get(server.url("/?text/html")).text(ISO_8859_1));
        }
    }

    @AsyncTest
    void content_askedForAgain_isTheSame() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open()) {
            var response = session.get(server.url("/"));
            byte[] first = response.readAllBytes();
            first[0] = 'x';
            assertEquals("GET / null\n", response.text());
            response.close();
            response.close();
            assertEquals("GET / null\n", response.text());
            assertThrows(IllegalStateException.class, () -> response.body().read(1));
        }
    }

    @AsyncTest
    void raiseForStatus_from400On_throws() throws Exception {
        try (var server =
                        JdkServer.start(
                                exchange -> {
                                    int status =
                                            Integer.parseInt(
                                                    exchange.getRequestURI()
                                                            .getPath()
                                                            .substring(1));
                                    exchange.getResponseHeaders().set("Retry-After", "7");
                                    JdkServer.answer(exchange, status, "why".getBytes(UTF_8));
                                });
                var session = ClientSession.open()) {
            assertEquals("why", session.get(server.url("/201")).raiseForStatus().text());
            for (int status : List.of(400, 404, 503)) {
                var response = session.get(server.url("/" + status));
                assertFalse(response.ok());
                var error = assertThrows(ClientResponseException.class, response::raiseForStatus);
                assertEquals(status, error.status());
                assertEquals(response.reason(), error.reason());
                assertEquals(server.url("/" + status), error.url());
                assertEquals("7", error.headers().get("retry-after").orElseThrow());
                assertThrows(IllegalStateException.class, response::text);
            }
            assertTrue(session.toString().contains("in_use=0"), session.toString());
        }
    }

    @AsyncTest
    void requests_inManyTasks_runConcurrently() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open(o -> o.withLimit(7))) {
            List<Block<String, Exception>> works = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String url = server.url("/" + i);
                works.add(() -> session.get(url).text());
            }
            List<String> texts = gather(works);
            for (int i = 0; i < 100; i++) {
                assertEquals("GET /" + i + " null\n", texts.get(i));
            }
            assertTrue(session.toString().contains("in_use=0"), session.toString());
        }
    }

    @AsyncTest
    void defaults_ofTheSession_areSentAndOverridden() throws Exception {
        try (var server =
                        JdkServer.start(
                                exchange ->
                                        JdkServer.answer(
                                                exchange,
                                                200,
                                                exchange.getRequestHeaders()
                                                        .get("X-A")
                                                        .toString()
                                                        .getBytes(UTF_8)));
                var session = ClientSession.open(o -> o.withHeader("X-A", "session"))) {
            String url = server.url("/");
            assertEquals("[session]", session.get(url).text());
            assertEquals(
                    "[one, two]",
                    session.get(url, r -> r.header("X-A", "one").header("x-a", "two")).text());
            assertEquals(
                    "[three]", session.get(url, r -> r.headers(Headers.of("X-A", "three"))).text());
        }
    }

    @AsyncTest
    void misuse_isRefusedBeforeAnythingIsSent() throws Exception {
        try (var session = ClientSession.open()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.get("http://h/", r -> r.header("X", "a\r\nHost: evil")));
            assertThrows(IllegalArgumentException.class, () -> session.request("G T", "http://h/"));
            assertThrows(InvalidUrlException.class, () -> session.get("http://h/\r\n"));
            assertThrows(UnsupportedSchemeException.class, () -> session.get("ftp://h/"));
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            session.post(
                                    "http://h/",
                                    r -> r.header("Transfer-Encoding", "chunked").body("x")));
            assertEquals("<ClientSession open in_use=0 idle=0 waiting=0>", session.toString());
        }
    }

    @AsyncTest
    void session_afterClose_isRefused() {
        var session = ClientSession.open();
        session.close();
        session.close();
        assertTrue(session.isClosed());
        assertThrows(IllegalStateException.class, () -> session.get("http://127.0.0.1/"));
        assertEquals("<ClientSession closed in_use=0 idle=0 waiting=0>", session.toString());
    }

    @Test
    void session_outsideOfALoop_isRefused() {
        assertThrows(IllegalStateException.class, ClientSession::open);
    }

    @Test
    void session_onAnotherLoop_isRefused() {
        ClientSession session = run(() -> ClientSession.open());
        run(
                () -> {
                    assertThrows(
                            IllegalStateException.class, () -> session.get("http://127.0.0.1/"));
                });
        assertThrows(IllegalStateException.class, () -> session.get("http://127.0.0.1/"));
    }

    @AsyncTest
    void response_showsItsState() throws Exception {
        try (var server = JdkServer.echo();
                var session = ClientSession.open()) {
            String url = server.url("/x");
            var response = session.get(url);
            assertEquals("<ClientResponse [200 OK] GET " + url + " open>", response.toString());
            response.text();
            assertEquals("<ClientResponse [200 OK] GET " + url + ">", response.toString());
        }
    }
}
