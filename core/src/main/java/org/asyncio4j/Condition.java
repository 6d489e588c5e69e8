package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/**
 * A {@link Lock} whose holder can wait, without it, until another holder says that something has
 * changed.
 *
 * <pre>{@code
 * var changed = new Condition();
 * createTask(() -> {
 *     try (var _ = changed.hold()) {
 *         changed.awaitFor(() -> stock >= 3);
 *         stock -= 3;
 *     }
 * });
 * changed.hold(() -> {
 *     stock++;
 *     changed.notifyOne();
 * });
 * }</pre>
 *
 * <p>{@link #await} may return without a reason, as in asyncio, so what is waited for must be
 * looked at again: {@link #awaitFor} does.
 *
 * <p>However {@link #await} ends, the lock is held again: a task that is cancelled while it waits
 * for the lock goes on waiting for it, cancelled how often or in what scope ever, and throws the
 * last {@link CancelledError} when it has it. Whenever a wait ends with an error another waiter is
 * woken in its place, so no notification is lost. A task that is cancelled after it was notified,
 * and can have the lock at once, returns, and gets the error at its next suspension point.
 *
 * <p>Confined to the loop of the first task that waits, as its lock is. It may be made anywhere,
 * several for one lock too.
 *
 * <p>Models {@code asyncio.Condition}. {@code notify}, {@code notify(n)} and {@code notify_all} are
 * {@link #notifyOne}, {@link #notifyWaiters} and {@link #notifyAllWaiters}: mind {@link
 * Object#notify}, which is another thing, as is {@link Object#wait()}. Differences from asyncio:
 * there, a task that is cancelled after it was notified always throws; and where a task cannot
 * suspend, the lock is held here also after that error.
 */
public final class Condition implements Holdable {
    /**
     * A picture of a condition.
     *
     * @param tasksWaiting how many wait for a notification, and how many have got one and have not
     *     run since; not those that wait for the lock
     * @param lock that of its lock
     */
    public record Statistics(int tasksWaiting, Lock.Statistics lock) {}

    private final Lock lock;
    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> line = new WaitingLine<>(binding);

    /** Makes a condition with a lock of its own. */
    public Condition() {
        this(new Lock());
    }

    /** Makes a condition for a lock, which several may share. */
    public Condition(Lock lock) {
        this.lock = lock;
    }

    // ---- the lock

    /** The lock. */
    public Lock lock() {
        return lock;
    }

    /** Whether somebody has the lock. */
    public boolean isLocked() {
        return lock.isLocked();
    }

    /** Takes the lock. See {@link Lock#acquire}. */
    @Override
    public void acquire() {
        lock.acquire();
    }

    /** Gives the lock back. See {@link Lock#release}. */
    @Override
    public void release() {
        lock.release();
    }

    private void checkLocked() {
        if (!lock.isLocked()) {
            throw new IllegalStateException("the lock is not acquired: " + this);
        }
    }

    // ---- waiting

    /**
     * Gives the lock back, waits for a notification, and takes the lock again.
     *
     * @throws CancelledError if the task was cancelled; the lock is held
     * @throws IllegalStateException if the lock is not held, no task is running here, or one of
     *     another loop, or one that cannot suspend here; the lock is as it was. If the lock is
     *     another loop's, only when it has to be waited for; it is not held then
     */
    public void await() {
        assert binding.isConfined() : "a condition was used off its loop";
        checkLocked();
        binding.bindCurrent();
        lock.release();
        try {
            awaitNotification();
        } catch (Throwable e) {
            line.serveNext(null); // this one may have been notified
            throw e;
        }
    }

    private void awaitNotification() {
        CancelledError cancelled = null;
        try {
            line.await();
        } catch (CancelledError e) {
            cancelled = e;
        } catch (IllegalStateException e) { // it cannot suspend here
            lock.takeBack();
            throw e;
        }
        cancelled = lock.acquireWhateverComes(cancelled);
        if (cancelled != null) {
            throw cancelled;
        }
    }

    /**
     * Waits until the predicate holds, which is asked at once and after each notification. Throws
     * what {@link #await} and the predicate throw.
     */
    public void awaitFor(BooleanSupplier predicate) {
        while (!predicate.getAsBoolean()) {
            await();
        }
    }

    // ---- notifying

    /**
     * Wakes the task that has waited longest, if there is one. It goes on when it has the lock,
     * which the caller has to give back first.
     *
     * @throws IllegalStateException if the lock is not held
     */
    public void notifyOne() {
        notifyWaiters(1);
    }

    /**
     * {@link #notifyOne} for several tasks.
     *
     * @param count how many at most
     * @throws IllegalStateException if the lock is not held
     */
    public void notifyWaiters(int count) {
        assert binding.isConfined() : "a condition was used off its loop";
        checkLocked();
        int left = count;
        while (left > 0 && line.serveNext(null)) {
            left--;
        }
    }

    /**
     * {@link #notifyOne} for all who wait.
     *
     * @throws IllegalStateException if the lock is not held
     */
    public void notifyAllWaiters() {
        notifyWaiters(Integer.MAX_VALUE);
    }

    /** How many tasks wait. */
    public Statistics statistics() {
        return new Statistics(line.size(), lock.statistics());
    }

    @Override
    public String toString() {
        return "<Condition " + lock.stateText() + line.description() + ">";
    }
}
