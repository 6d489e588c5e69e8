package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What {@link Asyncio#staggeredRace} returns.
 *
 * @param value the winner's result, null if nobody won
 * @param winner the position of the work that won, {@link #NONE} if nobody did
 * @param errors for each work that was started its error, a {@link CancelledError} for those that
 *     lost, null for the winner
 * @param <T> the type of the result
 */
public record RaceResult<T extends @Nullable Object>(
        @Nullable T value, int winner, List<@Nullable Throwable> errors) {
    /** The position when nobody won. */
    public static final int NONE = -1;

    /** Whether one of the works succeeded. */
    public boolean hasWinner() {
        return winner != NONE;
    }
}
