package org.asyncio4j.http;

import org.asyncio4j.TlsContext;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How a {@link ClientSession} is set up, for {@link ClientSession#open(UnaryOperator)}. Immutable.
 *
 * @param headers sent with every request that does not bring its own of the same name
 * @param timeout the limits of a request that does not set its own
 * @param limit the most connections at a time, in use and idle; 0 is unlimited
 * @param limitPerHost the most connections in use at a time to one scheme, host and port; 0 is
 *     unlimited
 * @param keepAlive how long an unused connection is kept for the next request; zero closes it at
 *     once
 * @param autoDecompress whether gzip and deflate are asked for and undone
 * @param tls how {@code https} is spoken
 */
public record SessionOptions(
        Headers headers,
        ClientTimeout timeout,
        int limit,
        int limitPerHost,
        Duration keepAlive,
        boolean autoDecompress,
        TlsContext tls) {

    static final SessionOptions DEFAULT =
            new SessionOptions(
                    Headers.empty(),
                    ClientTimeout.DEFAULT,
                    100,
                    0,
                    Duration.ofSeconds(15),
                    true,
                    TlsContext.client());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number is negative, or the TLS context one for servers
     */
    public SessionOptions {
        if (limit < 0 || limitPerHost < 0 || keepAlive.isNegative()) {
            throw new IllegalArgumentException("limits and keepAlive may not be negative");
        }
        if (tls.isServer()) {
            throw new IllegalArgumentException("a client needs a client's context: " + tls);
        }
    }

    /**
     * With a header for every request, in place of earlier ones of that name.
     *
     * @throws IllegalArgumentException for what HTTP does not allow, CR and LF among it
     */
    public SessionOptions withHeader(String name, String value) {
        return withHeaders(headers.withOnly(name, value));
    }

    /** With these headers for every request, and no others. */
    public SessionOptions withHeaders(Headers newHeaders) {
        return new SessionOptions(
                newHeaders, timeout, limit, limitPerHost, keepAlive, autoDecompress, tls);
    }

    /** With a limit on the whole of each request; other limits stay. */
    public SessionOptions withTimeout(Duration total) {
        return withTimeout(t -> t.withTotal(total));
    }

    /** With the limits changed. */
    public SessionOptions withTimeout(UnaryOperator<ClientTimeout> change) {
        return new SessionOptions(
                headers,
                change.apply(timeout),
                limit,
                limitPerHost,
                keepAlive,
                autoDecompress,
                tls);
    }

    /** With at most {@code connections} at a time; 0 is unlimited. */
    public SessionOptions withLimit(int connections) {
        return new SessionOptions(
                headers, timeout, connections, limitPerHost, keepAlive, autoDecompress, tls);
    }

    /** With at most {@code connections} in use at a time to one host; 0 is unlimited. */
    public SessionOptions withLimitPerHost(int connections) {
        return new SessionOptions(
                headers, timeout, limit, connections, keepAlive, autoDecompress, tls);
    }

    /** With unused connections kept for {@code idle}; zero keeps none. */
    public SessionOptions withKeepAlive(Duration idle) {
        return new SessionOptions(headers, timeout, limit, limitPerHost, idle, autoDecompress, tls);
    }

    /** With gzip and deflate undone, or bodies left as they come. */
    public SessionOptions withAutoDecompress(boolean decompress) {
        return new SessionOptions(
                headers, timeout, limit, limitPerHost, keepAlive, decompress, tls);
    }

    /**
     * With another way to speak {@code https}: other authorities to trust, a certificate of our
     * own. {@link TlsContext#client()} unless set. The protocol offered by ALPN is always {@code
     * http/1.1}.
     */
    public SessionOptions withTls(TlsContext context) {
        return new SessionOptions(
                headers, timeout, limit, limitPerHost, keepAlive, autoDecompress, context);
    }
}
