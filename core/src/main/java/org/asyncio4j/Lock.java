package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Lets one task at a time through, in the order they came.
 *
 * <p>Tasks of one loop never run at once, so a lock is needed only around work that suspends
 * half-way. It is not reentrant, and any task may release it. A task that is cancelled while it
 * waits does not get the lock; one that was about to get it does, and the error comes at its next
 * suspension point.
 *
 * <pre>{@code
 * var lock = new Lock();
 * try (var _ = lock.hold()) {
 *     balance = load();
 *     store(balance + 1);
 * }
 * }</pre>
 *
 * <p>Confined to the loop of the first task that waits for it. Models {@code asyncio.Lock}, whose
 * {@code async with lock} is {@link #hold}.
 */
public final class Lock {
    /** A picture of a lock. */
    public record Statistics(boolean isLocked, int tasksWaiting) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> line = new WaitingLine<>(binding);
    private boolean locked;

    /** Makes an unlocked lock. */
    public Lock() {}

    /** Whether somebody has the lock. */
    public boolean isLocked() {
        return locked;
    }

    /**
     * Takes the lock; waits until it is free and those who came before have had it. Does not
     * suspend if it is free and nobody waits.
     *
     * @throws IllegalStateException if no task is running here, or one of another loop, and it has
     *     to wait
     */
    public void acquire() {
        assert binding.isConfined() : "a lock was used off its loop";
        if (!takeIfFree()) {
            try {
                line.await();
            } catch (Throwable e) {
                passOn();
                throw e;
            }
            locked = true;
        }
    }

    /**
     * {@link #acquire} that a cancel does not end.
     *
     * @return the last cancel that came meanwhile, for the caller to throw
     */
    @Nullable CancelledError acquireWhateverComes() {
        CancelledError cancelled = null;
        while (!takeIfFree()) {
            try {
                line.awaitIgnoringScopes();
                locked = true;
                break;
            } catch (CancelledError e) {
                passOn();
                if (Task.currentForSuspending().isEnding()) {
                    throw e;
                }
                cancelled = e;
            }
        }
        return cancelled;
    }

    private boolean takeIfFree() {
        if (locked || !line.isDeserted()) {
            return false;
        }
        locked = true;
        return true;
    }

    /** Who leaves the line without the lock may have been the one that it was to go to. */
    private void passOn() {
        if (!locked) {
            line.serveFirst(null);
        }
    }

    /**
     * Gives the lock back; the task that has waited longest gets it.
     *
     * @throws IllegalStateException if it is not locked
     */
    public void release() {
        assert binding.isConfined() : "a lock was used off its loop";
        if (!locked) {
            throw new IllegalStateException("the lock is not acquired: " + this);
        }
        locked = false;
        line.serveFirst(null);
    }

    /** Acquires the lock and releases it when the hold is closed. */
    public Hold hold() {
        acquire();
        return new HeldOnce(this::release);
    }

    /** Does the work while it has the lock. */
    public <T extends @Nullable Object, X extends Throwable> T hold(Block<T, X> work) throws X {
        acquire();
        try {
            return Works.checked(work.await());
        } finally {
            release();
        }
    }

    /** {@link #hold(Block)} for work without a result. */
    public <X extends Throwable> void hold(VoidBlock<X> work) throws X {
        acquire();
        try {
            work.run();
        } finally {
            release();
        }
    }

    /** How many tasks wait, and whether there is a reason to. */
    public Statistics statistics() {
        return new Statistics(locked, line.size());
    }

    @Override
    public String toString() {
        return "<Lock " + (locked ? "locked" : "unlocked") + line.description() + ">";
    }
}
