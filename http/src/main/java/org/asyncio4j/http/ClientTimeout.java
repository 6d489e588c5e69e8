package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long a request may take, as a whole and in its parts. A limit that is null is none.
 *
 * <p>A limit that passes ends the request with {@link ClientTimeoutException}, which says which one
 * it was, and closes the connection.
 *
 * {@snippet :
 * ClientSession.open(o -> o.withTimeout(t -> t.withTotal(seconds(30)).withSockRead(seconds(5))));
 * }
 *
 * <p><b>Differences from aiohttp.</b> Same names, same defaults. Limits are not rounded up to whole
 * seconds.
 *
 * @param total everything: the wait for a place in the pool, connecting, redirects, sending, and
 *     the response up to the last byte of its body
 * @param connect the wait for a place in the pool and connecting, together
 * @param sockConnect name look-up and connecting
 * @param sockRead the silence between two reads from the server
 */
public record ClientTimeout(
        @Nullable Duration total,
        @Nullable Duration connect,
        @Nullable Duration sockConnect,
        @Nullable Duration sockRead) {

    /** 300 s in total, 30 s to connect. */
    public static final ClientTimeout DEFAULT =
            new ClientTimeout(Duration.ofSeconds(300), null, Duration.ofSeconds(30), null);

    /** No limit at all. */
    public static final ClientTimeout NONE = new ClientTimeout(null, null, null, null);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is zero or negative
     */
    public ClientTimeout {
        requirePositive("total", total);
        requirePositive("connect", connect);
        requirePositive("sockConnect", sockConnect);
        requirePositive("sockRead", sockRead);
    }

    private static void requirePositive(String name, @Nullable Duration limit) {
        if (limit != null && !limit.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive: " + limit);
        }
    }

    /** These limits with another one for the whole request. */
    public ClientTimeout withTotal(@Nullable Duration limit) {
        return new ClientTimeout(limit, connect, sockConnect, sockRead);
    }

    /** These limits with another one for getting a connection. */
    public ClientTimeout withConnect(@Nullable Duration limit) {
        return new ClientTimeout(total, limit, sockConnect, sockRead);
    }

    /** These limits with another one for making a connection. */
    public ClientTimeout withSockConnect(@Nullable Duration limit) {
        return new ClientTimeout(total, connect, limit, sockRead);
    }

    /** These limits with another one for silence. */
    public ClientTimeout withSockRead(@Nullable Duration limit) {
        return new ClientTimeout(total, connect, sockConnect, limit);
    }
}
