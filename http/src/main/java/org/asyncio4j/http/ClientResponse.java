package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A response whose head has arrived and whose body is still to be read.
 *
 * <p>The connection is the response's own until the body has been read to its end; then it goes
 * back to the session by itself. A response that is not read to the end must be closed, so open it
 * in a try block:
 *
 * {@snippet :
 * try (var response = session.get("http://example.com/")) {
 *     IO.println(response.status() + " " + response.contentType());
 *     IO.println(response.raiseForStatus().text());
 * }
 * }
 *
 * <p>{@code session.get(url).text()} alone is complete, too: it reads to the end or fails, and the
 * connection is given back either way.
 *
 * <p>Confined to the session's loop.
 *
 * <p><b>Differences from aiohttp.</b> {@code read()} is {@link #readAllBytes()}, {@code content} is
 * {@link #body()}. {@code text()} replaces bytes that are not of the charset by U+FFFD, where
 * Python raises UnicodeDecodeError. JSON is the caller's.
 */
public final class ClientResponse implements AutoCloseable {
    private final String method;
    private final RequestUrl url;
    private final ResponseHead head;
    private final List<ClientResponse> history;
    private final Exchange exchange;
    private final BodyReader body;
    private byte @Nullable [] content;

    ClientResponse(
            OutgoingRequest request,
            ResponseHead head,
            List<ClientResponse> history,
            Exchange exchange) {
        this.method = request.method();
        this.url = request.url();
        this.head = head;
        this.history = List.copyOf(history);
        this.exchange = exchange;
        boolean isCompressed = request.decompresses() && !exchange.isOver();
        this.body =
                new BodyReader(exchange, isCompressed ? ContentDecoder.of(head.headers()) : null);
    }

    // ---- the head

    /** The status code, from 200 to 999. */
    public int status() {
        return head.status();
    }

    /** What the server wrote behind the status code; empty if nothing. */
    public String reason() {
        return head.reason();
    }

    /** Whether the status is below 400. */
    public boolean ok() {
        return head.status() < 400;
    }

    /** The header fields in their order; well-known names in their usual spelling. */
    public Headers headers() {
        return head.headers();
    }

    /** The method of the request that this answers; after a redirect it may have become GET. */
    public String method() {
        return method;
    }

    /**
     * The URL that this answers: after redirects the last one, with the parameters, without user
     * name and password.
     */
    public URI url() {
        return url.toUri();
    }

    /** The redirecting responses before this one, in order, all closed. */
    public List<ClientResponse> history() {
        return history;
    }

    /**
     * Type and subtype of the body in lower case, without parameters; {@code
     * application/octet-stream} if the server did not say.
     */
    public String contentType() {
        return mediaType().type();
    }

    /** The charset that the server named, if it named one that this JVM knows. */
    public Optional<Charset> charset() {
        return mediaType().charset();
    }

    private MediaType mediaType() {
        return MediaType.parse(headers().get("Content-Type").orElse(""));
    }

    /** The {@code Content-Length}, in bytes as they were sent: before decompressing. */
    public OptionalLong contentLength() {
        return head.contentLength();
    }

    /**
     * Throws for a status of 400 or more, after closing this response; else returns this.
     *
     * <p>Who wants to read what the server says about an error looks at {@link #ok()} instead.
     */
    public ClientResponse raiseForStatus() throws ClientResponseException {
        if (!ok()) {
            close();
            throw new ClientResponseException(status(), reason(), url.toString(), headers());
        }
        return this;
    }

    // ---- the body

    /** The body as a stream, with a bound on memory. */
    public BodyReader body() {
        return body;
    }

    /**
     * The whole body as text, in the charset that the server named, else in UTF-8. May be called
     * again, after closing as well.
     *
     * <p>Cancelled midway, the connection is closed and the body is lost.
     *
     * @throws ClientPayloadException if the body is cut off or damaged
     * @throws ClientTimeoutException if a limit passed
     * @throws IllegalStateException if the response was closed before
     */
    public String text() throws IOException {
        return text(charset().orElse(UTF_8));
    }

    /** {@link #text()} in a given charset, whatever the server says. */
    public String text(Charset charset) throws IOException {
        return new String(content(), charset);
    }

    /** The whole body; else like {@link #text()}. What {@link #body()} has read is not in it. */
    public byte[] readAllBytes() throws IOException {
        return content().clone();
    }

    private byte[] content() throws IOException {
        byte[] known = content;
        if (known == null) {
            known = body.readAllBytes();
            content = known;
        }
        return known;
    }

    /**
     * Ends the response; reading its body throws from now on. A connection whose response was not
     * read to the end is closed, unless the rest has arrived already. Never suspends; a second
     * close does nothing.
     */
    @Override
    public void close() {
        body.close();
    }

    @Override
    public String toString() {
        return "<ClientResponse [%d%s] %s %s%s>"
                .formatted(
                        status(),
                        reason().isEmpty() ? "" : " " + HttpSyntax.visible(reason()),
                        method,
                        url,
                        exchange.isOver() ? "" : " open");
    }
}
