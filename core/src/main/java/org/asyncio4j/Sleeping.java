package org.asyncio4j;

import org.asyncio4j.lowlevel.TimerHandle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** {@link Asyncio#sleep}. */
final class Sleeping {
    private Sleeping() {}

    static void sleep(Duration duration) {
        Task<?> task = Task.currentForSuspending();
        if (!duration.isPositive()) {
            task.yieldNow();
            return;
        }
        Loop loop = task.loop;
        Future<@Nullable Void> wakeUp = new Future<>(loop);
        TimerHandle timer =
                loop.scheduler.callAtInternal(loop.fromNow(duration), () -> wakeUp.finish(null));
        try {
            wakeUp.await();
            task.deliverCancel(); // a sleep has no value that a cancel could lose
        } finally {
            timer.cancel();
        }
    }
}
