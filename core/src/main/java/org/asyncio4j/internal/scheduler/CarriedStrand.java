package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;

/**
 * A strand whose virtual thread is carried by the loop's thread: the strand is the Executor that
 * the JDK submits the thread's continuation to.
 *
 * <p>To suspend, the strand calls {@code Thread.yield()} and swallows the submission that follows
 * from it; the loop then runs the continuation directly when the strand is woken. {@code park}
 * would do as well until an interrupt or a pinned frame came along: it returns at once or blocks
 * the carrier, and either hangs the loop for ever, while a yield is indifferent to interrupts and
 * tells when it could not unmount.
 *
 * <p>Virtual threads that are started inside a task inherit its Executor. Their continuations
 * arrive here too and are told from the strand's own by identity.
 *
 * <p>What the carrier runs for the first time must not have the JDK load or link classes, which
 * takes locks. So there are no lambdas and switches on types or enums in its path.
 */
final class CarriedStrand extends Strand implements Executor {
    static {
        new ForeignNotice(null, null).run(); // links the class before a carrier needs it
    }

    private record ForeignNotice(Scheduler.@Nullable Host host, @Nullable Object owner)
            implements Runnable {
        @Override
        public void run() {
            if (host != null && owner != null) {
                host.strandIsForeign(owner);
            }
        }
    }

    private final Thread thread;

    /**
     * The JDK's {@code runContinuation} of our thread. Written once, at start; any thread reads.
     */
    private volatile @Nullable Runnable continuation;

    CarriedStrand(Scheduler scheduler, @Nullable Object owner, Runnable body) {
        super(scheduler, owner, body);
        this.thread = JdkThreads.newVirtualThread(this, this);
        thread.setUncaughtExceptionHandler(this);
    }

    @Override
    public void run() {
        runBody();
    }

    @Override
    public Thread thread() {
        return thread;
    }

    @Override
    public void start() {
        scheduler.taskThreads().start(thread);
    }

    @Override
    public void startAheadOf(Strand creator) {
        state = State.SUSPENDED;
        start();
        state = State.QUEUED;
        scheduler.runNext(this, creator);
        try {
            ((CarriedStrand) creator).leave(State.QUEUED);
        } catch (IllegalStateException e) { // pinned
            scheduler.dropNext();
            scheduler.ready.push(this);
        }
    }

    /**
     * Starts the thread without queueing the strand, for a first turn by {@link #resumeDirectly} or
     * {@link #transferTo}. Not for tasks, which the loop lists itself.
     */
    void startSuspended() {
        state = State.SUSPENDED;
        thread.start();
    }

    /**
     * Called by the JDK on whatever thread makes a continuation runnable. Never blocks or throws.
     */
    @Override
    public void execute(Runnable runnable) {
        if (continuation == null) {
            continuation = runnable; // from Thread.start, before anything of this strand can run
        }
        boolean own = runnable == continuation;
        if (!scheduler.isOnCarrier()) {
            scheduler.post(own ? this : new GuestStep(runnable));
        } else if (own) {
            submitted();
        } else {
            scheduler.ready.push(new GuestStep(runnable));
        }
    }

    /** The JDK says that our continuation can run. On the loop. */
    void submitted() {
        if (state == State.NEW) {
            state = State.QUEUED;
        } else if (state == State.RUNNING) {
            state = State.FOREIGN_QUEUED;
        } else if (state == State.FOREIGN) {
            scheduler.foreignStrands--;
            state = State.FOREIGN_QUEUED;
        } else {
            return; // our own yield, a duplicate, or a late one
        }
        scheduler.ready.push(this);
    }

    @Override
    void resume() {
        if (state == State.QUEUED) {
            state = State.RESUMING;
            runContinuation();
        } else if (state == State.FOREIGN_QUEUED) {
            state = State.RUNNING;
            runContinuation();
        }
    }

    /**
     * Gives a strand that is at rest its turn without a way through the ready queue.
     *
     * @return whether it came to rest again; if not, it sits in JDK code or has ended
     */
    boolean resumeDirectly() {
        state = State.RESUMING;
        runContinuation();
        return state == State.SUSPENDED;
    }

    /** Runs until the loop is free again: the strand, and those that get its turn from it. */
    private void runContinuation() {
        mount();
        for (Strand next = scheduler.takeSuccessor();
                next != null;
                next = scheduler.takeSuccessor()) {
            next.state = State.RESUMING;
            ((CarriedStrand) next).mount();
        }
    }

    private void mount() {
        Runnable runnable = continuation;
        if (runnable != null) {
            scheduler.current = this;
            runnable.run();
            scheduler.current = null;
        }
        if (state == State.RESUMING || state == State.RUNNING) {
            state = State.FOREIGN;
            scheduler.foreignStrands++;
            tellOwner();
        }
    }

    /** Through a callback: what the owner does takes locks, which the carrier must not. */
    private void tellOwner() {
        Object owner = owner();
        if (tellIfForeign && owner != null) {
            scheduler.callSoon(new ForeignNotice(scheduler.host, owner));
        }
    }

    @Override
    public void suspend() {
        leave(State.SUSPENDED);
    }

    @Override
    public void transferTo(Strand other) {
        if (other.state == State.NEW) {
            ((CarriedStrand) other).startSuspended();
            other.state = State.STANDBY;
        }
        scheduler.successor = other;
        try {
            leave(State.STANDBY);
        } catch (IllegalStateException e) { // pinned
            scheduler.successor = null;
            throw e;
        }
    }

    @Override
    public void endWith(Strand other) {
        if (scheduler.isOnCarrier()) {
            scheduler.successor = other;
        } else { // the loop closed while this strand was in JDK code
            other.state = State.RUNNING;
            ((CarriedStrand) other).abandon();
        }
    }

    @Override
    public void yieldNow() {
        scheduler.ready.push(this);
        try {
            leave(State.QUEUED);
        } catch (IllegalStateException e) {
            scheduler.ready.remove(this);
            throw e;
        }
    }

    private void leave(State left) {
        assert Thread.currentThread() == thread;
        if (!scheduler.isOnCarrier()) {
            throw new IllegalStateException("the event loop is closed");
        }
        state = left;
        Thread.yield();
        boolean unmounted = state != left;
        state = State.RUNNING;
        if (!unmounted) {
            throw pinned();
        }
    }

    /** The rest of an abandoned strand runs where ordinary virtual threads do. */
    void abandon() {
        Runnable runnable = continuation;
        if (runnable != null) {
            JdkThreads.defaultScheduler().execute(runnable);
        }
    }
}
