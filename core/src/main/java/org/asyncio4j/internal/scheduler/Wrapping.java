package org.asyncio4j.internal.scheduler;

/** An action of the host's around one of the user's, which is the one to name in reports. */
public interface Wrapping extends Runnable {
    Object wrapped();
}
