package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that takes its turns on a loop: one for each task, one that runs callbacks, and
 * one for the body of each generator.
 *
 * <p>A strand is also the uncaught-exception handler of its thread. That slot is how code finds out
 * which strand it runs on: it costs one field read on any thread, is public API and is inherited by
 * nobody.
 *
 * <pre>
 * state           entered                                            left by
 * NEW             constructor                                        start
 * QUEUED          start, wake, yieldNow                              the loop popping it
 * RESUMING        the loop is about to run it                        the strand itself, running
 * RUNNING         it runs                                            suspend, yieldNow, JDK code, end
 * SUSPENDED       suspend                                            wake
 * STANDBY         transferTo                                         a strand transferring to it
 * FOREIGN         unmounted inside JDK code (sleep, lock, socket)    its continuation is submitted
 * FOREIGN_QUEUED  submitted by the JDK                               the loop popping it
 * DONE            the body ended
 * </pre>
 *
 * A strand still RESUMING after the loop ran its continuation did not run: somebody sampling its
 * stack held it. It counts as FOREIGN then, because the sampler submits it again.
 *
 * <p>All fields are confined to the loop unless noted.
 */
public abstract sealed class Strand extends Step
        implements Runnable, Thread.UncaughtExceptionHandler permits CarriedStrand, HandOffStrand {
    enum State {
        NEW,
        QUEUED,
        RESUMING,
        RUNNING,
        SUSPENDED,
        STANDBY,
        FOREIGN,
        FOREIGN_QUEUED,
        DONE
    }

    final Scheduler scheduler;
    State state = State.NEW;

    /** The owner wants to know when the strand blocks in a JDK call. */
    boolean tellIfForeign;

    /**
     * Dropped at the end: the JDK may hold on to a thread that has ended, but not to its work. That
     * of a generator changes with each turn.
     */
    private @Nullable Object owner;

    private @Nullable Runnable body;

    Strand(Scheduler scheduler, @Nullable Object owner, Runnable body) {
        this.scheduler = scheduler;
        this.owner = owner;
        this.body = body;
    }

    /** The strand that the calling thread belongs to, null on any other thread. */
    public static @Nullable Strand current() {
        Thread thread = Thread.currentThread();
        if (thread.getUncaughtExceptionHandler() instanceof Strand strand
                && strand.thread() == thread) {
            return strand;
        }
        return thread.isVirtual() ? Scheduler.strandWithForeignHandler(thread) : null;
    }

    public final Scheduler scheduler() {
        return scheduler;
    }

    /** What the strand was made for: a task or a {@link CallbackRunner}; null if it has ended. */
    public final @Nullable Object owner() {
        return owner;
    }

    /** Says whose work the strand does from now on. For strands that others transfer to. */
    public final void setOwner(@Nullable Object newOwner) {
        owner = newOwner;
    }

    /** The strand's thread. Any thread may ask. */
    public abstract Thread thread();

    /** Queues the strand for its first turn. It is that of a task among the host's. */
    public abstract void start();

    /**
     * Gives this strand its first turn at once; the creator, which calls, goes on when it suspends,
     * blocks or ends. Nothing else runs in between. Where the creator cannot suspend, this is
     * {@link #start}.
     */
    public abstract void startAheadOf(Strand creator);

    /**
     * Gives the loop away until {@link #wake}. Called by the strand itself, after it left what will
     * wake it a way to do so.
     *
     * @throws IllegalStateException if a class initialiser or a native frame is on the stack
     */
    public abstract void suspend();

    /**
     * Gives the turn to a strand that is new or on stand-by, and stands by until it, or another, is
     * transferred back. Nothing else of the loop runs in between. Called by the strand itself.
     *
     * @throws IllegalStateException like {@link #suspend}
     */
    public abstract void transferTo(Strand other);

    /** {@link #transferTo} for the end: what is left of the caller's body must not suspend. */
    public abstract void endWith(Strand other);

    /** Lets everything that is ready run once, then goes on. Throws like {@link #suspend}. */
    public abstract void yieldNow();

    /** Queues a suspended strand. Does nothing in any other state. */
    public final void wake() {
        if (state == State.SUSPENDED) {
            state = State.QUEUED;
            scheduler.ready.push(this);
        }
    }

    /** Whether the strand is blocked in a JDK call while others run. */
    public final boolean isForeign() {
        return state == State.FOREIGN;
    }

    /** Whether the host is to be told when the strand blocks in a JDK call from now on. */
    public final void tellIfForeign(boolean tell) {
        tellIfForeign = tell;
    }

    /** Gives the strand its turn. Called by the loop; returns when the loop is free again. */
    abstract void resume();

    /** What the strand's thread runs, and nobody else. */
    @Override
    public abstract void run();

    final void runBody() {
        state = State.RUNNING;
        Runnable work = body;
        body = null;
        try {
            if (work != null) {
                work.run();
            }
        } finally {
            state = State.DONE;
            owner = null;
        }
    }

    @Override
    public final void uncaughtException(Thread thread, Throwable error) {
        scheduler.host.strandFailed(error);
    }

    static IllegalStateException pinned() {
        return new IllegalStateException(
                "cannot suspend here: a class initialiser or a native frame is on the stack");
    }
}
