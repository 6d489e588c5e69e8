package org.asyncio4j.http;

import java.time.Duration;

/** A limit of {@link ClientTimeout} has passed; the connection was closed. */
@SuppressWarnings("serial")
public final class ClientTimeoutException extends ClientException {
    /** Which limit of {@link ClientTimeout} it was. */
    public enum Phase {
        /** The whole request, its redirects and the body of the response included. */
        TOTAL("the request took longer than %s in all"),
        /** The wait for a free place in the pool and for the new connection, together. */
        CONNECT("no connection within %s, the wait for a free place in the pool included"),
        /** Name look-up and connecting. */
        SOCK_CONNECT("not connected within %s"),
        /** The silence between two reads. */
        SOCK_READ("nothing came from the server for %s");

        private final String message;

        Phase(String message) {
            this.message = message;
        }
    }

    private final Phase phase;

    ClientTimeoutException(Phase phase, Duration limit, String url) {
        super("%s (%s)".formatted(phase.message.formatted(seconds(limit)), url), url, null);
        this.phase = phase;
    }

    /** Which limit has passed. */
    public Phase phase() {
        return phase;
    }

    private static String seconds(Duration limit) {
        double seconds = limit.toNanos() / 1e9;
        return (seconds == Math.rint(seconds) ? Long.toString((long) seconds) : "" + seconds)
                + " s";
    }
}
