package org.asyncio4j.lowlevel;

enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long idle(long untilNextTimer, boolean quiescent) {
        return untilNextTimer;
    }
}
