package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * A strand on an ordinary virtual thread. Strands and the loop, which is a strand here too, pass a
 * baton: who holds it runs, all others are parked.
 *
 * <p>A strand that suspends hands the baton straight to the next strand of the iteration when there
 * is one, without a detour through the loop. After the hand-over the giver still runs for a moment
 * on another carrier, so it touches nothing but its own {@link #baton} from then on.
 */
final class HandOffStrand extends Strand {
    private final Thread thread;
    private final boolean isLoop;
    private boolean started;

    /** Set by the giver, cleared by the owner. */
    private volatile boolean baton;

    HandOffStrand(Scheduler scheduler, @Nullable Object owner, Runnable body) {
        this(scheduler, owner, body, false);
    }

    private HandOffStrand(
            Scheduler scheduler, @Nullable Object owner, Runnable body, boolean isLoop) {
        super(scheduler, owner, body);
        this.isLoop = isLoop;
        this.thread = Thread.ofVirtual().unstarted(this);
        thread.setUncaughtExceptionHandler(this);
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void start() {
        state = State.QUEUED;
        scheduler.ready.push(this);
    }

    @Override
    public void startAheadOf(Strand creator) {
        state = State.QUEUED;
        if (((HandOffStrand) creator).isLoop) { // it runs a callback
            scheduler.runAlone(this);
        } else {
            scheduler.runNext(this, creator);
            ((HandOffStrand) creator).leave(State.QUEUED);
        }
    }

    /** The strand that is the loop. */
    static HandOffStrand loop(Scheduler scheduler, CallbackRunner owner, Runnable drive) {
        return new HandOffStrand(scheduler, owner, drive, true);
    }

    /** Starts the loop's strand, which needs nobody to hand it the baton. */
    void startLoop() {
        started = true;
        thread.start();
    }

    @Override
    public void run() {
        try {
            runBody();
        } finally {
            if (!isLoop) {
                passOn();
            }
        }
    }

    @Override
    void resume() {
        HandOffStrand loop = scheduler.loopStrand;
        if (state != State.QUEUED || loop == null) {
            return;
        }
        state = State.RUNNING;
        scheduler.current = this;
        receive();
        loop.awaitBaton();
        scheduler.current = null;
    }

    @Override
    public void suspend() {
        leave(State.SUSPENDED);
    }

    @Override
    public void transferTo(Strand other) {
        if (isLoop) { // it runs a callback
            other.state = State.QUEUED;
            scheduler.runAlone(other);
        } else {
            scheduler.successor = other;
            leave(State.STANDBY);
        }
    }

    @Override
    public void endWith(Strand other) {
        scheduler.successor = other;
    }

    @Override
    public void yieldNow() {
        scheduler.ready.push(this);
        leave(State.QUEUED);
    }

    private void leave(State left) {
        assert Thread.currentThread() == thread;
        if (scheduler.loopStrand == null) {
            throw new IllegalStateException("the event loop is closed");
        }
        state = left;
        passOn();
        awaitBaton();
    }

    private void passOn() {
        HandOffStrand next = scheduler.takeStrand();
        if (next == null) {
            next = scheduler.loopStrand;
        }
        if (next != null) {
            next.receive();
        }
    }

    /** Called by the giver, as the last thing it does with the loop. */
    private void receive() {
        if (started) {
            baton = true;
            LockSupport.unpark(thread);
        } else {
            started = true;
            thread.start();
        }
    }

    /** An interrupt flag would make park return at once for ever, so it is put aside meanwhile. */
    private void awaitBaton() {
        boolean interrupted = false;
        while (!baton) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        baton = false;
        if (interrupted) {
            thread.interrupt();
        }
    }
}
