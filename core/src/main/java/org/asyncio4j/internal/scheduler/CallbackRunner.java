package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/** The owner of a strand that runs callbacks. Confined to that strand. */
public final class CallbackRunner {
    /** What the host keeps for the callback that runs now; forgotten at its end. */
    public @Nullable Object local;

    void run(Callback callback) {
        Object outer =
                local; // of a callback that has made an eager task, if this is a report on it
        local = null;
        callback.run();
        local = outer;
    }
}
