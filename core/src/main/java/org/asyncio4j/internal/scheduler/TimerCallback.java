package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.TimerHandle;

import java.time.Duration;

/** A callback that is due at a time. Entry of the {@link TimerQueue}. */
public final class TimerCallback extends Callback implements TimerHandle {
    final long when;

    /** Position in the heap, -1 when not in it. */
    int index = -1;

    /** Breaks ties, so that timers due at one time run in the order they were made. */
    long sequence;

    TimerCallback(Scheduler scheduler, long when, Runnable action, boolean internal) {
        super(scheduler, action, internal);
        this.when = when;
    }

    @Override
    public Duration when() {
        return Duration.ofNanos(when);
    }

    @Override
    public void cancel() {
        super.cancel();
        scheduler.timers.remove(this);
    }

    @Override
    String kind() {
        return "TimerHandle when=" + when();
    }
}
