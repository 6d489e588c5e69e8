package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * {@link Asyncio#staggeredRace}: starts works one after the other until one succeeds. Models {@code
 * asyncio.staggered.staggered_race}, made for Happy Eyeballs (RFC 8305).
 */
final class StaggeredRace<T extends @Nullable Object> {
    private static final Cancellation LOST = Cancellation.by("a staggered race", null);

    private final Iterator<? extends Block<? extends T, ?>> works;
    private final @Nullable Duration delay;

    /** In the order of the works; those that are over leave {@link #running}. */
    private final List<Task<T>> started = new ArrayList<>();

    private final Set<Task<T>> running = new LinkedHashSet<>();

    private StaggeredRace(List<? extends Block<? extends T, ?>> works, @Nullable Duration delay) {
        this.works = works.iterator();
        this.delay = delay;
    }

    static <T extends @Nullable Object> RaceResult<T> run(
            List<? extends Block<? extends T, ?>> works, @Nullable Duration delay) {
        return new StaggeredRace<T>(works, delay).run();
    }

    private RaceResult<T> run() {
        try {
            Task<T> winner = null;
            while (winner == null && (works.hasNext() || !running.isEmpty())) {
                if (works.hasNext()) {
                    start();
                }
                winner = awaitNextStart();
            }
            cancelAndAwait();
            return result(winner);
        } catch (CancelledError e) {
            cancelAndAwait();
            throw e;
        } finally {
            started.forEach(Task::markHeard); // a loser's error is nobody's concern
        }
    }

    private void start() {
        Task<T> task = Loop.running().newTask(works.next(), TaskOptions.DEFAULT);
        started.add(task);
        running.add(task);
    }

    /** Waits until one has succeeded, or the next one may start. */
    private @Nullable Task<T> awaitNextStart() {
        Task<T> latest = started.getLast();
        Duration wait = works.hasNext() ? delay : null;
        long until = wait == null ? Long.MAX_VALUE : latest.loop.fromNow(wait);
        while (!running.isEmpty()) {
            Duration left = wait == null ? null : until(latest.loop, until);
            Set<Task<T>> done =
                    Waiting.<Task<T>>wait(running, Waiting.Until.FIRST_COMPLETED, left).done();
            running.removeAll(done);
            for (Task<T> task : done) {
                if (!task.isCancelled() && !task.hasFailed()) {
                    return task;
                }
            }
            if (works.hasNext() && (done.isEmpty() || latest.isDone())) {
                return null;
            }
        }
        return null;
    }

    private static Duration until(Loop loop, long when) {
        return Duration.ofNanos(Math.max(0, when - loop.scheduler.nanoTime()));
    }

    private void cancelAndAwait() {
        for (Task<T> task : running) {
            task.cancelWith(LOST);
        }
        Waiting.untilDone(running);
    }

    private RaceResult<T> result(@Nullable Task<T> winner) {
        var errors = new ArrayList<@Nullable Throwable>();
        for (Task<T> task : started) {
            errors.add(task == winner ? null : errorOf(task));
        }
        T value = winner == null ? Works.cast(null) : winner.result();
        int index = winner == null ? RaceResult.NONE : started.indexOf(winner);
        return new RaceResult<>(value, index, Collections.unmodifiableList(errors));
    }

    private static Throwable errorOf(Task<?> task) {
        if (task.hasFailed()) {
            return Objects.requireNonNull(task.exception());
        }
        // One that was too late by less than an iteration has lost like any other.
        return task.isCancelled() ? task.cancelledError() : new CancelledError(LOST);
    }
}
