package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Lets one task at a time through, in the order they came.
 *
 * <p>Tasks of one loop never run at once, so a lock is needed only around work that suspends
 * half-way. It is not reentrant, and any task may release it.
 *
 * <pre>{@code
 * var lock = new Lock();
 * try (var _ = lock.hold()) {
 *     balance = load();
 *     store(balance + 1);
 * }
 * }</pre>
 *
 * <p>A task that is cancelled while it waits does not get the lock, and nobody behind it waits
 * longer for that. One that is about to get the lock does get it, and its {@link CancelledError}
 * comes at the next suspension point.
 *
 * <p>Confined to the loop of the first task that waits for it. It may be made anywhere.
 *
 * <p>Models {@code asyncio.Lock}, whose {@code async with lock} is {@link #hold}. Differences from
 * asyncio: there, a task that is cancelled when it is about to get the lock does not get it.
 */
public final class Lock implements Holdable {
    /**
     * A picture of a lock.
     *
     * @param tasksWaiting how many have come for it and have not had their turn
     */
    public record Statistics(boolean isLocked, int tasksWaiting) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> line = new WaitingLine<>(binding);

    /** Cleared by a release; set again by the task that it wakes, when that runs. */
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
     * @throws CancelledError if the task was cancelled before it was its turn
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop, or one that cannot suspend here
     */
    @Override
    public void acquire() {
        assert binding.isConfined() : "a lock was used off its loop";
        if (!takeIfFree()) {
            takeInTurn(false);
        }
    }

    /**
     * {@link #acquire} that no cancel ends. Cancelled scopes do not even disturb it: they would
     * again and again.
     *
     * @param cancelled the last cancel so far
     * @return the last cancel, for the caller to throw
     */
    @Nullable CancelledError acquireWhateverComes(@Nullable CancelledError cancelled) {
        CancelledError last = cancelled;
        Task<?> task = Task.currentForSuspending();
        while (!takeIfFree()) {
            try {
                task.deliverPending(); // no need to line up for that
                takeInTurn(true);
                break;
            } catch (CancelledError e) {
                last = e;
                if (task.isEnding()) { // it cannot wait any more, nor can those before it
                    locked = true;
                    break;
                }
            }
        }
        return last;
    }

    private boolean takeIfFree() {
        if (locked || !line.isDeserted()) {
            return false;
        }
        locked = true;
        return true;
    }

    private void takeInTurn(boolean ignoringScopes) {
        binding.bindCurrent();
        try {
            do {
                line.await(ignoringScopes);
            } while (locked); // see takeBack
        } catch (Throwable e) {
            if (!locked) {
                line.serveFirst(null); // it may have been this one's turn
            }
            throw e;
        }
        locked = true;
    }

    /**
     * Undoes a release after which nobody else has run. Who was woken by it has to wait once more.
     */
    void takeBack() {
        locked = true;
    }

    /**
     * Gives the lock back; the task that has waited longest gets it. Any task may do so.
     *
     * @throws IllegalStateException if it is not locked
     */
    @Override
    public void release() {
        assert binding.isConfined() : "a lock was used off its loop";
        if (!locked) {
            throw new IllegalStateException("the lock is not acquired: " + this);
        }
        locked = false;
        line.serveFirst(null);
    }

    /** How many tasks wait, and whether there is a reason to. */
    public Statistics statistics() {
        return new Statistics(locked, line.size());
    }

    @Override
    public String toString() {
        return "<Lock " + stateText() + line.description() + ">";
    }

    String stateText() {
        return locked ? "locked" : "unlocked";
    }
}
