package org.asyncio4j;

import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * A time limit on a stretch of the current task, made by {@link Asyncio#timeout} and {@link
 * Asyncio#timeoutAt}: cancels the task when the time is up, and turns that cancel, and no other,
 * into a {@link TimeoutException} at the end.
 *
 * <pre>{@code
 * timeout(seconds(10), t -> {
 *     while (true) {
 *         handle(reader.readLine());
 *         t.reschedule(seconds(10));   // ten seconds for each line
 *     }
 * });
 * }</pre>
 *
 * <p>Work that swallows the cancel and ends with a value gives its value, although {@link
 * #isExpired} then is true. An error other than the cancel goes on, with the time-out among its
 * suppressed exceptions. For limits that cannot be swallowed see {@link CancelScope}.
 *
 * <p>Confined to the loop. Models {@code asyncio.Timeout} of CPython 3.14.
 */
public final class Timeout {
    private enum State {
        ACTIVE,
        EXPIRING,
        EXPIRED,
        FINISHED
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final Task<?> task = Task.currentForSuspending();
    private final int requestsBefore = task.cancelRequestsBefore();
    private final @Nullable CancelScope scope = task.scope();

    /** The limit it was made with, in words after the prefix; null for none. */
    private final @Nullable Duration limit;

    private final String prefix;

    /** Made when the time is up, which is rare. */
    private @Nullable Cancellation cancellation;

    private State state = State.ACTIVE;
    private long when = NEVER;
    private @Nullable Handle timer;

    private Timeout(String prefix, @Nullable Duration limit) {
        this.prefix = prefix;
        this.limit = limit;
    }

    // ---- running

    /** Runs a block of any kind for at most the given time, null for ever. */
    static <T extends @Nullable Object> T run(@Nullable Duration limit, Object block) {
        var timeout = new Timeout("", limit);
        return timeout.run(limit == null ? NEVER : timeout.task.loop.fromNow(limit), block);
    }

    /** Runs a block of any kind until the given time of the loop, null for ever. */
    static <T extends @Nullable Object> T runUntil(@Nullable Duration when, Object block) {
        return new Timeout("loop time ", when).run(when == null ? NEVER : Loop.nanos(when), block);
    }

    /** {@link #run} for a limit that may be zero, and futures that may be done. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> T waitFor(Object work, @Nullable Duration limit) {
        if (limit == null || limit.isPositive()) {
            return run(limit, work);
        }
        if (work instanceof Future<?> future) {
            return expireAtOnce((Future<T>) future);
        }
        if (work instanceof Coroutine<?> coroutine) {
            coroutine.discard();
        }
        throw new TimeoutException("there was no time at all");
    }

    private <T extends @Nullable Object> T run(long deadline, Object block) {
        schedule(deadline);
        task.countBlock(1);
        try {
            T result = Works.cast(Works.run(block, this));
            leave();
            return result;
        } catch (Throwable e) {
            throw Works.sneaky(convert(e));
        } finally {
            task.countBlock(-1);
            stopTimer();
        }
    }

    /** Takes our cancel back, delivered or not; tells whether it was the only one. */
    private boolean leave() {
        if (cancellation == null) {
            state = State.FINISHED;
            return false;
        }
        state = State.EXPIRED;
        return task.takeBack(cancellation, requestsBefore);
    }

    private Throwable convert(Throwable error) {
        boolean cancelled = task.isFromCancel(error);
        if (!leave()) {
            return error;
        }
        if (cancelled) {
            return new TimeoutException("timed out after " + description(), error);
        }
        error.addSuppressed(new TimeoutException("timed out after " + description()));
        return error;
    }

    /** Cancels a future that had no time at all and waits for its end. */
    private static <T extends @Nullable Object> T expireAtOnce(Future<T> future) {
        if (!future.isDone()) {
            future.cancelWith(Cancellation.by("a time-out of zero", null));
            Waiting.wait(Set.of(future), Waiting.Until.ALL_COMPLETED, null);
        }
        if (future.isCancelled()) {
            throw new TimeoutException("there was no time at all", future.cancelledError());
        }
        return future.result();
    }

    // ---- the limit

    /** The time of the loop's clock at which the time is up, null for never. */
    public @Nullable Duration when() {
        return when == NEVER ? null : Duration.ofNanos(when);
    }

    /**
     * Sets the limit anew, counted from now.
     *
     * @param fromNow null for no limit
     * @throws IllegalStateException if the time was up already, or the block has ended
     */
    public void reschedule(@Nullable Duration fromNow) {
        checkActive();
        schedule(fromNow == null ? NEVER : task.loop.fromNow(fromNow));
    }

    /**
     * Sets the limit anew, to a time of the loop's clock.
     *
     * @param deadline null for no limit
     * @throws IllegalStateException if the time was up already, or the block has ended
     */
    public void rescheduleAt(@Nullable Duration deadline) {
        checkActive();
        schedule(deadline == null ? NEVER : Loop.nanos(deadline));
    }

    private void checkActive() {
        if (state != State.ACTIVE) {
            throw new IllegalStateException("cannot change " + stateText() + " timeout");
        }
    }

    private void schedule(long deadline) {
        stopTimer();
        when = deadline;
        var scheduler = task.loop.scheduler;
        if (deadline <= scheduler.nanoTime()) {
            timer = scheduler.callSoon(this::expire); // its turn comes before that of due timers
        } else if (deadline != NEVER) {
            timer = scheduler.callAt(deadline, this::expire);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void expire() {
        state = State.EXPIRING;
        timer = null;
        cancellation = Cancellation.byBlock("timeout of " + description(), scope);
        task.cancelWith(cancellation);
    }

    /** Whether the time was up before the work ended. */
    public boolean isExpired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    private String stateText() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private String description() {
        return limit == null ? "no limit" : prefix + format(limit);
    }

    private static String format(Duration limit) {
        return limit.toNanosPart() == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    @Override
    public String toString() {
        String time = state == State.ACTIVE ? " when=" + when() : "";
        return "<Timeout [" + stateText() + "]" + time + ">";
    }
}
