package org.asyncio4j.http;

import org.asyncio4j.http.RequestUrl.Param;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one request adds to its session's defaults. Given to a configuring function, which returns
 * the changed options:
 *
 * {@snippet :
 * session.get(url, r -> r.param("q", "x y").header("Accept", "text/html").timeout(seconds(5)));
 * session.post(url, r -> r.body("{}", "application/json"));
 * session.put(url, r -> r.body(inputStream));
 * }
 *
 * <p>Immutable: every method returns new options and leaves these as they are.
 *
 * <p><b>Differences from aiohttp.</b> {@code data=} is {@code body}; JSON is the caller's: {@code
 * body(json, "application/json")}.
 */
public final class RequestOptions {
    private Headers headers = Headers.empty();
    private List<Param> params = List.of();
    private RequestBody body = RequestBody.NONE;
    private ClientTimeout timeout;
    private boolean followsRedirects = true;
    private int maxRedirects = 10;
    private boolean decompresses;

    RequestOptions(ClientTimeout timeout, boolean decompresses) {
        this.timeout = timeout;
        this.decompresses = decompresses;
    }

    private RequestOptions(RequestOptions from) {
        headers = from.headers;
        params = from.params;
        body = from.body;
        timeout = from.timeout;
        followsRedirects = from.followsRedirects;
        maxRedirects = from.maxRedirects;
        decompresses = from.decompresses;
    }

    /**
     * Adds a query parameter behind those of the URL; name and value are encoded here. Parameters
     * do not go along with a redirect.
     */
    public RequestOptions param(String name, String value) {
        var options = new RequestOptions(this);
        options.params = new ArrayList<>(params);
        options.params.add(new Param(name, value));
        return options;
    }

    /**
     * Adds a header field, beside others of that name given here, instead of those of the session.
     *
     * @throws IllegalArgumentException for what HTTP does not allow, CR and LF among it
     */
    public RequestOptions header(String name, String value) {
        var options = new RequestOptions(this);
        options.headers = headers.with(name, value);
        return options;
    }

    /** Adds header fields, like {@link #header} each. */
    public RequestOptions headers(Headers more) {
        var options = new RequestOptions(this);
        for (Headers.Field field : more) {
            options.headers = options.headers.with(field.name(), field.value());
        }
        return options;
    }

    /** Sends text in UTF-8, as {@code text/plain; charset=utf-8} unless a header says otherwise. */
    public RequestOptions body(String text) {
        return body(text, "text/plain; charset=utf-8");
    }

    /** Sends text in UTF-8, as {@code contentType} unless a header says otherwise. */
    public RequestOptions body(String text, String contentType) {
        return withBody(RequestBody.of(text, contentType));
    }

    /** Sends bytes, as {@code application/octet-stream} unless a header says otherwise. */
    public RequestOptions body(byte[] data) {
        return body(data, "application/octet-stream");
    }

    /** Sends bytes, as {@code contentType} unless a header says otherwise. The array is copied. */
    public RequestOptions body(byte[] data, String contentType) {
        return withBody(RequestBody.of(data, contentType));
    }

    /**
     * Sends what a stream holds, in chunks. It is read off the loop, so it may block; it is not
     * closed. A request that is cancelled does not stop a read under way.
     *
     * <p>Can be sent once: a redirect that would repeat it is a {@link ClientPayloadException}.
     */
    public RequestOptions body(InputStream stream) {
        return withBody(new RequestBody.Blocking(stream));
    }

    /**
     * Sends pieces in chunks, each when the connection takes it: a collection, or a generator that
     * makes them as it goes. It is iterated in a task of the session, where it may suspend.
     *
     * <p>Can be sent once: a redirect that would repeat it is a {@link ClientPayloadException}.
     */
    public RequestOptions body(Iterable<byte[]> pieces) {
        return withBody(new RequestBody.Pieces(pieces.iterator()));
    }

    private RequestOptions withBody(RequestBody newBody) {
        var options = new RequestOptions(this);
        options.body = newBody;
        return options;
    }

    /** Limits the whole request, body of the response included; other limits stay. */
    public RequestOptions timeout(Duration total) {
        return timeout(t -> t.withTotal(total));
    }

    /** Changes the limits, beginning with those of the session. */
    public RequestOptions timeout(UnaryOperator<ClientTimeout> change) {
        var options = new RequestOptions(this);
        options.timeout = change.apply(timeout);
        return options;
    }

    /** Whether redirects are followed; they are, unless switched off. */
    public RequestOptions allowRedirects(boolean allow) {
        var options = new RequestOptions(this);
        options.followsRedirects = allow;
        return options;
    }

    /**
     * How many redirects are followed before {@link TooManyRedirectsException}; 10 by default.
     *
     * <p><b>Differences from aiohttp.</b> There the tenth redirect fails, here the eleventh; zero
     * follows none there is to follow, it does not mean unlimited.
     *
     * @throws IllegalArgumentException if negative
     */
    public RequestOptions maxRedirects(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("maxRedirects is negative: " + count);
        }
        var options = new RequestOptions(this);
        options.maxRedirects = count;
        return options;
    }

    /** Whether gzip and deflate are asked for and undone; otherwise the body comes as it is. */
    public RequestOptions autoDecompress(boolean decompress) {
        var options = new RequestOptions(this);
        options.decompresses = decompress;
        return options;
    }

    Headers headers() {
        return headers;
    }

    List<Param> params() {
        return params;
    }

    RequestBody body() {
        return body;
    }

    ClientTimeout timeout() {
        return timeout;
    }

    boolean followsRedirects() {
        return followsRedirects;
    }

    int maxRedirects() {
        return maxRedirects;
    }

    boolean decompresses() {
        return decompresses;
    }
}
