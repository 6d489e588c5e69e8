package org.asyncio4j.http;

/** A status of 400 or more, made an exception by {@link ClientResponse#raiseForStatus()}. */
@SuppressWarnings("serial")
public final class ClientResponseException extends ClientException {
    private final int status;
    private final String reason;
    private final Headers headers;

    ClientResponseException(int status, String reason, String url, Headers headers) {
        super("%d%s (%s)".formatted(status, reason.isEmpty() ? "" : " " + reason, url), url, null);
        this.status = status;
        this.reason = reason;
        this.headers = headers;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** What the server wrote behind the status code; empty if nothing. */
    public String reason() {
        return reason;
    }

    /** The response's header fields, {@code Retry-After} perhaps. */
    public Headers headers() {
        return headers;
    }
}
