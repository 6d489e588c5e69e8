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

    /** Runs any of the four kinds of block; those that take a scope get the given one. */
    @SuppressWarnings("unchecked")
    static <S> @Nullable Object run(Object work, S scope) throws Throwable {
        return switch (work) {
            case ScopedBlock<?, ?, ?> block ->
                    checked(((ScopedBlock<S, @Nullable Object, ?>) block).call(scope));
            case ScopedVoidBlock<?, ?> block -> {
                ((ScopedVoidBlock<S, ?>) block).run(scope);
                yield null;
            }
            default -> run(work);
        };
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

    /** Work of either kind as a block with a result. */
    static Block<?, ?> asBlock(Object work) {
        if (work instanceof Block<?, ?> block) {
            return block;
        }
        VoidBlock<?> block = (VoidBlock<?>) work;
        return () -> {
            block.run();
            return null;
        };
    }

    /** Says that the work will not be done, so that nobody reports a forgotten coroutine. */
    static void discard(Object work) {
        if (work instanceof Coroutine<?> coroutine) {
            coroutine.discard();
        }
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
