package org.asyncio4j.http;

import java.util.List;
import java.util.OptionalLong;

/**
 * Status line and header fields of a response.
 *
 * @param isHttp11 false for HTTP/1.0
 * @param reason empty if the server wrote none
 */
record ResponseHead(boolean isHttp11, int status, String reason, Headers headers) {

    /** Whether the server will take another request on this connection. */
    boolean keepsAlive() {
        return isHttp11
                ? !headers.hasToken("Connection", "close")
                : headers.hasToken("Connection", "keep-alive");
    }

    OptionalLong contentLength() {
        List<String> values = headers.getAll("Content-Length");
        return values.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(values.getFirst()));
    }
}
