package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Limits how many do something at once, and knows who they are: a {@link Semaphore} whose permits,
 * here called tokens, are borrowed by somebody, and whose number can be changed at any time.
 *
 * <pre>{@code
 * var limiter = new CapacityLimiter(10);
 * try (var _ = limiter.hold()) {
 *     query();
 * }
 * limiter.setTotalTokens(20);     // wakes up to ten more
 * }</pre>
 *
 * <p>The borrower is the current task, or any object that the caller names, such as a user or a
 * host; borrowers are told apart by {@code equals}. One that has a token, or waits for one, cannot
 * have another; a token can be given back only by, or on behalf of, who has it.
 *
 * <p>First come, first served. A token that is given back is handed at once to who has waited
 * longest; newcomers cannot take it. A task that is cancelled while it waits borrows nothing; one
 * that was handed a token has it, and gets its {@link CancelledError} at the next suspension point.
 *
 * <p>Confined to the loop of the first task that waits for it. It may be made anywhere.
 *
 * <p>Models {@code trio.CapacityLimiter} and that of anyio; asyncio has nothing like it. Unlike
 * there, a call that does not have to wait is no suspension point.
 */
public final class CapacityLimiter implements Holdable {
    /**
     * A picture of a limiter.
     *
     * @param tasksWaiting how many wait for a token
     * @param borrowers who has one, oldest first
     */
    public record Statistics(
            int totalTokens, int borrowedTokens, int tasksWaiting, Set<Object> borrowers) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final Set<Object> borrowers = new LinkedHashSet<>();

    /**
     * On whose behalf tasks wait, in the order they came. There is never both a token that is free
     * and a waiter that is not cancelled: see {@link #lend}.
     */
    private final SequencedMap<Object, Waiter<@Nullable Void>> waiting = new LinkedHashMap<>();

    private int total;

    /**
     * Makes a limiter with so many tokens.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public CapacityLimiter(int totalTokens) {
        this.total = checked(totalTokens);
    }

    private static int checked(int totalTokens) {
        if (totalTokens < 0) {
            throw new IllegalArgumentException("less than no tokens: " + totalTokens);
        }
        return totalTokens;
    }

    // ---- borrowing

    /** {@link #acquireOnBehalfOf} the current task. */
    @Override
    public void acquire() {
        acquireOnBehalfOf(currentTask());
    }

    /**
     * Borrows a token; waits until there is one. Does not suspend if there is one.
     *
     * @throws CancelledError if the task was cancelled before there was one
     * @throws IllegalStateException if the borrower has a token or waits for one, or it has to wait
     *     and no task is running here, or one of another loop, or one that cannot suspend here
     */
    public void acquireOnBehalfOf(Object borrower) {
        if (!borrowIfFree(borrower)) {
            var waiter = new Waiter<@Nullable Void>(binding.bindCurrent(), this);
            waiting.putLast(borrower, waiter);
            try {
                waiter.await();
            } finally {
                waiting.remove(borrower, waiter);
            }
        }
    }

    /** {@link #acquireOnBehalfOfNowait} for the current task. */
    public void acquireNowait() {
        acquireOnBehalfOfNowait(currentTask());
    }

    /**
     * Borrows a token if there is one.
     *
     * @throws WouldBlockException if there is none
     * @throws IllegalStateException if the borrower has a token or waits for one
     */
    public void acquireOnBehalfOfNowait(Object borrower) {
        if (!borrowIfFree(borrower)) {
            throw new WouldBlockException("no token is free: " + this);
        }
    }

    private boolean borrowIfFree(Object borrower) {
        assert binding.isConfined() : "a limiter was used off its loop";
        if (borrowers.contains(borrower)) {
            throw new IllegalStateException("the borrower has a token already: " + this);
        }
        Waiter<?> waiter = waiting.get(borrower);
        if (waiter != null && !waiter.isDone()) {
            throw new IllegalStateException("the borrower waits for a token already: " + this);
        }
        return borrowers.size() < total && borrowers.add(borrower);
    }

    private static Task<?> currentTask() {
        Task<?> task = Task.currentOrNull();
        if (task == null) {
            throw new IllegalStateException("no task is running here that could be the borrower");
        }
        return task;
    }

    // ---- giving back

    /** {@link #releaseOnBehalfOf} the current task. */
    @Override
    public void release() {
        releaseOnBehalfOf(currentTask());
    }

    /**
     * Gives the borrower's token back, or hands it to who has waited longest.
     *
     * @throws IllegalStateException if the borrower has none
     */
    public void releaseOnBehalfOf(Object borrower) {
        assert binding.isConfined() : "a limiter was used off its loop";
        if (!borrowers.remove(borrower)) {
            throw new IllegalStateException("the borrower has no token: " + this);
        }
        lend();
    }

    /** Hands the free tokens to those who wait. */
    private void lend() {
        while (borrowers.size() < total && !waiting.isEmpty()) {
            var next = waiting.firstEntry();
            if (!next.getValue().isDone()) {
                borrowers.add(next.getKey());
                next.getValue().finish(null);
            }
            waiting.pollFirstEntry();
        }
    }

    /** Borrows a token for the current task, and gives it back when the hold is closed. */
    @Override
    public Hold hold() {
        Task<?> borrower = currentTask();
        acquireOnBehalfOf(borrower);
        return new HeldOnce(() -> releaseOnBehalfOf(borrower));
    }

    // ---- the numbers

    /** How many tokens there are, borrowed or not. */
    public int totalTokens() {
        return total;
    }

    /**
     * Changes how many tokens there are. If there are more now, those who wait get them; if fewer
     * than are borrowed, some that are given back are not lent again.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public void setTotalTokens(int totalTokens) {
        assert binding.isConfined() : "a limiter was used off its loop";
        total = checked(totalTokens);
        lend();
    }

    /** How many tokens are borrowed. */
    public int borrowedTokens() {
        return borrowers.size();
    }

    /** How many are free; negative if more are borrowed than {@link #setTotalTokens} left. */
    public int availableTokens() {
        return total - borrowers.size();
    }

    /** The numbers, and who has tokens. */
    public Statistics statistics() {
        return new Statistics(
                total,
                borrowers.size(),
                waiting.size(),
                Collections.unmodifiableSet(new LinkedHashSet<>(borrowers)));
    }

    @Override
    public String toString() {
        return "<CapacityLimiter borrowed="
                + borrowers.size()
                + "/"
                + total
                + (waiting.isEmpty() ? "" : " waiters=" + waiting.size())
                + ">";
    }
}
