package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Connection;
import org.asyncio4j.Future;
import org.asyncio4j.TlsContext;
import org.asyncio4j.http.ClientTimeoutException.Phase;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The connections of a session: those in use are counted, those not in use are kept here. */
/*
 * Implementation notes. What is limited is places. A request takes a place first, by itself or by
 * waiting in line, and only then looks for an idle connection or makes one; so whoever holds a
 * place is the only one who has to give it back, on every way out.
 *
 *   places taken + idle connections <= limit      an idle connection of another origin is closed
 *                                                 to make room for a new one
 *   nobody waits who could be served              every change that frees something ends with
 *                                                 serveWaiters()
 *
 * A place given to a waiter counts as taken from that moment. A cancel that comes before the waiter
 * runs again does not take it away: the waiter gets it, and the cancel at its next suspension.
 *
 * The connection used last is used next. aiohttp takes the one unused longest, which keeps more
 * connections alive than the load needs, each of them closer to the server's own idle limit.
 */
final class ConnectionPool {
    private final int limit;
    private final int limitPerHost;
    private final Duration keepAlive;
    private final TlsContext tls;
    private final Map<Origin, ArrayDeque<HttpConnection>> idle = new HashMap<>();
    private final Map<Origin, Integer> takenByOrigin = new HashMap<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private int taken;
    private int idleCount;
    private long releases;
    private boolean isClosed;

    private record Waiter(Origin origin, RequestUrl url, Future<Boolean> turn) {}

    ConnectionPool(SessionOptions options) {
        limit = options.limit();
        limitPerHost = options.limitPerHost();
        keepAlive = options.keepAlive();
        tls = options.tls().withAlpn("http/1.1");
    }

    int taken() {
        return taken;
    }

    int idle() {
        return idleCount;
    }

    int waiting() {
        return waiters.size();
    }

    // ---- taking and giving back

    /**
     * A connection, to be given back by {@link #release} or {@link #discard}.
     *
     * @param mustBeNew whether an idle one will not do
     */
    HttpConnection acquire(RequestUrl url, boolean mustBeNew, TimeLimits limits)
            throws IOException {
        return limits.within(Phase.CONNECT, () -> acquire(url.origin(), mustBeNew, limits));
    }

    private HttpConnection acquire(Origin origin, boolean mustBeNew, TimeLimits limits)
            throws IOException {
        requireOpen(limits.url());
        takePlace(origin, limits.url());
        HttpConnection connection = null;
        try {
            connection = mustBeNew ? null : reuse(origin);
            if (connection == null) {
                connection = connect(origin, limits);
            }
            requireOpen(limits.url());
            return connection;
        } catch (Throwable e) {
            if (connection != null) {
                connection.abort();
            }
            freePlace(origin);
            throw e;
        }
    }

    private void requireOpen(RequestUrl url) throws ClientConnectionException {
        if (isClosed) {
            throw sessionClosed(url);
        }
    }

