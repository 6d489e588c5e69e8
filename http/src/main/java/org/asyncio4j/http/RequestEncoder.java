package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.asyncio4j.http.Headers.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the head of a request. Whatever could end a line early is refused with {@link
 * IllegalArgumentException}, wherever it comes from.
 */
final class RequestEncoder {
    private static final Set<String> EXPECTS_CONTENT = Set.of("POST", "PUT", "PATCH");
    private static final String USER_AGENT = "asyncio4j/" + version();

    private RequestEncoder() {}

    private static String version() {
        String version = RequestEncoder.class.getPackage().getImplementationVersion();
        if (version == null) {
            var descriptor = RequestEncoder.class.getModule().getDescriptor();
            version = descriptor == null ? null : descriptor.rawVersion().orElse(null);
        }
        return version == null ? "dev" : version;
    }

    /** What is sent: the request's own headers and ours, always in the same order. */
    static Headers headers(OutgoingRequest request) {
        Headers own = request.headers();
        requireConsistent(own, request.body());
        var all = new ArrayList<Field>();
        addDefault(all, own, "Host", request.url().origin().authority());
        addDefault(all, own, "User-Agent", USER_AGENT);
        addDefault(all, own, "Accept", "*/*");
        if (request.decompresses()) {
            addDefault(all, own, "Accept-Encoding", "gzip, deflate");
        }
        for (Field field : own) {
            if (!field.name().equalsIgnoreCase("Content-Length")) {
                all.add(field);
            }
        }
        String contentType = request.body().contentType();
        if (contentType != null) {
            addDefault(all, own, "Content-Type", contentType);
        }
        addFraming(all, request);
        return Headers.ofFields(all);
    }

    private static void addDefault(List<Field> all, Headers own, String name, String value) {
        if (!own.contains(name)) {
            all.add(new Field(name, value));
        }
    }

    private static void addFraming(List<Field> all, OutgoingRequest request) {
        RequestBody body = request.body();
        if (!(body instanceof RequestBody.Fixed fixed)) {
            all.add(new Field("Transfer-Encoding", "chunked"));
        } else if (body.isGiven() || EXPECTS_CONTENT.contains(request.method())) {
            all.add(new Field("Content-Length", Integer.toString(fixed.data().length)));
        }
    }

    /** Framing is ours: two opinions on where a request ends are how requests are smuggled. */
    private static void requireConsistent(Headers own, RequestBody body) {
        if (own.getAll("Host").size() > 1) {
            throw new IllegalArgumentException("more than one Host header");
        }
        if (own.contains("Transfer-Encoding")) {
            throw new IllegalArgumentException("Transfer-Encoding is set by the client itself");
        }
        List<String> lengths = own.getAll("Content-Length");
        boolean isRight =
                body instanceof RequestBody.Fixed fixed
                        && lengths.equals(List.of("" + fixed.data().length));
        if (!lengths.isEmpty() && !isRight) {
            throw new IllegalArgumentException(
                    "Content-Length is set by the client itself; this one is wrong: " + lengths);
        }
    }

    /** The bytes up to and with the empty line. */
    static byte[] head(String method, String target, Headers headers) {
        var head = new StringBuilder(256);
        head.append(HttpSyntax.requireMethod(method))
                .append(' ')
                .append(HttpSyntax.requireTarget(target))
                .append(" HTTP/1.1\r\n");
        for (Field field : headers) {
            head.append(HttpSyntax.requireHeaderName(field.name()))
                    .append(": ")
                    .append(HttpSyntax.requireHeaderValue(field.name(), field.value()))
                    .append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(UTF_8);
    }
}
