package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.http.Headers.Field;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The responses on one connection, one after the other. Does no I/O: bytes go in, a head and then
 * slices of the body come out. Loop-confined.
 */
/*
 * Implementation notes. Jetty's HttpParser does the parsing, in its strictest mode. It pushes; a
 * callback that returns true makes parseNext return, which is how parseHead and parseBody stop at
 * each event and leave the rest in the buffer. Both are called again with an empty buffer until
 * they make no progress, as the end of a message may need no more bytes.
 *
 * A callback must not throw: the parser would turn that into badMessage. It records a violation,
 * and whoever called parseNext looks for it. Errors after the head come from the parser as
 * earlyEOF, without a word on what was wrong. With assertions on, some come as an AssertionError,
 * as the parser's own exception does not take the status of a response that is no error.
 *
 * What the parser lets through and is refused here: other versions than HTTP/1.0 and 1.1 and
 * anything but single spaces in the status line (StatusLineGuard), transfer codings other than
 * chunked, chunked in HTTP/1.0, 101 (nobody asked to switch), one long line, many fields, and two
 * different values of a field that has one. Equal repetitions are let through as servers do that.
 */
final class ResponseParser implements HttpParser.ResponseHandler {
    /** Limit of the status line and of each field, name and value together; as aiohttp. */
    static final int MAX_LINE = 8190;

    /** Limit of header and trailer fields together; as aiohttp. */
    static final int MAX_FIELDS = 128;

    /** Limit of a head in all; chunk extensions and trailers count, too. */
    static final int MAX_HEAD = 128 * 1024;

    /** A server may send this many 1xx before its response. */
    static final int MAX_INTERIM = 16;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final Set<String> SINGLETONS =
            Set.of("content-type", "content-range", "content-location", "etag", "location");

    static {
        ParserLogging.quiet();
    }

    private final HttpParser parser = new HttpParser(this, MAX_HEAD, HttpCompliance.STRICT);
    private final StatusLineGuard statusLine = new StatusLineGuard();
    private final List<Field> fields = new ArrayList<>();
    private boolean isHead;
    private boolean isHttp11;
    private int status;
    private String reason = "";
    private int fieldCount;
    private int interimCount;
    private boolean isHeadComplete;
    private boolean isComplete;
    private boolean hasEnded;
    private @Nullable ByteBuffer slice;
    private @Nullable ProtocolViolation violation;

    ResponseParser() {
        parser.setHeaderCacheSize(0);
        // Keeps a value as it was sent, where the parser knows it in another case.
        parser.setHeaderCacheCaseSensitive(true);
    }

    /** To be called before each response; {@code head} if it answers a HEAD request. */
    void begin(boolean head) {
        isHead = head;
        interimCount = 0;
        reset();
    }

    private void reset() {
        parser.reset();
        parser.setHeadResponse(isHead);
        statusLine.reset();
        fields.clear();
        fieldCount = 0;
        isHeadComplete = false;
        isComplete = false;
        hasEnded = false;
    }

    /** The final head once it is there, null if more bytes are needed. Skips 1xx. */
    @Nullable ResponseHead parseHead(ByteBuffer input) throws ProtocolViolation {
        while (true) {
            if (!isHeadComplete) {
                statusLine.check(input);
                step(input);
            }
            if (!isHeadComplete) {
                return null;
            }
            if (status >= 200) {
                return head();
            }
            skipInterim(input);
        }
    }

    private void skipInterim(ByteBuffer input) throws ProtocolViolation {
        if (status == 101) {
            throw new ProtocolViolation("the server switched protocols without being asked");
        }
        if (++interimCount > MAX_INTERIM) {
            throw new ProtocolViolation("more than " + MAX_INTERIM + " interim responses");
        }
        while (!isComplete) {
            step(input);
        }
        reset();
    }

    private ResponseHead head() throws ProtocolViolation {
        Headers headers = Headers.ofFields(fields);
        if (headers.contains("Transfer-Encoding")) {
            requireChunked(headers);
        }
        for (String name : SINGLETONS) {
            if (headers.getAll(name).stream().distinct().count() > 1) {
                throw new ProtocolViolation("several different values of " + name);
            }
        }
        return new ResponseHead(isHttp11, status, reason, headers);
    }

