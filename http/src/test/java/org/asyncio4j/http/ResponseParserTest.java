package org.asyncio4j.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Every case is fed whole, one byte at a time and in threes; all must agree. */
class ResponseParserTest {
    private static final List<Integer> PIECES = List.of(Integer.MAX_VALUE, 1, 3);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** What came out of one response. */
    private record Parsed(ResponseHead head, String body, String rest) {}

    /** Feeds bytes in pieces of one size, and their end after them. */
    private static final class Feed {
        private final byte[] bytes;
        private final int piece;
        private int position;
        private ByteBuffer input = ByteBuffer.allocate(0);

        Feed(String text, int piece) {
            this.bytes = text.getBytes(ISO_8859_1);
            this.piece = piece;
        }

        boolean next() {
            assertFalse(input.hasRemaining(), "asked for more with input left");
            int count = Math.min(piece, bytes.length - position);
            input = ByteBuffer.wrap(bytes, position, count).slice();
            position += count;
            return count > 0;
        }

        String rest() {
            return ISO_8859_1.decode(input.duplicate()).toString()
                    + new String(bytes, position, bytes.length - position, ISO_8859_1);
        }
    }

    private static Parsed parse(ResponseParser parser, Feed feed, boolean isHead)
            throws ProtocolViolation {
        parser.begin(isHead);
        ResponseHead head = parser.parseHead(feed.input);
        while (head == null) {
            if (!feed.next()) {
                parser.end();
                throw new AssertionError("no head, and no violation");
            }
            head = parser.parseHead(feed.input);
        }
        var body = new ByteArrayOutputStream();
        while (!parser.isComplete()) {
            ByteBuffer slice = parser.parseBody(feed.input);
            if (slice != null) {
                body.writeBytes(ISO_8859_1.decode(slice).toString().getBytes(ISO_8859_1));
            } else if (!parser.isComplete() && !feed.next()) {
                parser.end();
            }
        }
        return new Parsed(head, body.toString(ISO_8859_1), feed.rest());
    }

    private static Parsed parse(String text, boolean isHead) throws ProtocolViolation {
        Parsed first = null;
        for (int piece : PIECES) {
            Parsed parsed = parse(new ResponseParser(), new Feed(text, piece), isHead);
            first = first == null ? parsed : first;
            assertEquals(first, parsed, "pieces of " + piece);
        }
        return first;
    }

    private static Parsed parse(String text) throws ProtocolViolation {
        return parse(text, false);
    }

    private static String violation(String text) {
        String problem = null;
        for (int piece : PIECES) {
            problem =
                    assertThrows(
                                    ProtocolViolation.class,
                                    () -> parse(new ResponseParser(), new Feed(text, piece), false),
                                    "pieces of " + piece)
                            .problem();
        }
        return problem;
    }

    // ---- framing

    @Test
    void contentLength_endsTheBody() throws Exception {
        Parsed parsed = parse(OK + "Content-Length: 5\r\nX-A: b\r\n\r\nhellorest");
        assertEquals(200, parsed.head.status());
        assertEquals("OK", parsed.head.reason());
        assertEquals(Headers.of("Content-Length", "5", "X-A", "b"), parsed.head.headers());
        assertEquals("hello", parsed.body);
        assertEquals("rest", parsed.rest);
        assertEquals(5, parsed.head.contentLength().orElseThrow());
        assertTrue(parsed.head.keepsAlive());
    }

    @Test
    void chunks_endWithTheEmptyOne() throws Exception {
        Parsed parsed =
                parse(
                        OK
                                + "Transfer-Encoding: Chunked\r\n\r\n"
                                + "5\r\nhello\r\n00A;x=y;z=\"\\\"\"\r\n, world!!!\r\n0\r\n"
                                + "X-Trailer: t\r\n\r\nHTTP");
        assertEquals("hello, world!!!", parsed.body);
        assertEquals("HTTP", parsed.rest);
        assertFalse(parsed.head.headers().contains("X-Trailer"));
    }

