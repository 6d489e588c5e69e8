package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.function.UnaryOperator;

class RedirectsTest {
    private static OutgoingRequest request(String method, UnaryOperator<RequestOptions> configure)
            throws Exception {
        return OutgoingRequest.of(
                method,
                RequestUrl.parse("http://h:81/a/b?q#f"),
                Headers.of("Authorization", "secret", "X-Session", "s"),
                configure.apply(new RequestOptions(ClientTimeout.DEFAULT, true)));
    }

    private static Headers to(String location) {
        return Headers.of("Location", location);
    }

    @ParameterizedTest
    @CsvSource({
        "301, GET, GET, true",
        "301, HEAD, HEAD, true",
        "301, POST, GET, false",
        "301, PUT, PUT, true",
        "301, DELETE, DELETE, true",
        "302, GET, GET, true",
        "302, HEAD, HEAD, true",
        "302, POST, GET, false",
        "302, PUT, PUT, true",
        "302, PATCH, PATCH, true",
        "303, GET, GET, false",
        "303, HEAD, HEAD, true",
        "303, POST, GET, false",
        "303, PUT, GET, false",
        "303, DELETE, GET, false",
        "307, GET, GET, true",
        "307, POST, POST, true",
        "307, PUT, PUT, true",
        "308, HEAD, HEAD, true",
        "308, POST, POST, true",
        "308, PATCH, PATCH, true"
    })
    void redirect_decidesOnMethodAndBody(
            int status, String method, String nextMethod, boolean keepsBody) throws Exception {
        OutgoingRequest first =
                request(method, r -> r.header("Content-Language", "de").body("text"));
        OutgoingRequest next = Redirects.next(first, status, to("/x"));
        assertEquals(nextMethod, next.method());
        assertSame(keepsBody ? first.body() : RequestBody.NONE, next.body());
        assertEquals(keepsBody, next.headers().contains("Content-Language"));
        assertEquals("http://h:81/x#f", next.url().toString());
        assertTrue(next.headers().contains("X-Session"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 300, 304, 305, 306, 309, 400})
    void otherStatus_isNoRedirect(int status) {
        assertFalse(Redirects.isRedirect(status, to("/x")));
    }

    @Test
    void redirectStatus_withoutLocation_isNoRedirect() {
        assertFalse(Redirects.isRedirect(302, Headers.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h:81/x", "/x", "x", "//h:81/x", "HTTP://H:81/x"})
    void credentials_toTheSameOrigin_areKept(String location) throws Exception {
        OutgoingRequest first = request("GET", r -> r.header("Cookie", "c").header("Host", "v"));
        Headers next = Redirects.next(first, 302, to(location)).headers();
        assertTrue(next.contains("Authorization"));
        assertTrue(next.contains("Cookie"));
        assertTrue(next.contains("Host"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h/x",
                "http://h:82/x",
                "http://sub.h:81/x",
                "//evil/x",
                "http://evil"
            })
    void credentials_toAnotherOrigin_areDropped(String location) throws Exception {
        OutgoingRequest first =
                request(
                        "GET",
                        r ->
                                r.header("Cookie", "a")
                                        .header("cookie", "b")
                                        .header("Proxy-Authorization", "p")
                                        .header("Host", "v")
                                        .header("X-Kept", "k"));
        Headers next = Redirects.next(first, 302, to(location)).headers();
        assertEquals(Headers.of("X-Session", "s", "X-Kept", "k"), next);
    }

    @Test
    void userInfo_ofTheLocation_isUsedThere() throws Exception {
        Headers next = Redirects.next(request("GET", r -> r), 302, to("http://u:p@o/")).headers();
        assertEquals(List.of("Basic dTpw"), next.getAll("Authorization"));
    }

    @Test
    void userInfo_ofTheUrl_staysWithItsOrigin() throws Exception {
        OutgoingRequest first =
                OutgoingRequest.of(
                        "GET",
                        RequestUrl.parse("http://u:p@h/"),
                        Headers.empty(),
                        new RequestOptions(ClientTimeout.DEFAULT, true));
        assertTrue(Redirects.next(first, 302, to("/x")).headers().contains("Authorization"));
        assertFalse(
                Redirects.next(first, 302, to("http://o/")).headers().contains("Authorization"));
    }

    @Test
    void fragment_ofTheLocation_wins() throws Exception {
        OutgoingRequest next = Redirects.next(request("GET", r -> r), 302, to("/x#g"));
        assertEquals("http://h:81/x#g", next.url().toString());
    }

    @Test
    void params_doNotGoAlong() throws Exception {
        OutgoingRequest next =
                Redirects.next(request("GET", r -> r.param("a", "b")), 302, to("/x"));
        assertEquals("/x", next.url().target());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "file:///etc/passwd", "javascript:alert(1)"})
    void scheme_otherThanHttp_isRefused(String location) throws Exception {
        OutgoingRequest first = request("GET", r -> r);
        assertThrows(
                UnsupportedSchemeException.class, () -> Redirects.next(first, 302, to(location)));
    }

    @Test
    void streamedBody_thatWouldBeRepeated_isAnError() throws Exception {
        OutgoingRequest first = request("POST", r -> r.body(List.of(new byte[1])));
        var error =
                assertThrows(
                        ClientPayloadException.class, () -> Redirects.next(first, 307, to("/x")));
        assertEquals("http://h:81/a/b?q#f", error.url());
        assertNotNull(Redirects.next(first, 302, to("/x")));
    }
}
