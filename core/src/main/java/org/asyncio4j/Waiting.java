package org.asyncio4j;

import org.asyncio4j.lowlevel.TimerHandle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code waitAll}, {@code waitAny}, {@code waitFirstException}: one wait for several futures. Never
 * cancels them and never throws their errors. Models {@code asyncio.wait}.
 */
final class Waiting<F extends Future<?>> {
    /** When to stop waiting although some are pending. */
    enum Until {
        ALL_COMPLETED,
        FIRST_COMPLETED,
        FIRST_EXCEPTION
    }

    private final Set<F> futures;
    private final Until until;
    private final Future<@Nullable Void> waiter;
    private int unfinished;

    private Waiting(Collection<? extends F> futures, Until until) {
        this.futures = new LinkedHashSet<>(futures);
        if (this.futures.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to wait for");
        }
        this.until = until;
        this.waiter = Future.pending();
        this.unfinished = this.futures.size();
    }

    static <F extends Future<?>> WaitResult<F> wait(
            Collection<? extends F> futures, Until until, @Nullable Duration timeout) {
        return new Waiting<F>(futures, until).await(timeout);
    }

    private WaitResult<F> await(@Nullable Duration timeout) {
        Loop loop = waiter.loop;
        TimerHandle timer =
                timeout == null
                        ? null
                        : loop.scheduler.callAtInternal(
                                loop.fromNow(timeout), () -> waiter.finish(null));
        Consumer<Future<?>> onDone = this::oneDone;
        for (F future : futures) {
            future.addInternalCallback(onDone);
        }
        try {
            waiter.await();
        } finally {
            if (timer != null) {
                timer.cancel();
            }
            for (F future : futures) {
                future.removeInternalCallback(onDone);
            }
        }
        return split();
    }

    /**
     * Waits until all futures are done, for those who have cancelled them: neither a scope that is
     * cancelled nor a cancel of the task cuts it short. The latter is thrown at the end.
     */
    static void untilDone(Collection<? extends Future<?>> futures) {
        Task<?> task = Task.currentForSuspending();
        CancelledError cancelled = null;
        for (Future<?> future : futures) {
            while (!future.isDone()) {
                try {
                    waitForOne(task, future);
                } catch (CancelledError e) {
                    if (task.isEnding()) {
                        throw e;
                    }
                    cancelled = e;
                }
            }
        }
        if (cancelled != null) {
            throw cancelled;
        }
    }

    private static void waitForOne(Task<?> task, Future<?> future) {
        var done = new Future<@Nullable Void>(task.loop);
        Consumer<Future<?>> onDone = any -> done.finish(null);
        future.addInternalCallback(onDone);
        try {
            task.waitForIgnoringScopes(done);
            done.result();
        } finally {
            future.removeInternalCallback(onDone);
        }
    }

    private void oneDone(Future<?> future) {
        unfinished--;
        if (unfinished == 0
                || until == Until.FIRST_COMPLETED
                || (until == Until.FIRST_EXCEPTION && future.hasFailed())) {
            waiter.finish(null);
        }
    }

    private WaitResult<F> split() {
        Set<F> done = new LinkedHashSet<>();
        Set<F> pending = new LinkedHashSet<>();
        for (F future : futures) {
            (future.isDone() ? done : pending).add(future);
        }
        return new WaitResult<>(
                Collections.unmodifiableSet(done), Collections.unmodifiableSet(pending));
    }
}
