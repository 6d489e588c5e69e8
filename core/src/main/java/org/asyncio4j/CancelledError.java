package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * The work was cancelled. Thrown where a task is suspended, so that its {@code finally} blocks run.
 *
 * <p>An {@link Error}, so that {@code catch (Exception e)} does not swallow it: who catches it
 * should clean up and throw it on. In debug mode the stack of whoever cancelled is among the
 * suppressed exceptions. Models {@code asyncio.CancelledError}; that it knows its origin is an
 * addition.
 */
public final class CancelledError extends Error {
    private static final long serialVersionUID = 1L;

    private final @Nullable String origin;

    /** Makes an error with the reason given to {@link Task#cancel(String)}, if any. */
    public CancelledError(@Nullable String message) {
        super(message);
        this.origin = null;
    }

    CancelledError(Cancellation cancellation) {
        this(cancellation, null);
    }

    CancelledError(Cancellation cancellation, @Nullable Throwable cause) {
        super(cancellation.reason(), cause);
        this.origin = cancellation.origin();
        if (cancellation.stack() != null) {
            addSuppressed(cancellation.stack());
        }
    }

    /**
     * Who cancelled, and from where if that was the program's own code: {@code task 'watcher' at
     * Main.java:12}, {@code timeout of 2 s}. Null if the error was not made by a cancel. For
     * people, not for programs.
     */
    public @Nullable String origin() {
        return origin;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message is the reason alone
    public String toString() {
        return origin == null ? super.toString() : super.toString() + " [by " + origin + "]";
    }
}
