package org.asyncio4j.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * One request as it goes to one server: a redirect makes the next one.
 *
 * @param method in upper case
 * @param headers those of session and user; what is always sent is added when it is encoded
 * @param decompresses whether we ask for compressed bodies
 */
record OutgoingRequest(
        String method, RequestUrl url, Headers headers, RequestBody body, boolean decompresses) {

    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    static OutgoingRequest of(
            String method, RequestUrl url, Headers sessionHeaders, RequestOptions options) {
        String name = HttpSyntax.requireMethod(method).toUpperCase(Locale.ROOT);
        if (name.equals("CONNECT")) {
            throw new IllegalArgumentException("CONNECT makes a tunnel, it is not a request");
        }
        RequestUrl full = url.withParams(options.params());
        Headers headers = options.headers().over(sessionHeaders);
        String userInfo = url.userInfo();
        if (userInfo != null) {
            if (options.headers().contains("Authorization")) {
                throw new IllegalArgumentException(
                        "credentials both in the URL and in an Authorization header");
            }
            headers = headers.withOnly("Authorization", basic(userInfo));
        }
        return new OutgoingRequest(name, full, headers, options.body(), options.decompresses());
    }

    /** RFC 7617, the user info percent-decoded. */
    static String basic(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        var credentials = new ByteArrayOutputStream();
        credentials.writeBytes(PercentEncoding.decode(user));
        credentials.write(':');
        credentials.writeBytes(PercentEncoding.decode(password));
        return "Basic " + Base64.getEncoder().encodeToString(credentials.toByteArray());
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether a second sending does no harm and is possible. */
    boolean isRepeatable() {
        return IDEMPOTENT.contains(method) && body.isReplayable();
    }

    /** The head in bytes, and behind it the body if that is small. */
    byte[] encode() {
        byte[] head = RequestEncoder.head(method, url.target(), RequestEncoder.headers(this));
        if (!hasSmallBody()) {
            return head;
        }
        byte[] content = ((RequestBody.Fixed) body).data();
        byte[] message = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, message, head.length, content.length);
        return message;
    }

    /** Small enough to be written at once with the head, never waiting for the server to read. */
    boolean hasSmallBody() {
        return body instanceof RequestBody.Fixed fixed && fixed.data().length <= 16 * 1024;
    }

    @Override
    public String toString() {
        return method + " " + url;
    }
}
