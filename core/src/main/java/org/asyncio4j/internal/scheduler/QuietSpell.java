package org.asyncio4j.internal.scheduler;

/**
 * When to say that nothing can wake the loop: once that has been so for a while, and once until the
 * loop has run something again. Confined to the loop.
 */
final class QuietSpell {
    private enum State {
        BUSY,
        QUIET,
        TOLD
    }

    private State state = State.BUSY;
    private long since;

    /** The loop runs something, or something can wake it. */
    void end() {
        state = State.BUSY;
    }

    /**
     * Nothing can wake the loop. Tells how long it has to stay so before that is to be told: zero
     * if it is now, {@link Long#MAX_VALUE} if it was.
     */
    long untilTold(long now, long patience) {
        if (state == State.TOLD) {
            return Long.MAX_VALUE;
        }
        if (state == State.BUSY) {
            state = State.QUIET;
            since = now;
        }
        return patience == Long.MAX_VALUE ? patience : Math.max(0, patience - (now - since));
    }

    void told() {
        state = State.TOLD;
    }
}
