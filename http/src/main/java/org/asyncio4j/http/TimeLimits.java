package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.TimeoutException;
import org.asyncio4j.http.ClientTimeoutException.Phase;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/**
 * The limits of one request, its clock started. Loop-confined.
 *
 * <p>Only our own waiting runs inside, never code of the user, so a core TimeoutException that
 * comes out can only be ours.
 */
final class TimeLimits {
    private final ClientTimeout timeout;
    private final EventLoop loop;
    private final Duration start;
    private RequestUrl url;

    TimeLimits(ClientTimeout timeout, EventLoop loop, RequestUrl url) {
        this.timeout = timeout;
        this.loop = loop;
        this.start = loop.time();
        this.url = url;
    }

    /** The URL that messages name from here on. */
    void redirectedTo(RequestUrl next) {
        url = next;
    }

    RequestUrl url() {
        return url;
    }

    /** Runs {@code work} within what is left of the total and of the phase's own limit. */
    <T extends @Nullable Object> T within(Phase phase, Block<T, IOException> work)
            throws IOException {
        Duration limit = limitOf(phase);
        Duration left = left();
        Phase decisive = phase;
        if (left != null && (limit == null || left.compareTo(limit) <= 0)) {
            limit = left;
            decisive = Phase.TOTAL;
        }
        if (limit == null) {
            return work.await();
        }
        if (!limit.isPositive()) {
            throw expired(decisive);
        }
        try {
            return Asyncio.timeout(limit, work);
        } catch (TimeoutException e) {
            throw expired(decisive);
        }
    }

    private @Nullable Duration left() {
        Duration total = timeout.total();
        return total == null ? null : total.minus(loop.time().minus(start));
    }

    private @Nullable Duration limitOf(Phase phase) {
        return switch (phase) {
            case TOTAL -> timeout.total();
            case CONNECT -> timeout.connect();
            case SOCK_CONNECT -> timeout.sockConnect();
            case SOCK_READ -> timeout.sockRead();
        };
    }

    private ClientTimeoutException expired(Phase phase) {
        Duration limit = limitOf(phase);
        return new ClientTimeoutException(
                phase, limit == null ? Duration.ZERO : limit, url.toString());
    }
}
