package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/** What the server sent is not the head of an HTTP/1.1 response; the connection was closed. */
@SuppressWarnings("serial")
public final class ClientProtocolException extends ClientException {
    ClientProtocolException(String problem, String url, @Nullable Throwable cause) {
        super("%s (%s)".formatted(problem, url), url, cause);
    }
}
