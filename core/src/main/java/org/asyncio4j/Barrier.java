package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Locale;

/**
 * Lets tasks through together: each waits until there are enough of them. Then it can be used
 * again.
 *
 * <pre>{@code
 * var barrier = new Barrier(3);
 * createTask(() -> {
 *     prepare();
 *     if (barrier.await() == 0) {      // one of the three
 *         IO.println("all are ready");
 *     }
 * });
 * }</pre>
 *
 * <p>A task that is cancelled while the barrier fills does not count any more once it has run, and
 * another has to come in its place; if the last comes before that, the others are through. One that
 * is cancelled after the last has come is through, and gets its {@link CancelledError} at the next
 * suspension point.
 *
 * <p>Confined to the loop of the first task that waits at it. It may be made anywhere.
 *
 * <p>Models {@code asyncio.Barrier}. Differences from asyncio: {@link #reset} and {@link #abort}
 * never suspend; the numbers that {@link #await} returns differ also when a task was cancelled
 * meanwhile; a task that is cancelled after the last has come is not sent away.
 */
public final class Barrier {
    /*
     * | state     | tasks inside           | who comes      | becomes                              |
     * |-----------|------------------------|----------------|--------------------------------------|
     * | FILLING   | wait for the last      | goes inside    | DRAINING when the last comes,        |
     * |           |                        |                | RESETTING by reset if any is inside  |
     * | DRAINING  | leave with a number    | waits outside  | FILLING when the last has left,      |
     * |           |                        |                | RESETTING by reset                   |
     * | RESETTING | leave with an error    | waits outside  | FILLING when the last has left       |
     * | BROKEN    | leave with an error    | gets an error  | FILLING by reset, or RESETTING       |
     * |           |                        |                | if any is inside                     |
     *
     * abort leads to BROKEN from anywhere. Those inside and outside stand in one line, and who is
     * woken looks at the state. The order in the line is asyncio's, where a condition and its lock
     * take the place of the line; the lock is never held while a task is suspended, so it is not
     * needed. Like a condition's, a waiter that ends with an error wakes another, which goes to the
     * end of the line.
     */
    private enum State {
        FILLING,
        DRAINING,
        RESETTING,
        BROKEN
    }

    /**
     * A picture of a barrier.
     *
     * @param parties how many it takes
     * @param waiting how many of them have come
     * @param tasksWaiting how many tasks wait in all, also for it to be free again
     */
    public record Statistics(int parties, int waiting, boolean isBroken, int tasksWaiting) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> line = new WaitingLine<>(binding);
    private final int parties;
    private State state = State.FILLING;

    /** The numbers of those inside. Each gets the lowest that nobody has. */
    private final BitSet numbers = new BitSet();

    private int inside;

    /**
     * Makes a barrier for so many tasks.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public Barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("a barrier for less than one: " + parties);
        }
        this.parties = parties;
    }

    /**
     * Waits until as many tasks as the barrier is for have called this; before that, until those of
     * the last time have left. The last one does not suspend.
     *
     * @return a number from 0 to {@link #parties} - 1 that no other of these tasks gets: the number
     *     of those that came before, as long as none is cancelled
     * @throws BrokenBarrierException if the barrier is aborted, or is reset meanwhile
     * @throws CancelledError if the task was cancelled before the last one came
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop, or one that cannot suspend here
     */
    public int await() {
        assert binding.isConfined() : "a barrier was used off its loop";
        while (state == State.DRAINING || state == State.RESETTING) {
            awaitChange();
        }
        if (state == State.BROKEN) {
            throw new BrokenBarrierException("the barrier was aborted");
        }
        int number = enter();
        try {
            if (inside == parties) {
                state = State.DRAINING;
                line.serveAll(null);
            }
            while (state == State.FILLING) {
                awaitChange();
            }
            if (state != State.DRAINING) {
                throw new BrokenBarrierException("the barrier was aborted or reset");
            }
            return number;
        } finally {
            leave(number);
        }
    }

    private int enter() {
        int number = numbers.nextClearBit(0);
        numbers.set(number);
        inside++;
        return number;
    }

    private void leave(int number) {
        numbers.clear(number);
        inside--;
        if (inside == 0) {
            if (state != State.BROKEN) {
                state = State.FILLING;
            }
            line.serveAll(null);
        }
    }

    private void awaitChange() {
        binding.bindCurrent();
        try {
            line.await();
        } catch (Throwable e) {
            line.serveNext(null);
            throw e;
        }
    }

    /**
     * Sends those away that wait for the last to come: they get a {@link BrokenBarrierException},
     * as do those that were let through and have not run since. Then the barrier is as new, also if
     * it was aborted.
     */
    public void reset() {
        assert binding.isConfined() : "a barrier was used off its loop";
        state = inside > 0 ? State.RESETTING : State.FILLING;
        line.serveAll(null);
    }

    /**
     * Breaks the barrier: all who wait and all who come get a {@link BrokenBarrierException}, until
     * {@link #reset}.
     */
    public void abort() {
        assert binding.isConfined() : "a barrier was used off its loop";
        state = State.BROKEN;
        line.serveAll(null);
    }

    /** How many tasks the barrier is for. */
    public int parties() {
        return parties;
    }

    /** How many have come, and wait for the others. */
    public int waiting() {
        return state == State.FILLING ? inside : 0;
    }

    /** Whether it was aborted. */
    public boolean isBroken() {
        return state == State.BROKEN;
    }

    /** How many tasks it is for and how many wait. */
    public Statistics statistics() {
        return new Statistics(parties, waiting(), isBroken(), line.size());
    }

    @Override
    public String toString() {
        return "<Barrier "
                + state.name().toLowerCase(Locale.ROOT)
                + (isBroken() ? "" : " waiters=" + waiting() + "/" + parties)
                + ">";
    }
}
