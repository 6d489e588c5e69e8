package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One request to cancel: why, by whom and from where. The same object goes with the request through
 * every future and task it is passed on to, and into each {@link CancelledError} that comes of it.
 *
 * @param reason the message of the errors
 * @param by who asked, for people
 * @param at where in the program it was asked for; null if the library asked by itself
 * @param isOfBlock whether a block asked, such as a time limit, that will take the request back
 * @param within the scope that this block stands in: shields further out let the request pass,
 *     because it does not come from outside of them
 * @param stack the stack of whoever asked, in debug mode
 */
record Cancellation(
        @Nullable String reason,
        String by,
        @Nullable String at,
        boolean isOfBlock,
        @Nullable CancelScope within,
        @Nullable Throwable stack) {

    /** A request by the code that calls. */
    static Cancellation here(@Nullable String reason) {
        Loop loop = Loop.runningOrNull();
        boolean debug = loop != null && loop.isDebug();
        return new Cancellation(
                reason,
                caller(),
                Site.ofCaller().location(),
                false,
                null,
                debug ? new Throwable("cancelled here") : null);
    }

    /** A request by the library. */
    static Cancellation by(String who, @Nullable String reason) {
        return new Cancellation(reason, who, null, false, null, null);
    }

    /** A request by a block of the library that stands in the given scope. */
    static Cancellation byBlock(String block, @Nullable CancelScope within) {
        return new Cancellation(null, block, null, true, within, null);
    }

    private static String caller() {
        Task<?> task = Task.currentOrNull();
        if (task != null) {
            return "task '" + task.name() + "'";
        }
        return Strand.current() != null
                ? "a callback"
                : "thread '" + Thread.currentThread().getName() + "'";
    }

    /** Who and from where. */
    String origin() {
        return at == null ? by : by + " at " + at;
    }

    @Override
    public String toString() {
        return "cancelled by " + origin() + (reason == null ? "" : ": " + reason);
    }
}
