package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * What can be held for the length of a block: a lock, or one of a number of permits. The forms of
 * {@code hold} are what {@code async with} is in Python.
 *
 * <pre>{@code
 * try (var _ = lock.hold()) {
 *     store(load() + 1);
 * }
 * lock.hold(() -> store(load() + 1));     // the same
 * }</pre>
 */
public sealed interface Holdable permits Lock, Condition, Semaphore, CapacityLimiter {
    /** Takes it; waits until that is possible. */
    void acquire();

    /** Gives it back. Never suspends. */
    void release();

    /** Takes it, and gives it back when the hold is closed. */
    default Hold hold() {
        acquire();
        return new HeldOnce(this::release);
    }

    /**
     * Does the work while holding it.
     *
     * @throws X what the work throws
     */
    default <T extends @Nullable Object, X extends Throwable> T hold(Block<T, X> work) throws X {
        try (var _ = holdFor(work)) {
            return Works.checked(work.await());
        }
    }

    /** {@link #hold(Block)} for work without a result. */
    default <X extends Throwable> void hold(VoidBlock<X> work) throws X {
        try (var _ = holdFor(work)) {
            work.run();
        }
    }

    /** {@link #hold()}; if that fails, nobody is to be told that the work was forgotten. */
    private Hold holdFor(Object work) {
        try {
            return hold();
        } catch (Throwable e) {
            Works.discard(work);
            throw e;
        }
    }
}
