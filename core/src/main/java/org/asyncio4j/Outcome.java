package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * How something ended, as a value: see {@link Future#outcome} and {@link Asyncio#gatherOutcomes}.
 *
 * <pre>{@code
 * switch (outcome) {
 *     case Outcome.Success(String page) -> save(page);
 *     case Outcome.Failure(IOException e) -> retryLater(e);
 *     case Outcome.Failure(var e) -> throw new AssertionError(e);
 *     case Outcome.Cancelled(var e) -> {}
 * }
 * }</pre>
 *
 * @param <T> the type of the result
 */
public sealed interface Outcome<T extends @Nullable Object> {
    /** It ended with a value. */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** It failed. */
    record Failure<T extends @Nullable Object>(Throwable error) implements Outcome<T> {}

    /** It was cancelled. */
    record Cancelled<T extends @Nullable Object>(CancelledError error) implements Outcome<T> {}

    /** The value; throws the error or {@link CancelledError} otherwise, as it is. */
    default T result() {
        return switch (this) {
            case Success<T>(T value) -> value;
            case Failure<T>(Throwable error) -> throw Works.sneaky(error);
            case Cancelled<T>(CancelledError error) -> throw error;
        };
    }
}