    @Test
    void neither_endsWithTheConnection() throws Exception {
        Parsed parsed = parse(OK + "X: y\r\n\r\nall of it\r\n");
        assertEquals("all of it\r\n", parsed.body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void statusWithoutBody_ignoresTheLength(String status) throws Exception {
        Parsed parsed = parse("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\nhello");
        assertEquals("", parsed.body);
        assertEquals("hello", parsed.rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "X: y"})
    void answerToHead_hasNoBody(String framing) throws Exception {
        Parsed parsed = parse(OK + framing + "\r\n\r\nrest", true);
        assertEquals("", parsed.body);
        assertEquals("rest", parsed.rest);
    }

    @Test
    void interimResponses_areSkipped() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        Parsed parsed =
                parse("HTTP/1.1 100 Continue\r\n\r\n" + interim.repeat(15) + OK + "\r\nbody");
        assertEquals(200, parsed.head.status());
        assertEquals(Headers.empty(), parsed.head.headers());
        assertEquals("body", parsed.body);
    }

    @Test
    void interimResponses_beforeTheAnswerToHead_areSkipped() throws Exception {
        Parsed parsed =
                parse("HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 9\r\n\r\n", true);
        assertEquals(9, parsed.head.contentLength().orElseThrow());
    }

    @Test
    void interimResponses_withoutEnd_areRefused() {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        assertEquals("more than 16 interim responses", violation(interim.repeat(17) + OK + "\r\n"));
    }

    @Test
    void responses_followEachOtherOnOneParser() throws Exception {
        String text =
                OK
                        + "Content-Length: 3\r\n\r\none"
                        + OK
                        + "Transfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n"
                        + "HTTP/1.0 404 Not Found\r\n\r\nthree";
        for (int piece : PIECES) {
            var parser = new ResponseParser();
            var feed = new Feed(text, piece);
            assertEquals("one", parse(parser, feed, false).body);
            assertEquals("two", parse(parser, feed, false).body);
            Parsed third = parse(parser, feed, false);
            assertEquals("three", third.body);
            assertFalse(third.head.isHttp11());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, none, true", "HTTP/1.1, close, false", "HTTP/1.1, 'x, CLOSE', false",
        "HTTP/1.1, keep-alive, true", "HTTP/1.0, none, false", "HTTP/1.0, Keep-Alive, true",
        "HTTP/1.0, close, false"
    })
    void connection_decidesOnKeepAlive(String version, String connection, boolean expected)
            throws Exception {
        Parsed parsed =
                parse(
                        version
                                + " 200 OK\r\nConnection: "
                                + connection
                                + "\r\nContent-Length: 0\r\n\r\n");
        assertEquals(expected, parsed.head.keepsAlive());
    }

    // ---- what is accepted and how it is shown

    @Test
    void statusLine_withoutReason_isAccepted() throws Exception {
        assertEquals("", parse("HTTP/1.1 200\r\n\r\n").head.reason());
        assertEquals("", parse("HTTP/1.1 200 \r\n\r\n").head.reason());
        assertEquals("a b  c", parse("HTTP/1.1 299 a b  c\r\n\r\n").head.reason());
    }

    @Test
    void value_keepsItsSpelling() throws Exception {
        Parsed parsed =
                parse(
                        OK
                                + "content-type: TEXT/HTML;charset=UTF-8\r\n"
                                + "connection: Close\r\n"
                                + "X:\r\n\r\n");
        assertEquals("TEXT/HTML;charset=UTF-8", parsed.head.headers().get("Content-Type").get());
        assertEquals("Close", parsed.head.headers().get("Connection").get());
        assertEquals("", parsed.head.headers().get("X").get());
    }

    @Test
    void value_isReadAsUtf8OrElseAsLatin1() throws Exception {
        String utf8 = new String("ü日".getBytes(UTF_8), ISO_8859_1);
        Parsed parsed = parse(OK + "A: " + utf8 + "\r\nB: \u00fc\u0093\r\n\r\n");
        assertEquals("ü日", parsed.head.headers().get("A").get());
        assertEquals("\u00fc\u0093", parsed.head.headers().get("B").get());
    }

    @Test
    void fields_upToTheLimits_areAccepted() throws Exception {
        String longest = "X: " + "v".repeat(8189) + "\r\n";
        assertEquals(1, parse(OK + longest + "\r\n").head.headers().size());
        assertEquals(128, parse(OK + "X: y\r\n".repeat(128) + "\r\n").head.headers().size());
    }

    @Test
    void singleton_repeatedAlike_isAccepted() throws Exception {
        assertNotNull(parse(OK + "Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n"));
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http/1.1 200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/0.9 200 OK\r\n\r\n",
                "HTTP/1.11 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1\t200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 000 OK\r\n\r\n",
                "HTTP/1.1 +20 OK\r\n\r\n",
                "HTTP/1.1 200\tOK\r\n\r\n",
                "HTTP/1.1 200 OK\n\r\n",
                "HTTP/1.1 200 O\0K\r\n\r\n",
                "HTTP/1.1 200 O\u007fK\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                " HTTP/1.1 200 OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0016\u0003\u0001\u0002",
                "<html>",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            })
    void statusLine_thatIsWrong_isRefused(String text) {
        assertNotNull(violation(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b\n",
                "A: b\rC: d\r\n",
                "A: b\r\r\n",
                "A: b\0c\r\n",
                "A: b\u0001c\r\n",
                "A: b\u007fc\r\n",
                "A: b\r\n c\r\n",
                "A: b\r\n\tc\r\n",
                " A: b\r\n",
                "A : b\r\n",
                "A B: c\r\n",
                "A\r\n",
                ": b\r\n",
                "A(: b\r\n",
                "\u00fc: b\r\n",
            })
    void field_thatIsWrong_isRefused(String field) {
        assertNotNull(violation(OK + field + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -5\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 5 5\r\n",
                "Content-Length: \r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length: \u0665\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: \r\n",
                "Transfer-Encoding : chunked\r\n",
                "Transfer-Encoding: \u000bchunked\r\n",
                "Content-Type: a/b\r\nContent-Type: c/d\r\n",
                "Location: /a\r\nLocation: /b\r\n",
            })
    void framing_thatIsAmbiguous_isRefused(String fields) {
        assertNotNull(violation(OK + fields + "\r\nhello"));
    }

    @Test
    void transferEncoding_inHttp10_isRefused() {
        assertEquals(
                "Transfer-Encoding in an HTTP/1.0 response",
                violation("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    @Test
    void limits_areHeld() {
        assertEquals(
                "a header field is longer than 8190 bytes",
                violation(OK + "X: " + "v".repeat(8190) + "\r\n\r\n"));
        assertEquals(
                "more than 128 header fields", violation(OK + "X: y\r\n".repeat(129) + "\r\n"));
        assertEquals(
                "the status line is longer than 8190 bytes",
                violation("HTTP/1.1 200 " + "x".repeat(8191) + "\r\n\r\n"));
        assertNotNull(violation(OK + ("X: " + "v".repeat(8000) + "\r\n").repeat(20) + "\r\n"));
        assertNotNull(violation(OK + "v".repeat(200_000)));
        assertNotNull(violation("HTTP/1.1 200 " + "x".repeat(200_000)));
    }

    @Test
    void trailers_countWithTheFields() {
        String chunked = "Transfer-Encoding: chunked\r\n";
        assertEquals(
                "more than 128 header fields",
                violation(
                        OK
                                + chunked
                                + "X: y\r\n".repeat(100)
                                + "\r\n0\r\n"
                                + "X: y\r\n".repeat(28)
                                + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x3\r\nabc\r\n",
                "+3\r\nabc\r\n",
                "-3\r\nabc\r\n",
                "\r\nabc\r\n",
                " 3\r\nabc\r\n",
                "3\nabc\r\n",
                "3\r\nabc\n",
                "3\r\nabcd\r\n",
                "3\r\nab\r\n",
                "3;x\ny\r\nabc\r\n",
                "11111111111111111\r\nabc",
                "ffffffffffffffff\r\nabc",
                "g\r\n",
                "3\r\nabc\r\nHTTP/1.1 200 OK\r\n",
                "0\r\nbad trailer\r\n\r\n",
                "0\r\nA: b\n\r\n",
            })
    void chunk_thatIsWrong_isRefused(String chunks) {
        assertEquals(
                "malformed response body",
                violation(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"));
    }

    @Test
    void chunkExtensions_withoutEnd_areRefused() {
        String chunk = "1;" + "x".repeat(1000) + "\r\na\r\n";
        assertNotNull(
                violation(
                        OK
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + chunk.repeat(200)
                                + "0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nA: b",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b",
            })
    void end_thatComesEarly_isAViolation(String text) {
        assertEquals("the response ended early", violation(text));
    }

    @Test
    void body_isPassedOnInSlicesOfTheInput() throws Exception {
        var parser = new ResponseParser();
        parser.begin(false);
        byte[] bytes = (OK + "Content-Length: 4\r\n\r\nabcd").getBytes(ISO_8859_1);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        assertNotNull(parser.parseHead(input));
        ByteBuffer slice = parser.parseBody(input);
        assertNotNull(slice);
        bytes[bytes.length - 1] = 'x';
        assertEquals("abcx", ISO_8859_1.decode(slice).toString());
        assertNull(parser.parseBody(input));
        assertTrue(parser.isComplete());
    }
}
