package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/** What all places that run a user's work have in common. */
final class Works {
    private Works() {}

    /** Runs a {@link Block} or {@link VoidBlock}. */
    static @Nullable Object run(Object work) throws Throwable {
        if (work instanceof Block<?, ?> block) {
            return checked(block.await());
        }
        ((VoidBlock<?>) work).run();
        return null;
    }

    /**
     * Refuses a coroutine as the result of a block: {@code createTask(() -> fetch())}, where {@code
     * fetch} makes a coroutine, would otherwise run nothing and say nothing.
     */
    static <T extends @Nullable Object> T checked(T result) {
        if (result instanceof Coroutine<?> coroutine) {
            coroutine.discard();
            throw new IllegalStateException(
                    "the block returned "
                            + coroutine
                            + " that nobody awaited; write f(x), or () -> await(f(x))");
        }
        return result;
    }

    /** A result that was stored without its type. */
    @SuppressWarnings({"unchecked", "NullAway"})
    static <T extends @Nullable Object> T cast(@Nullable Object result) {
        return (T) result;
    }

    /**
     * Throws any throwable as it is. The return type lets callers write {@code throw sneaky(e)}.
     */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException sneaky(Throwable error) throws X {
        throw (X) error;
    }
}
