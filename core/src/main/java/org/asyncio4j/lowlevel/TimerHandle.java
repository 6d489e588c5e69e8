package org.asyncio4j.lowlevel;

import java.time.Duration;

/** A callback that is to run at a time of the loop's clock. Confined to its loop. */
public interface TimerHandle extends Handle {
    /** The time at which the callback is due, on the scale of {@link EventLoop#time}. */
    Duration when();
}
