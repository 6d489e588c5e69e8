package org.asyncio4j;

import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;

/**
 * A time limit on a stretch of the current task: cancels the task when the time is up, and turns
 * that cancel, and no other, into a {@link TimeoutException} at the end. Rules of {@code
 * asyncio.timeout} in CPython 3.14.
 */
final class Timeout {
    private final Task<?> task = Task.currentForSuspending();
    private final Duration limit;
    private final int cancellingBefore = task.cancelling();
    private boolean expired;

    /** When the time was up, somebody else's cancel was still to be delivered. */
    private boolean othersPending;

    private Timeout(Duration limit) {
        this.limit = limit;
    }

    /** Runs a Block or VoidBlock in the current task under the limit. */
    static <T extends @Nullable Object> T run(Duration limit, Object work) {
        try {
            return Works.cast(new Timeout(limit).run(work));
        } catch (Throwable e) {
            throw Works.sneaky(e);
        }
    }

    /** {@link #run} for a limit that may be zero, and futures that may be done. */
    @SuppressWarnings("unchecked")
    static <T extends @Nullable Object> T waitFor(Object work, Duration limit) {
        if (limit.isPositive()) {
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

    private @Nullable Object run(Object work) throws Throwable {
        Loop loop = task.loop;
        Handle timer =
                limit.isPositive()
                        ? loop.scheduler.callAt(loop.fromNow(limit), this::expire)
                        : loop.scheduler.callSoon(this::expire);
        try {
            Object result = Works.run(work);
            if (expired) {
                takeBack(); // too late to matter: the work is done, whether it saw it or not
            }
            return result;
        } catch (Throwable e) {
            throw expired ? convert(e) : e;
        } finally {
            timer.cancel();
        }
    }

    private void expire() {
        expired = true;
        othersPending = task.hasPendingCancel();
        task.cancel(null);
    }

    private Throwable convert(Throwable error) {
        boolean cancelled = error instanceof CancelledError || task.isFromCancel(error);
        return takeBack() && cancelled
                ? new TimeoutException("timed out after " + format(limit), error)
                : error;
    }

    /** Takes our cancel back, delivered or not; tells whether it was the only one. */
    private boolean takeBack() {
        boolean onlyOurs = task.uncancel() <= cancellingBefore;
        if (onlyOurs && !othersPending) {
            task.dropPendingCancel();
        }
        return onlyOurs;
    }

    /** Cancels a future that had no time at all and waits for its end. */
    private static <T extends @Nullable Object> T expireAtOnce(Future<T> future) {
        if (!future.isDone()) {
            future.cancel();
            Waiting.wait(Set.of(future), Waiting.Until.ALL_COMPLETED, null);
        }
        if (future.isCancelled()) {
            throw new TimeoutException("there was no time at all", future.cancelledError());
        }
        return future.result();
    }

    private static String format(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
