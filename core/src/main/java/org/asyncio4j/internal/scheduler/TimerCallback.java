package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.TimerHandle;

import java.time.Duration;

/** A callback that is due at a time. Entry of the {@link TimerQueue}. */
public final class TimerCallback extends Callback implements TimerHandle {
    final long when;

    /** Position in the heap, -1 when not in it. */
    int index = -1;

    /** Breaks ties: of timers due at one time the lowest runs first. */
    long rank;

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
