package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Task;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Carries requests out: connection, exchange, one repetition, redirects. Loop-confined. */
final class Requests {
    private final ConnectionPool pool;
    private final Set<Exchange> active = new LinkedHashSet<>();

    Requests(ConnectionPool pool) {
        this.pool = pool;
    }

    /** Follows redirects as the options say; whatever is thrown, nothing stays open. */
    ClientResponse send(OutgoingRequest first, RequestOptions options, TimeLimits limits)
            throws IOException {
        List<ClientResponse> history = new ArrayList<>();
        OutgoingRequest request = first;
        while (true) {
            ClientResponse response = sendOnce(request, history, limits);
            boolean isLast =
                    !options.followsRedirects()
                            || !Redirects.isRedirect(response.status(), response.headers());
            if (isLast) {
                return response;
            }
            response.close();
            history.add(response);
            request = Redirects.next(request, response.status(), response.headers());
            if (history.size() > options.maxRedirects()) {
                throw new TooManyRedirectsException(history, request.url());
            }
            limits.redirectedTo(request.url());
        }
    }

    private ClientResponse sendOnce(
            OutgoingRequest request, List<ClientResponse> history, TimeLimits limits)
            throws IOException {
        byte[] encoded = request.encode();
        Exchange exchange = open(request, false, limits);
        ResponseHead head;
        try {
            head = exchange.start(encoded);
        } catch (ClientConnectionException e) {
            // A server may close an idle connection at the moment we use it.
            if (!exchange.wentUnanswered() || !request.isRepeatable()) {
                throw e;
            }
            exchange = open(request, true, limits);
            head = exchange.start(encoded);
        }
        return new ClientResponse(request, head, history, exchange);
    }

    private Exchange open(OutgoingRequest request, boolean mustBeNew, TimeLimits limits)
            throws IOException {
        HttpConnection connection = pool.acquire(request.url(), mustBeNew, limits);
        return new Exchange(request, pool, connection, limits, active);
    }

    /** Ends what is under way; who waits for it gets a {@link ClientConnectionException}. */
    void close() {
        Set<Task<?>> uploads = new LinkedHashSet<>();
        for (Exchange exchange : List.copyOf(active)) {
            Task<Void> upload = exchange.uploadTask();
            if (upload != null) {
                uploads.add(upload);
            }
            exchange.abandon(
                    new ClientConnectionException(
                            "the session was closed", exchange.requestUrl().toString(), null));
        }
        if (!uploads.isEmpty()) {
            var _ = Asyncio.waitAll(uploads);
        }
    }
}
