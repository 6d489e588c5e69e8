package org.asyncio4j;

import org.asyncio4j.lowlevel.TimerHandle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A time after the beginning of a {@code select}, as a case of it. */
final class TimeUp implements Source {
    private final Duration time;
    private final long nanos;

    TimeUp(Duration time) {
        this.time = time;
        this.nanos = Loop.nanos(time);
    }

    @Override
    public boolean isReady(Loop loop, long start) {
        return deadline(start) <= loop.scheduler.nanoTime();
    }

    private long deadline(long start) {
        return nanos > Long.MAX_VALUE - Math.max(start, 0) ? Long.MAX_VALUE : start + nanos;
    }

    @Override
    public Object take() {
        return time;
    }

    @Override
    public Entry enter(Waiter<Entry> choice, long start) {
        return new TimerEntry(choice, deadline(start));
    }

    @Override
    public String toString() {
        return "after " + time;
    }

    private final class TimerEntry extends Entry {
        /** None for a time that never comes. */
        private final @Nullable TimerHandle timer;

        TimerEntry(Waiter<Entry> choice, long deadline) {
            super(choice);
            this.timer =
                    deadline == Long.MAX_VALUE
                            ? null
                            : choice.loop.scheduler.callAtInternal(deadline, this::serve);
        }

        @Override
        Object value() {
            return time;
        }

        @Override
        void leave() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