    private void requireChunked(Headers headers) throws ProtocolViolation {
        List<String> codings = headers.getAll("Transfer-Encoding");
        if (!isHttp11) {
            throw new ProtocolViolation("Transfer-Encoding in an HTTP/1.0 response");
        }
        if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new ProtocolViolation(
                    "unsupported Transfer-Encoding: "
                            + HttpSyntax.visible(String.join(", ", codings)));
        }
    }

    /**
     * A slice of the body that shares {@code input}'s bytes; null if more bytes are needed or the
     * response {@linkplain #isComplete() is complete}.
     */
    @Nullable ByteBuffer parseBody(ByteBuffer input) throws ProtocolViolation {
        while (!isComplete) {
            int before = input.remaining();
            slice = null;
            step(input);
            if (slice != null) {
                return slice;
            }
            if (input.remaining() == before && !isComplete) {
                return null;
            }
        }
        return null;
    }

    /** Says that no more bytes come: completes a body without a length, breaks all others. */
    void end() throws ProtocolViolation {
        hasEnded = true;
        parser.atEOF();
        step(EMPTY);
        if (!isComplete) {
            throw new ProtocolViolation("the response ended early");
        }
    }

    /** Whether the whole response has been parsed. */
    boolean isComplete() {
        return isComplete;
    }

    private void step(ByteBuffer input) throws ProtocolViolation {
        try {
            parser.parseNext(input);
        } catch (AssertionError e) {
            malformed(null, e);
        }
        ProtocolViolation found = violation;
        if (found != null) {
            violation = null;
            throw found;
        }
    }

    private void violated(String problem, @Nullable Throwable cause) {
        if (violation == null) {
            violation = new ProtocolViolation(problem, cause);
        }
    }

    @Override
    public void startResponse(HttpVersion version, int newStatus, @Nullable String newReason) {
        isHttp11 = version == HttpVersion.HTTP_1_1;
        status = newStatus;
        reason = newReason == null ? "" : decoded(newReason);
        if (reason.length() > MAX_LINE) {
            violated("the status line is longer than " + MAX_LINE + " bytes", null);
        }
    }

    @Override
    public void parsedHeader(HttpField field) {
        String value = field.getValue() == null ? "" : field.getValue();
        if (counts(field.getName(), value)) {
            fields.add(new Field(field.getName(), decoded(value)));
        }
    }

    @Override
    public void parsedTrailer(HttpField field) {
        counts(field.getName(), field.getValue() == null ? "" : field.getValue());
    }

    private boolean counts(String name, String value) {
        if (++fieldCount > MAX_FIELDS) {
            violated("more than " + MAX_FIELDS + " header fields", null);
        } else if (name.length() + value.length() > MAX_LINE) {
            violated("a header field is longer than " + MAX_LINE + " bytes", null);
        } else {
            return true;
        }
        return false;
    }

    /** The parser gives one character per byte; most servers that go beyond ASCII mean UTF-8. */
    private static String decoded(String bytes) {
        if (bytes.chars().allMatch(c -> c < 0x80)) {
            return bytes;
        }
        try {
            return UTF_8.newDecoder().decode(ISO_8859_1.encode(bytes)).toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }

    @Override
    public boolean headerComplete() {
        isHeadComplete = true;
        return true;
    }

    @Override
    public boolean content(ByteBuffer item) {
        slice = item;
        return true;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        isComplete = true;
        return true;
    }

    @Override
    public void badMessage(HttpException failure) {
        malformed(failure.getReason(), (Throwable) failure);
    }

    @Override
    public void earlyEOF() {
        malformed(null, null);
    }

    private void malformed(@Nullable String detail, @Nullable Throwable cause) {
        if (hasEnded) {
            violated("the response ended early", cause);
        } else {
            String part = isHeadComplete ? "malformed response body" : "malformed response head";
            violated(detail == null ? part : part + ": " + detail, cause);
        }
    }
}
