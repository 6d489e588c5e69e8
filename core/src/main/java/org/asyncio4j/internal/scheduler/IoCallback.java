package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** The callback of a channel's readiness. Runs each time the channel is ready, until cancelled. */
final class IoCallback extends Callback {
    IoCallback(Scheduler scheduler, Runnable action) {
        super(scheduler, action, false);
    }

    @Override
    void run() {
        @Nullable Runnable action = pending();
        if (action != null) {
            scheduler.invoke(this, action);
        }
    }
}
