package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Scheduler;
import org.asyncio4j.lowlevel.Clock;

import java.util.function.BooleanSupplier;

/**
 * Tells of every turn of a loop: when the loop has queued all but due timers, and when it is idle.
 * Between two turns the loop runs steps, so whoever is told comes between them.
 */
final class TurnClock implements Clock {
    private static final StackWalker CALLERS =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final Clock clock;
    private final BooleanSupplier onTurn;

    /**
     * @param onTurn called between the steps of the loop, on its bare thread: does only what an
     *     internal callback may do; returns whether it did anything
     */
    TurnClock(Clock clock, BooleanSupplier onTurn) {
        this.clock = clock;
        this.onTurn = onTurn;
    }

    @Override
    public long nanoTime() {
        if (isAskedByTheLoop()) {
            var _ = onTurn.getAsBoolean();
        }
        return clock.nanoTime();
    }

    /** Tasks and callbacks ask by way of {@link Scheduler#nanoTime}, in the middle of a step. */
    private static boolean isAskedByTheLoop() {
        return CALLERS.walk(
                frames ->
                        frames.skip(2)
                                .findFirst()
                                .filter(
                                        frame ->
                                                frame.getDeclaringClass() == Scheduler.class
                                                        && frame.getMethodName().equals("runOnce"))
                                .isPresent());
    }

    @Override
    public long idle(long untilNextTimer, boolean quiescent) {
        return onTurn.getAsBoolean() ? 0 : clock.idle(untilNextTimer, quiescent);
    }

    @Override
    public long patience() {
        return clock.patience();
    }
}
