package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * The work was cancelled. Thrown where a task is suspended, so that its {@code finally} blocks run.
 *
 * <p>An {@link Error}, so that {@code catch (Exception e)} does not swallow it: who catches it
 * should clean up and throw it on. Models {@code asyncio.CancelledError}.
 */
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1L;

    /** Makes an error with the reason given to {@link Task#cancel(String)}, if any. */
    public CancelledError(@Nullable String message) {
        super(message);
    }

    CancelledError(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
