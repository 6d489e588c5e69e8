package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * The user pressed Ctrl-C. Thrown by {@link Asyncio#run} after the main task was cancelled and has
 * ended; a program that does not catch it exits with code 130.
 */
public final class KeyboardInterrupt extends Error {
    private static final long serialVersionUID = 1L;

    KeyboardInterrupt(@Nullable Throwable cause) {
        super("interrupted by Ctrl-C", cause);
    }
}
