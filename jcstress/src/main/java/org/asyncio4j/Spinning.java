package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/** Waits without a park, and tells a call that never came from one that did. */
final class Spinning implements SharedWaiter.Kind {
    /** Thrown by who gives up. */
    static final class GaveUp extends Error {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super(null, null, false, false);
        }
    }

    private final BooleanSupplier givesUp;

    /** Done when it stands in the line for the first time. */
    private @Nullable Runnable first;

    /** Whether a wait was ended neither by a call nor by giving up. */
    boolean lost;

    private Spinning(@Nullable Runnable first, BooleanSupplier givesUp) {
        this.first = first;
        this.givesUp = givesUp;
    }

    /** Goes on until it is called. */
    static Spinning patient() {
        return new Spinning(null, () -> false);
    }

    /** Leaves at once, unless it was called already. */
    static Spinning hasty() {
        return new Spinning(null, () -> true);
    }

    /** Does something when it stands in the line, and leaves when the condition is true. */
    static Spinning doing(Runnable first, BooleanSupplier givesUp) {
        return new Spinning(first, givesUp);
    }

    @Override
    public SharedWaiter newWaiter(Object owner) {
        return new Waiter();
    }

    private final class Waiter extends SharedWaiter {
        private volatile boolean called;

        @Override
        boolean canCome() {
            return true;
        }

        @Override
        void call() {
            called = true;
        }

        @Override
        boolean await(long end, @Nullable Runnable whenStopped) {
            Runnable action = first;
            if (action != null) {
                first = null;
                action.run();
            }
            lost |= !Patience.await(() -> called || givesUp.getAsBoolean());
            if (!called && !lost) {
                throw new GaveUp();
            }
            return called;
        }
    }
}
