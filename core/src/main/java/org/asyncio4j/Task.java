package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Work that runs concurrently with other tasks of its loop, one at a time, each until it suspends.
 *
 * <p>A task is a {@link Future} of its work's result. It runs on a virtual thread of its own, so
 * stack traces, thread locals, {@code synchronized} and debuggers work as in any thread. Tasks are
 * made by {@link Asyncio#createTask} and held by their loop until they are done. Like futures, they
 * are confined to their loop.
 *
 * <p>Cancellation: {@link #cancel(String)} asks; the task gets a {@link CancelledError} at the
 * suspension point where it waits, or the next one it reaches. A value that was already handed to
 * it is not lost: the call that waited for it returns it, and the error comes at the next
 * suspension point. A task in a blocking JDK call is interrupted (carried back-end).
 *
 * <p>Models {@code asyncio.Task}. Differences: the loop holds tasks strongly; a value already given
 * survives a cancel.
 *
 * @param <T> the type of the result
 */
public final class Task<T extends @Nullable Object> extends Future<T> {
    private static final AtomicLong COUNTER = new AtomicLong();

    private final Strand strand;
    private final Site site;
    private final String name;

    /** Cleared when the work begins. */
    private @Nullable Object work;

    /** What the task runs in now; null stands for one that is empty. See {@link Context}. */
    @Nullable Context context;

    /** The future this task is suspended on; null while it runs or is about to. */
    private @Nullable Future<?> waitingFor;

    /** A cancel that is still to be delivered, with its reason. */
    private boolean mustCancel;

    private @Nullable String cancelReason;

    /** What the task waited for is done, and it has not run since. */
    private boolean valueGiven;

    /** The cancel came after a value was given: if the body ends, it ends with its result. */
    private boolean keepsValue;

    private int cancelRequests;

    /** The loop is closing and wants this task to end. */
    private boolean ending;

    /** A cancel has interrupted the thread, in a blocking call. */
    private boolean cancelInterrupted;

    /** The interrupt flag that may be set since is ours and must not leak into later code. */
    private boolean flagIsOurs;

    /** Neighbours in the loop's list of unfinished tasks. */
    @Nullable Task<?> previous;

    @Nullable Task<?> next;

    Task(Loop loop, Object work, Site site, TaskOptions options) {
        super(loop);
        this.site = site;
        this.work = work instanceof Coroutine<?> coroutine ? coroutine.take() : work;
        long number = COUNTER.incrementAndGet();
        this.name = options.name() == null ? "Task-" + number : options.name();
        this.context =
                options.context() == null ? Context.copyOfCurrentOrNull() : options.context();
        this.strand = loop.scheduler.newStrand(this, this::run);
        if (options.name() != null) {
            strand.thread().setName(name); // for thread dumps; costs memory, so only on request
        }
    }

    void start() {
        loop.add(this);
        strand.start();
    }

    /** The task that the calling thread runs, null if it runs none. */
    static @Nullable Task<?> currentOrNull() {
        Strand strand = Strand.current();
        return strand != null && strand.owner() instanceof Task<?> task ? task : null;
    }

    static Task<?> currentForSuspending() {
        Task<?> task = currentOrNull();
        if (task == null) {
            throw new IllegalStateException(
                    Strand.current() == null
                            ? "cannot suspend here: no event loop is running on this thread"
                            : "cannot suspend here: callbacks run outside of any task");
        }
        return task;
    }

    // ---- the body

    private void run() {
        Object body = Objects.requireNonNull(work);
        work = null;
        try {
            deliverCancel(); // cancelled before the first step: the body does not run
            T value = Works.cast(Works.run(body));
            if (!keepsValue) {
                deliverCancel();
            }
            takeBackInterrupt();
            finish(value);
        } catch (CancelledError e) {
            takeBackInterrupt();
            finishCancelled(e);
        } catch (Throwable e) {
            boolean cancelled = isFromCancel(e);
            takeBackInterrupt();
            if (cancelled) {
                finishCancelled(new CancelledError(cancelReason, e));
            } else {
                fail(e);
            }
        } finally {
            loop.remove(this);
        }
    }

    /** Whether this is how a blocking call ended that a cancel interrupted. */
    boolean isFromCancel(Throwable e) {
        return cancelInterrupted && cancelRequests > 0 && isFromInterrupt(e);
    }

    private static boolean isFromInterrupt(Throwable e) {
        return e instanceof InterruptedException
                || e instanceof ClosedByInterruptException
                || (e instanceof SocketException && "Closed by interrupt".equals(e.getMessage()));
    }

    // ---- suspending

    /** Suspends until the future is done. Called by the task itself. */
    void waitFor(Future<?> future) {
        assert currentOrNull() == this;
        if (future == this) {
            throw new IllegalStateException("a task cannot await itself: " + this);
        }
        if (future.loop != loop) {
            throw new IllegalStateException(this + " got " + future + " of another loop");
        }
        takeBackInterrupt();
        checkNotEnding();
        future.addWaiting(this);
        waitingFor = future;
        if (mustCancel && future.cancel(cancelReason)) {
            setMustCancel(false);
        }
        try {
            if (waitingFor == null) {
                strand.yieldNow(); // done by that cancel; still one turn for the others
            }
            while (waitingFor != null) {
                strand.suspend();
            }
        } catch (IllegalStateException e) {
            stopWaiting();
            throw e;
        }
        valueGiven = false;
        if (future.endedInCancelledError()) {
            dropPendingCancel(); // one error for all requests that came before it is thrown
        }
        checkNotEnding();
    }

    private void stopWaiting() {
        if (waitingFor != null) {
            waitingFor.removeWaiting(this);
            waitingFor = null;
        }
    }

    /** The future that this task waits for is done. */
    void wakeUp() {
        waitingFor = null;
        valueGiven = true;
        strand.wake();
    }

    /** Lets everything that is ready run once. Called by the task itself. */
    void yieldNow() {
        takeBackInterrupt();
        checkNotEnding();
        strand.yieldNow();
        deliverCancel();
    }

    /** Throws a cancel that came while there was nothing to cancel inside. */
    void deliverCancel() {
        if (mustCancel) {
            setMustCancel(false);
            throw new CancelledError(cancelReason);
        }
    }

    private void setMustCancel(boolean must) {
        mustCancel = must;
        strand.tellIfForeign(must);
    }

    private void takeBackInterrupt() {
        if (flagIsOurs) {
            flagIsOurs = false;
            Thread.interrupted();
        }
    }

    // ---- cancelling

    /**
     * Asks the task to end. Returns at once; the task gets a {@link CancelledError} when it next
     * runs, and may clean up, suspend doing so, or even go on. What it waits for is cancelled too,
     * if it is a future. A task that has not begun never begins.
     *
     * @param reason the message of the error
     * @return false if the task was done already
     */
    @Override
    public boolean cancel(@Nullable String reason) {
        assert loop.isConfined() : "a task was cancelled off its loop; use callSoonThreadsafe";
        if (isDone()) {
            markHeard();
            return false;
        }
        cancelRequests++;
        if (waitingFor != null && waitingFor.cancel(reason)) {
            return true;
        }
        setMustCancel(true);
        cancelReason = reason;
        keepsValue = valueGiven;
        interruptIfForeign();
        return true;
    }

    /** A cancel gets through to a blocking JDK call by an interrupt. */
    void interruptIfForeign() {
        if (mustCancel && strand.isForeign()) {
            cancelInterrupted = true;
            flagIsOurs = true;
            strand.thread().interrupt();
        }
    }

    /** How many cancel requests were made and not taken back. */
    public int cancelling() {
        return cancelRequests;
    }

    /**
     * Takes one cancel request back, as blocks do that cancelled the task themselves and have dealt
     * with it. When none is left, a cancel that was not delivered yet is dropped.
     *
     * @return how many are left
     */
    public int uncancel() {
        if (cancelRequests > 0 && --cancelRequests == 0) {
            setMustCancel(false);
        }
        return cancelRequests;
    }

    /** The loop closes: raises at the suspension point the task is at and all that follow. */
    void end() {
        ending = true;
        cancel("the event loop is closing");
        stopWaiting();
        strand.wake();
    }

    private void checkNotEnding() {
        if (ending) {
            throw new CancelledError("the event loop is closing");
        }
    }

    boolean isForeign() {
        return strand.isForeign();
    }

    /** Whether a cancel waits to be delivered. */
    boolean hasPendingCancel() {
        return mustCancel;
    }

    /** Forgets a cancel that waits to be delivered. */
    void dropPendingCancel() {
        setMustCancel(false);
        cancelInterrupted = false;
        takeBackInterrupt();
    }

    // ---- the rest

    /** The name given when the task was made, or {@code Task-1} and so on. */
    public String name() {
        return name;
    }

    /** The context that the task runs in. To be touched on the task's loop only. */
    public Context context() {
        if (context == null) {
            context = new Context();
        }
        return context;
    }

    /**
     * The stack of the task's thread: where it is suspended, empty when it has not begun or is
     * done. Meant for diagnosis: looking at a task that is about to run may delay its turn.
     */
    public StackTraceElement[] getStack() {
        return strand.thread().getStackTrace();
    }

    /**
     * Not for tasks: their work sets the result.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void setResult(T value) {
        throw new UnsupportedOperationException("a task does not take a result from outside");
    }

    /**
     * Not for tasks: their work fails by itself.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void setException(Throwable error) {
        throw new UnsupportedOperationException("a task does not take an exception from outside");
    }

    @Override
    String label() {
        return "<Task name='" + name + "' coro=<" + site + ">>";
    }

    @Override
    public String toString() {
        String state = !isDone() && cancelRequests > 0 ? "cancelling" : stateText();
        String waits = waitingFor == null ? "" : " wait_for=" + waitingFor.label();
        return "<Task " + state + " name='" + name + "' coro=<" + site + ">" + waits + ">";
    }
}
