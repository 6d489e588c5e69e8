package org.asyncio4j;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.EventLoop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A loop for a whole fork, which notes when it thinks that nobody from outside is expected. */
final class RunningLoop implements Clock {
    final EventLoop loop = new Loop(this);

    /** What was announced by a hold that is open, or was. */
    final AtomicLong announced = new AtomicLong();

    /** What has come of it. Confined to the loop. */
    long came;

    /** {@link #announced} before the loop counted the holds. Confined to the loop. */
    private long announcedBefore;

    /** How often the loop thought that nobody was to come although somebody was. */
    volatile int mistakes;

    RunningLoop() {
        loop.callLater(Duration.ofDays(365), () -> {}); // so that the clock is asked each time
        Thread.ofPlatform().daemon().start(loop::runForever);
    }

    @Override
    public long nanoTime() {
        announcedBefore = announced.get();
        return System.nanoTime();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop alone
    public long idle(long untilNextTimer, boolean quiescent) {
        if (quiescent && came < announcedBefore) {
            mistakes++;
        }
        return untilNextTimer;
    }

    @Override
    public long patience() {
        return Long.MAX_VALUE;
    }
}