    /** Takes a connection back for the next request. */
    void release(HttpConnection connection) {
        if (isClosed || keepAlive.isZero()) {
            connection.abort();
        } else {
            idle.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>()).addLast(connection);
            idleCount++;
            connection.watch(new IdleWatch(keepAlive, () -> drop(connection)), ++releases);
        }
        freePlace(connection.origin());
    }

    /** Closes a connection that cannot be used again. */
    void discard(HttpConnection connection) {
        connection.abort();
        freePlace(connection.origin());
    }

    // ---- places

    private void takePlace(Origin origin, RequestUrl url) throws IOException {
        if (hasPlace(origin)) {
            countPlace(origin, 1);
            return;
        }
        var waiter = new Waiter(origin, url, Future.pending());
        waiters.addLast(waiter);
        try {
            waiter.turn.await();
        } finally {
            waiters.remove(waiter); // there only if it was not its turn
        }
    }

    private boolean hasPlace(Origin origin) {
        return (limit == 0 || taken < limit)
                && (limitPerHost == 0 || takenByOrigin.getOrDefault(origin, 0) < limitPerHost);
    }

    private void countPlace(Origin origin, int change) {
        taken += change;
        takenByOrigin.merge(origin, change, (a, b) -> a + b == 0 ? null : a + b);
    }

    private void freePlace(Origin origin) {
        countPlace(origin, -1);
        serveWaiters();
    }

    private void serveWaiters() {
        Iterator<Waiter> line = waiters.iterator();
        while (line.hasNext() && (limit == 0 || taken < limit)) {
            Waiter waiter = line.next();
            if (waiter.turn.isDone()) {
                line.remove(); // cancelled, and has not run since
            } else if (hasPlace(waiter.origin)) {
                line.remove();
                countPlace(waiter.origin, 1);
                waiter.turn.setResult(true);
            }
        }
    }

    // ---- connections

    private @Nullable HttpConnection reuse(Origin origin) {
        while (true) {
            ArrayDeque<HttpConnection> candidates = idle.get(origin);
            if (candidates == null) {
                return null;
            }
            HttpConnection connection = candidates.getLast();
            removeIdle(connection);
            boolean isUsable = false;
            try {
                isUsable = connection.stopWatch() && connection.isClean();
            } finally {
                if (!isUsable) {
                    connection.abort();
                }
            }
            if (isUsable) {
                return connection;
            }
        }
    }

    private HttpConnection connect(Origin origin, TimeLimits limits) throws IOException {
        while (limit > 0 && taken + idleCount > limit) {
            drop(oldestIdle());
        }
        ParserLoading.await();
        try {
            Connection connection =
                    limits.within(
                            Phase.SOCK_CONNECT,
                            () ->
                                    Asyncio.openConnection(
                                            origin.host(),
                                            origin.port(),
                                            o -> origin.isSecure() ? o.withTls(tls) : o));
            return new HttpConnection(origin, connection);
        } catch (ClientException e) {
            throw e;
        } catch (IOException e) {
            throw new ClientConnectionException("no connection", limits.url().toString(), e);
        }
    }

    private HttpConnection oldestIdle() {
        HttpConnection oldest = null;
        for (ArrayDeque<HttpConnection> connections : idle.values()) {
            HttpConnection candidate = connections.getFirst();
            if (oldest == null || candidate.idleOrder() < oldest.idleOrder()) {
                oldest = candidate;
            }
        }
        if (oldest == null) {
            throw new AssertionError("counted idle connections that are not there");
        }
        return oldest;
    }

    /** Closes an idle connection, if it is still idle. */
    private void drop(HttpConnection connection) {
        if (removeIdle(connection)) {
            connection.abort();
        }
    }

    private boolean removeIdle(HttpConnection connection) {
        ArrayDeque<HttpConnection> connections = idle.get(connection.origin());
        if (connections == null || !connections.remove(connection)) {
            return false;
        }
        if (connections.isEmpty()) {
            idle.remove(connection.origin());
        }
        idleCount--;
        return true;
    }

    // ---- the end

    /** Refuses who waits and who comes. */
    void refuse() {
        isClosed = true;
        for (Waiter waiter : waiters) {
            if (!waiter.turn.isDone()) {
                waiter.turn.setException(sessionClosed(waiter.url));
            }
        }
        waiters.clear();
    }

    /** Closes what is idle and waits for that. */
    void closeIdle() {
        List<HttpConnection> connections = new ArrayList<>();
        idle.values().forEach(connections::addAll);
        idle.clear();
        idleCount = 0;
        try {
            for (HttpConnection connection : connections) {
                closeQuietly(connection);
            }
        } finally {
            connections.forEach(HttpConnection::abort);
        }
    }

    private static void closeQuietly(HttpConnection connection) {
        try {
            connection.stopWatch();
            connection.close();
        } catch (IOException e) {
            connection.abort(); // it was of no use to anyone
        }
    }

    private static ClientConnectionException sessionClosed(RequestUrl url) {
        return new ClientConnectionException(
                "the session was closed before there was a connection", url.toString(), null);
    }
}
