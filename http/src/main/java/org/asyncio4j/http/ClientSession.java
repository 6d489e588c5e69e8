package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.asyncio4j.lowlevel.EventLoop;

import java.io.IOException;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * Sends HTTP/1.1 requests and keeps connections for the next ones. A program has one session, or
 * one for each set of defaults, not one for each request.
 *
 * {@snippet :
 * try (var session = ClientSession.open(o -> o.withHeader("Accept", "text/html").withLimit(20))) {
 *     String page = session.get("http://example.com/", r -> r.param("q", "asyncio")).text();
 *     try (var created = session.post("http://example.com/items", r -> r.body("new"))) {
 *         created.raiseForStatus();
 *     }
 * }
 * }
 *
 * <p><b>URLs.</b> Blanks and characters beyond ASCII in path and query are encoded, international
 * host names are made ASCII; control characters are refused. User name and password in the URL
 * become a Basic {@code Authorization}. A fragment is kept in {@link ClientResponse#url()} and not
 * sent. A {@link URI} is given as {@code uri.toString()} where only a string is taken.
 *
 * <p><b>Loop.</b> A session belongs to the loop it was opened in. Any number of tasks of that loop
 * may use it at the same time; use from elsewhere is an {@link IllegalStateException}.
 *
 * <p><b>Cancellation.</b> A request that is cancelled closes its connection; the server may have
 * received all of it, part of it or nothing.
 *
 * <p><b>Connections.</b> At most {@link SessionOptions#limit()} at a time; requests beyond that
 * wait in line. A GET, HEAD, OPTIONS, TRACE, PUT or DELETE whose kept connection turns out to be
 * closed before any answer is sent once more on a new connection; nothing else is ever repeated.
 *
 * <p><b>https.</b> The server's certificate must be valid for the host and come from a trusted
 * authority; {@link SessionOptions#withTls} sets other ones. If it is not, the cause of the {@link
 * ClientConnectionException} is an {@link javax.net.ssl.SSLPeerUnverifiedException}, and the
 * message says what is wrong.
 *
 * <p><b>Errors.</b> {@link ClientException} lists them. Arguments that HTTP does not allow, CR and
 * LF in a header among them, are an {@link IllegalArgumentException}.
 *
 * <p><b>Differences from aiohttp.</b> Same defaults: 300 s in total, 100 connections, 15 s of
 * keep-alive, 10 redirects, gzip and deflate undone. Options are functions of immutable objects
 * instead of keyword arguments. Cookies, proxies, forms and middlewares are not there yet.
 */
public final class ClientSession implements AutoCloseable {
    private final SessionOptions options;
    private final EventLoop loop;
    private final ConnectionPool pool;
    private final Requests requests;
    private boolean isClosed;

    private ClientSession(SessionOptions options) {
        this.options = options;
        this.loop = Asyncio.getRunningLoop();
        this.pool = new ConnectionPool(options);
        this.requests = new Requests(pool);
    }

    /**
     * Opens a session with the defaults.
     *
     * @throws IllegalStateException if no loop is running
     */
    public static ClientSession open() {
        return open(UnaryOperator.identity());
    }

    /**
     * Opens a session with the defaults changed by {@code configure}.
     *
     * @throws IllegalStateException if no loop is running
     */
    public static ClientSession open(UnaryOperator<SessionOptions> configure) {
        return new ClientSession(configure.apply(SessionOptions.DEFAULT));
    }

    // ---- requests

    /** {@link #request(String, String, UnaryOperator)} with GET and no more options. */
    public ClientResponse get(String url) throws IOException {
        return request("GET", url);
    }

    /** {@link #request(String, String, UnaryOperator)} with GET. */
    public ClientResponse get(String url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request("GET", url, configure);
    }

    /** {@link #request(String, String, UnaryOperator)} with POST and no body. */
    public ClientResponse post(String url) throws IOException {
        return request("POST", url);
    }

    /** {@link #request(String, String, UnaryOperator)} with POST. */
    public ClientResponse post(String url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request("POST", url, configure);
    }

    /** {@link #request(String, String, UnaryOperator)} with PUT and no body. */
    public ClientResponse put(String url) throws IOException {
        return request("PUT", url);
    }

    /** {@link #request(String, String, UnaryOperator)} with PUT. */
    public ClientResponse put(String url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request("PUT", url, configure);
    }

    /** {@link #request(String, String, UnaryOperator)} with DELETE and no more options. */
    public ClientResponse delete(String url) throws IOException {
        return request("DELETE", url);
    }

    /** {@link #request(String, String, UnaryOperator)} with DELETE. */
    public ClientResponse delete(String url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request("DELETE", url, configure);
    }

    /** {@link #request(String, String, UnaryOperator)} with HEAD and no more options. */
    public ClientResponse head(String url) throws IOException {
        return request("HEAD", url);
    }

    /** {@link #request(String, String, UnaryOperator)} with HEAD. */
    public ClientResponse head(String url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request("HEAD", url, configure);
    }

    /** {@link #request(String, String, UnaryOperator)} with no more options. */
    public ClientResponse request(String method, String url) throws IOException {
        return request(method, url, UnaryOperator.identity());
    }

    /** {@link #request(String, String, UnaryOperator)} with no more options. */
    public ClientResponse request(String method, URI url) throws IOException {
        return request(method, url.toString());
    }

    /** {@link #request(String, String, UnaryOperator)}. */
    public ClientResponse request(String method, URI url, UnaryOperator<RequestOptions> configure)
            throws IOException {
        return request(method, url.toString(), configure);
    }

    /**
     * Sends a request, follows redirects, and returns the response when its head is there. The body
     * of the request may still be on its way then, and that of the response is still to be read.
     *
     * <p>Cancelled midway, the connection is closed; the server may have acted on the request.
     *
     * @param method any method but CONNECT; made upper case
     * @param url with or without what {@link RequestOptions#param} adds
     * @param configure what this request adds to the session's defaults
     * @throws ClientException if there is no response; its subclasses say why
     * @throws IllegalArgumentException for a method, a header or an option that HTTP does not allow
     * @throws IllegalStateException if the session is closed, or not of the running loop
     */
    public ClientResponse request(
            String method, String url, UnaryOperator<RequestOptions> configure) throws IOException {
        requireLoop();
        if (isClosed) {
            throw new IllegalStateException("the session is closed");
        }
        RequestUrl target = RequestUrl.parse(url);
        RequestOptions requestOptions =
                configure.apply(new RequestOptions(options.timeout(), options.autoDecompress()));
        OutgoingRequest request =
                OutgoingRequest.of(method, target, options.headers(), requestOptions);
        TimeLimits limits = new TimeLimits(requestOptions.timeout(), loop, request.url());
        return requests.send(request, requestOptions, limits);
    }

    private void requireLoop() {
        if (!Asyncio.getRunningLoop().equals(loop)) {
            throw new IllegalStateException("the session belongs to another event loop");
        }
    }

    // ---- the rest

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return isClosed;
    }

    /**
     * Closes the session: open responses are closed, requests under way fail with {@link
     * ClientConnectionException}, idle connections are closed and waited for. A second close does
     * nothing. Cancelled midway, everything is closed, but perhaps not waited for.
     *
     * @throws IllegalStateException if not called in the session's loop
     */
    @Override
    public void close() {
        requireLoop();
        if (!isClosed) {
            isClosed = true;
            pool.refuse();
            try {
                requests.close();
            } finally {
                pool.closeIdle();
            }
        }
    }

    @Override
    public String toString() {
        return "<ClientSession %s in_use=%d idle=%d waiting=%d>"
                .formatted(isClosed ? "closed" : "open", pool.taken(), pool.idle(), pool.waiting());
    }
}
