package org.asyncio4j.http;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not what HTTP, gzip or deflate allow. Raised where no URL is known; becomes a
 * {@link ClientProtocolException} or {@link ClientPayloadException} on its way out.
 */
@SuppressWarnings("serial")
final class ProtocolViolation extends Exception {
    private final String problem;

    ProtocolViolation(String problem) {
        this(problem, null);
    }

    ProtocolViolation(String problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }
}
