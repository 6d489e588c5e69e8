package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.internal.scheduler.TimerCallback;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds tasks that were cancelled and have gone on for too long since. Each is reported once, with
 * its stack: it may be cleaning up, or it has swallowed the cancel. Confined to the loop.
 */
final class CancelWatch {
    private static final class Entry {
        final Cancellation cancellation;
        final long since;
        boolean reported;

        Entry(Cancellation cancellation, long since) {
            this.cancellation = cancellation;
            this.since = since;
        }
    }

    private final Loop loop;

    /** In the order of their cancels, because entries are never replaced. */
    private final Map<Task<?>, Entry> cancelled = new LinkedHashMap<>();

    private Duration threshold = Duration.ofSeconds(10);
    private @Nullable TimerCallback timer;

    CancelWatch(Loop loop) {
        this.loop = loop;
    }

    Duration threshold() {
        return threshold;
    }

    void setThreshold(Duration duration) {
        threshold = duration;
        stopTimer();
        startTimer();
    }

    /** The task was asked to end. */
    void begin(Task<?> task, Cancellation cancellation) {
        if (!cancelled.containsKey(task)) {
            cancelled.put(task, new Entry(cancellation, loop.scheduler.nanoTime()));
            startTimer();
        }
    }

    /** The task has ended, or the requests were taken back. */
    void end(Task<?> task) {
        if (!cancelled.isEmpty() && cancelled.remove(task) != null && cancelled.isEmpty()) {
            stopTimer();
        }
    }

    private void startTimer() {
        if (timer == null) {
            cancelled.values().stream()
                    .filter(entry -> !entry.reported)
                    .findFirst()
                    .ifPresent(entry -> timer = scheduleFor(entry));
        }
    }

    private TimerCallback scheduleFor(Entry entry) {
        return loop.scheduler.callAt(entry.since + limit(), this::check);
    }

    private long limit() {
        return Math.min(Loop.nanos(threshold), Long.MAX_VALUE / 2);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void check() {
        timer = null;
        long now = loop.scheduler.nanoTime();
        var late = new ArrayList<String>();
        cancelled.forEach(
                (task, entry) -> {
                    if (!entry.reported && now - entry.since >= limit()) {
                        entry.reported = true;
                        late.add(describe(task, entry, now));
                    }
                });
        startTimer();
        late.forEach(text -> Log.asyncio().log(Level.WARNING, text)); // may do anything, so last
    }

    private static String describe(Task<?> task, Entry entry, long now) {
        var text = new StringBuilder();
        text.append(task)
                .append(" has gone on for ")
                .append(Duration.ofNanos(now - entry.since).toMillis())
                .append(" ms since it was ")
                .append(entry.cancellation);
        for (StackTraceElement frame : task.getStack()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
