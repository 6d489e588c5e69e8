package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.http.RequestUrl.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RequestUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // as written
                "http://example.com/|http://example.com/",
                "http://example.com|http://example.com/",
                "http://example.com?q|http://example.com/?q",
                "http://example.com/?|http://example.com/?",
                "http://example.com/a%20b|http://example.com/a%20b",
                "http://example.com/;,=+$&!*'()@:~|http://example.com/;,=+$&!*'()@:~",
                "http://example.com//a//b|http://example.com//a//b",
                // scheme, host and port
                "HTTP://EXAMPLE.com:80/|http://example.com/",
                "http://example.com:/|http://example.com/",
                "http://example.com:8080/|http://example.com:8080/",
                "http://example.com./|http://example.com./",
                "http://my_host/|http://my_host/",
                "http://127.0.0.1/|http://127.0.0.1/",
                "http://[::1]:8080/|http://[::1]:8080/",
                "http://[2001:DB8::1]/|http://[2001:db8::1]/",
                "http://[::ffff:1.2.3.4]/|http://[::ffff:1.2.3.4]/",
                // encoded here
                "http://example.com/a b|http://example.com/a%20b",
                "http://example.com/ü?ü=日本|http://example.com/%C3%BC?%C3%BC=%E6%97%A5%E6%9C%AC",
                "http://example.com/😀|http://example.com/%F0%9F%98%80",
                "http://example.com/100%|http://example.com/100%25",
                "http://example.com/%zz|http://example.com/%25zz",
                "http://example.com/\"<>\\^`{}[]|http://example.com/%22%3C%3E%5C%5E%60%7B%7D%5B%5D",
                "http://example.com/?a[]=1 2|http://example.com/?a%5B%5D=1%202",
                "http://bücher.example/|http://xn--bcher-kva.example/",
                "http://日本語。jp/|http://xn--wgv71a119e.jp/",
                // dot segments and the fragment
                "http://example.com/a/../b/./c|http://example.com/b/c",
                "http://example.com/../../etc|http://example.com/etc",
                "http://example.com/a#ü b|http://example.com/a#%C3%BC%20b",
                "http://example.com/?a/../b|http://example.com/?a/../b",
            })
    void url_thatIsUsable_isNormalised(String given, String expected) throws Exception {
        RequestUrl url = RequestUrl.parse(given);
        assertEquals(expected, url.toString());
        assertEquals(expected, url.toUri().toString());
        assertEquals(url, RequestUrl.parse(url.toString()));
        HttpSyntax.requireTarget(url.target());
    }

    @Test
    void blanksAround_areDropped() throws Exception {
        assertEquals("http://h/", RequestUrl.parse("  http://h/ ").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/path",
                "example.com",
                "//example.com/",
                "localhost:8080",
                "http:",
                "http:/path",
                "http://",
                "http:///path",
                "http://?q",
                "http://:80/",
                // control characters anywhere
                "http://h/\r\nX: y",
                "http://h/a\nb",
                "http://h/a\tb",
                "http://h\0/",
                "http://h/?\u007f",
                "http://h/#\n",
                "\nhttp://h/",
                "http://h/\ud800",
                // ports
                "http://h:0/",
                "http://h:65536/",
                "http://h:-1/",
                "http://h:+80/",
                "http://h:8o/",
                "http://h:٣/",
                "http://h:80:80/",
                // hosts
                "http://a b/",
                "http://a%41/",
                "http://a..b/",
                "http://.a/",
                "http://a\\b/",
                "http://good\\@evil/",
                "http://u@good@evil/",
                "http://a<b/",
                "http://a,b/",
                "http://[::1/",
                "http://::1/",
                "http://[1.2.3.4]/",
                "http://[::1]x/",
                "http://[fe80::1%25eth0]/",
                "http://[:::]/",
                // numbers that some resolvers would take for an address
                "http://127.1/",
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f.0.0.1/",
                "http://0x7f000001/",
                "http://1.2.3.256/",
                "http://1.2.3.4.5/",
                "http://example.1/",
            })
    void url_thatIsNotUsable_isRefused(String url) {
        assertThrows(InvalidUrlException.class, () -> RequestUrl.parse(url));
    }

    @Test
    void host_thatIsTooLong_isRefused() {
        String label = "a".repeat(63) + ".";
        assertThrows(
                InvalidUrlException.class,
                () -> RequestUrl.parse("http://" + "a".repeat(64) + "/"));
        assertThrows(
                InvalidUrlException.class,
                () -> RequestUrl.parse("http://" + label.repeat(4) + "a/"));
    }

    @ParameterizedTest
    @CsvSource({
        "wss://h/, wss",
        "FTPS://h/, ftps",
        "ftp://h/, ftp",
        "file:///etc/passwd, file",
        "mailto:a@b, mailto",
        "data:text/plain;x, data",
        "javascript:alert(), javascript"
    })
    void scheme_otherThanHttp_isNamed(String url, String scheme) {
        var error = assertThrows(UnsupportedSchemeException.class, () -> RequestUrl.parse(url));
        assertEquals(scheme, error.scheme());
    }

    @Test
    void scheme_otherThanHttp_isRefusedWithoutTheSecret() {
        var error =
                assertThrows(
                        UnsupportedSchemeException.class,
                        () -> RequestUrl.parse("ftp://u:secret@h/x"));
        assertEquals(
                "only http and https can be requested, not 'ftp': ftp://***@h/x",
                error.getMessage());
        assertEquals("ftp://***@h/x", error.url());
    }

    @Test
    void https_hasItsOwnPortAndOrigin() throws Exception {
        RequestUrl url = RequestUrl.parse("HTTPS://h/x");
        assertEquals("https://h/x", url.toString());
        assertEquals(443, url.origin().port());
        assertEquals("https://h/x", RequestUrl.parse("https://h:443/x").toString());
        assertEquals("https://h:80/x", RequestUrl.parse("https://h:80/x").toString());
        assertEquals("https://h/y", url.resolve("/y").toString());
    }

    @Test
    void refusal_showsNoControlCharactersAndNoPassword() {
        var error =
                assertThrows(
                        InvalidUrlException.class,
                        () -> RequestUrl.parse("http://u:pw@h/\r\nA: b"));
        assertTrue(error.getMessage().contains("\\u000d\\u000a"), error.getMessage());
        assertFalse(error.getMessage().contains("pw"), error.getMessage());
    }

    @Test
    void userInfo_isKeptApart() throws Exception {
        RequestUrl url = RequestUrl.parse("http://me:p%40ss@h/x");
        assertEquals("me:p%40ss", url.userInfo());
        assertEquals("http://h/x", url.toString());
        assertEquals("/x", url.target());
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, h",
        "http://h:80, h",
        "http://h:81, h:81",
        "http://[::1], [::1]",
        "http://[::1]:81, [::1]:81"
    })
    void hostHeader_hasBracketsAndNoDefaultPort(String url, String expected) throws Exception {
        assertEquals(expected, RequestUrl.parse(url).origin().authority());
    }

    @Test
    void target_hasNoFragment() throws Exception {
        assertEquals("/a?b", RequestUrl.parse("http://h/a?b#c").target());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://h/|http://h/?a%20b=1%2B1%26&%C3%BC=",
                "http://h/?|http://h/?a%20b=1%2B1%26&%C3%BC=",
                "http://h/?x=1|http://h/?x=1&a%20b=1%2B1%26&%C3%BC=",
                "http://h/?x=1&|http://h/?x=1&a%20b=1%2B1%26&%C3%BC=",
                "http://h/p#f|http://h/p?a%20b=1%2B1%26&%C3%BC=#f",
            })
    void params_areEncodedAndAppended(String url, String expected) throws Exception {
        List<Param> params = List.of(new Param("a b", "1+1&"), new Param("ü", ""));
        assertEquals(expected, RequestUrl.parse(url).withParams(params).toString());
    }

    @Test
    void params_cannotLeaveTheQuery() throws Exception {
        List<Param> params = List.of(new Param("a", "\r\nHost: evil#x"));
        assertEquals(
                "/?a=%0D%0AHost%3A%20evil%23x",
                RequestUrl.parse("http://h/").withParams(params).target());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/y|http://h:81/y#f",
                "y|http://h:81/a/y#f",
                "?q|http://h:81/a/b?q#f",
                "y#g|http://h:81/a/y#g",
                "//other/y|http://other/y#f",
                "http://other|http://other/#f",
                "/ü x|http://h:81/%C3%BC%20x#f",
                "../../..|http://h:81/#f",
            })
    void location_isResolvedAndKeepsTheFragment(String location, String expected) throws Exception {
        RequestUrl base = RequestUrl.parse("http://h:81/a/b?c=1#f");
        assertEquals(expected, base.resolve(location).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "http://a b/", "http:y", "//", "/\n", "file:/x"})
    void location_thatIsNotUsable_isRefused(String location) throws Exception {
        RequestUrl base = RequestUrl.parse("http://h/");
        assertThrows(InvalidUrlException.class, () -> base.resolve(location));
    }
}
