package org.asyncio4j.http;

import java.nio.ByteBuffer;

/**
 * Holds the first 13 bytes of a response to {@code HTTP/1.x nnn} exactly, where the parser is
 * generous: it takes other cases and versions, empty lines before, several spaces.
 */
final class StatusLineGuard {
    private static final String PATTERN = "HTTP/1.v ddd";

    private int seen;

    void reset() {
        seen = 0;
    }

    /** Looks at what comes next without consuming it. */
    void check(ByteBuffer input) throws ProtocolViolation {
        for (int i = input.position(); i < input.limit() && seen <= PATTERN.length(); i++) {
            if (!isAllowed((char) (input.get(i) & 0xff))) {
                throw new ProtocolViolation("not an HTTP/1.1 status line");
            }
            seen++;
        }
    }

    private boolean isAllowed(char c) {
        if (seen == PATTERN.length()) {
            return c == ' ' || c == '\r';
        }
        char expected = PATTERN.charAt(seen);
        return switch (expected) {
            case 'v' -> c == '0' || c == '1';
            case 'd' -> HttpSyntax.isAsciiDigit(c);
            default -> c == expected;
        };
    }
}
