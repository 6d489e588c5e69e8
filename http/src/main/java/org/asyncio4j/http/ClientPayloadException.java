package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/**
 * A body is damaged: cut off, wrongly framed or wrongly compressed; or a request body that can be
 * read once only would have to be sent again.
 */
@SuppressWarnings("serial")
public final class ClientPayloadException extends ClientException {
    ClientPayloadException(String problem, String url, @Nullable Throwable cause) {
        super("%s (%s)".formatted(problem, url), url, cause);
    }
}
