package org.asyncio4j.lowlevel;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong and there is nobody left to throw it at. Given to the loop's exception
 * handler.
 *
 * @param message what happened
 * @param exception the error, if there is one
 * @param subject the task, future, handle or transport it happened to, if known
 */
public record ExceptionContext(
        String message, @Nullable Throwable exception, @Nullable Object subject) {
    /** A context with a message alone. */
    public static ExceptionContext of(String message) {
        return new ExceptionContext(message, null, null);
    }
}
