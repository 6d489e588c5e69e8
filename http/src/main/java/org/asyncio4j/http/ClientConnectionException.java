package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection to the server, or it ended before the response began. {@link #getCause()}
 * tells more where there is more: an unknown host, a refused connection, a reset.
 *
 * <p>Whether the server acted on the request is not known when the connection ended after it was
 * sent.
 */
@SuppressWarnings("serial")
public final class ClientConnectionException extends ClientException {
    ClientConnectionException(String problem, String url, @Nullable Throwable cause) {
        super(
                "%s (%s)%s".formatted(problem, url, cause == null ? "" : ": " + describe(cause)),
                url,
                cause);
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
