package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * The time given to some work was up. Unchecked, unlike {@link
 * java.util.concurrent.TimeoutException}, which is another class: mind the import.
 */
public final class TimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what took too long. */
    public TimeoutException(String message) {
        super(message);
    }

    TimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
