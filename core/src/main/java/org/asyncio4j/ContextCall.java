package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Wrapping;
import org.jspecify.annotations.Nullable;

/**
 * A callback that runs in a context. The scheduler ends that by forgetting the context of each
 * callback after it, so that the exception handler still runs in it.
 */
record ContextCall(Context context, Runnable wrapped) implements Wrapping {
    /** The callback itself if the context is empty, as without this one it would be. */
    static Runnable of(@Nullable Context context, Runnable callback) {
        return context == null ? callback : new ContextCall(context, callback);
    }

    @Override
    public void run() {
        context.beginCallback();
        wrapped.run();
    }
}
