package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.UnaryOperator;

class RequestEncoderTest {
    private static OutgoingRequest request(
            String method, String url, UnaryOperator<RequestOptions> configure) throws Exception {
        return OutgoingRequest.of(
                method,
                RequestUrl.parse(url),
                Headers.of("X-Session", "s"),
                configure.apply(new RequestOptions(ClientTimeout.DEFAULT, true)));
    }

    private static String encoded(
            String method, String url, UnaryOperator<RequestOptions> configure) throws Exception {
        return new String(request(method, url, configure).encode(), UTF_8)
                .replaceFirst("asyncio4j/\\S+", "asyncio4j/V");
    }

    @Test
    void get_hasTheDefaultHeadersInOrder() throws Exception {
        assertEquals(
                """
                GET /p?q=1 HTTP/1.1\r
                Host: h:81\r
                User-Agent: asyncio4j/V\r
                Accept: */*\r
                Accept-Encoding: gzip, deflate\r
                X-Session: s\r
                X-Mine: m\r
                \r
                """,
                encoded("get", "http://h:81/p?q=1#f", r -> r.header("X-Mine", "m")));
    }

    @Test
    void defaults_thatTheUserSets_areReplaced() throws Exception {
        String request =
                encoded(
                        "GET",
                        "http://h/",
                        r ->
                                r.header("host", "other")
                                        .header("user-agent", "me")
                                        .header("ACCEPT", "a/b")
                                        .header("x-session", "mine"));
        assertEquals(
                """
                GET / HTTP/1.1\r
                Accept-Encoding: gzip, deflate\r
                host: other\r
                user-agent: me\r
                ACCEPT: a/b\r
                x-session: mine\r
                \r
                """,
                request);
    }

    @Test
    void smallBody_followsTheHead() throws Exception {
        String request = encoded("POST", "http://h/", r -> r.body("ü"));
        assertTrue(
                request.endsWith(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nü"),
                request);
    }

    @Test
    void contentType_ofTheUser_wins() throws Exception {
        String request =
                encoded(
                        "POST",
                        "http://h/",
                        r -> r.header("content-type", "application/json").body("{}"));
        assertTrue(
                request.endsWith("content-type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
                request);
    }

    @Test
    void contentType_besideTheBody_isTheDefault() throws Exception {
        String request = encoded("PUT", "http://h/", r -> r.body("{}", "application/json"));
        assertTrue(request.contains("\r\nContent-Type: application/json\r\n"), request);
    }

    @ParameterizedTest
    @CsvSource({"POST, true", "PUT, true", "PATCH, true", "GET, false", "DELETE, false"})
    void missingBody_hasALengthWhereOneIsExpected(String method, boolean hasLength)
            throws Exception {
        String request = encoded(method, "http://h/", r -> r);
        assertEquals(hasLength, request.contains("Content-Length: 0\r\n"), request);
    }

    @Test
    void emptyBody_hasALength() throws Exception {
        assertTrue(
                encoded("DELETE", "http://h/", r -> r.body(new byte[0]))
                        .contains("Content-Length: 0\r\n"));
    }

    @Test
    void streamedBody_isChunkedAndNotInTheHead() throws Exception {
        String request =
                encoded("POST", "http://h/", r -> r.body(new ByteArrayInputStream(new byte[1])));
        assertTrue(request.contains("\r\nContent-Type: application/octet-stream\r\n"), request);
        assertTrue(request.endsWith("\r\nTransfer-Encoding: chunked\r\n\r\n"), request);
    }

    @Test
    void largeBody_isNotInTheHead() throws Exception {
        String request = encoded("POST", "http://h/", r -> r.body(new byte[100_000]));
        assertTrue(request.endsWith("Content-Length: 100000\r\n\r\n"), request);
    }

    @Test
    void acceptEncoding_isNotSentWithoutDecompression() throws Exception {
        String request = encoded("GET", "http://h/", r -> r.autoDecompress(false));
        assertTrue(!request.contains("Accept-Encoding"), request);
    }

    @Test
    void userInfo_becomesBasicAuthorization() throws Exception {
        String request = encoded("GET", "http://us%C3%A9r:p%40:ss@h/", r -> r);
        // printf 'usér:p@:ss' | base64
        assertTrue(request.contains("\r\nAuthorization: Basic dXPDqXI6cEA6c3M=\r\n"), request);
    }

    @Test
    void userInfo_besideAnAuthorizationHeader_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> request("GET", "http://u:p@h/", r -> r.header("authorization", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G ET", "GET\r\nX: y", "GET /", "G\0T", "CONNECT", "connect", "é"})
    void method_thatCannotBeSent_isRefused(String method) {
        assertThrows(IllegalArgumentException.class, () -> request(method, "http://h/", r -> r));
    }

    @ParameterizedTest
    @CsvSource({
        "Transfer-Encoding, chunked",
        "transfer-encoding, identity",
        "Content-Length, 3",
        "content-length, 02",
        "Content-Length, x"
    })
    void framing_ofTheUser_isRefused(String name, String value) throws Exception {
        OutgoingRequest request =
                request("POST", "http://h/", r -> r.header(name, value).body("ab"));
        assertThrows(IllegalArgumentException.class, request::encode);
    }

    @Test
    void contentLength_thatIsRight_isSentOnce() throws Exception {
        String request =
                encoded("POST", "http://h/", r -> r.header("content-length", "2").body("ab"));
        assertEquals(2, request.split("(?i)content-length").length);
    }

    @Test
    void contentLength_ofAStreamedBody_isRefused() throws Exception {
        OutgoingRequest request =
                request(
                        "POST",
                        "http://h/",
                        r -> r.header("Content-Length", "2").body(List.of(new byte[2])));
        assertThrows(IllegalArgumentException.class, request::encode);
    }

    @Test
    void host_givenTwice_isRefused() throws Exception {
        OutgoingRequest request =
                request("GET", "http://h/", r -> r.header("Host", "a").header("host", "b"));
        assertThrows(IllegalArgumentException.class, request::encode);
    }

    @Test
    void head_isTheLastGate() {
        Headers none = Headers.empty();
        assertThrows(
                IllegalArgumentException.class, () -> RequestEncoder.head("G\r\nT", "/", none));
        assertThrows(
                IllegalArgumentException.class, () -> RequestEncoder.head("GET", "/\r\n", none));
    }

    @Test
    void options_areNotChangedByTheirMethods() {
        var options = new RequestOptions(ClientTimeout.DEFAULT, true);
        options.header("A", "b").param("c", "d").body("e").allowRedirects(false).timeout(t -> t);
        assertTrue(options.headers().isEmpty());
        assertTrue(options.params().isEmpty());
        assertTrue(options.followsRedirects());
        assertEquals(RequestBody.NONE, options.body());
    }

    @Test
    void bytes_changedByTheCallerLater_areSentAsTheyWere() throws Exception {
        byte[] data = "abc".getBytes(UTF_8);
        OutgoingRequest request = request("POST", "http://h/", r -> r.body(data));
        data[0] = 'x';
        assertTrue(new String(request.encode(), UTF_8).endsWith("\r\n\r\nabc"));
    }
}
