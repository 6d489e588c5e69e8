package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.internal.scheduler.Strand;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Arrays;
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

    /** How often a task may swallow the error of a closing loop before the loop gives it up. */
    private static final int MOST_ENDING_ERRORS = 1_000;

    /** How often one cancel interrupts blocking calls of a task that goes on waiting. */
    private static final int MOST_INTERRUPTS = 100;

    private final Strand strand;
    private final Site site;
    private final long number;

    /** Null for one that is made of the number when somebody asks. */
    private @Nullable String name;

    /** The generator whose body runs in the place of the task, the innermost; null if none does. */
    private @Nullable LoopRelay advancing;

    /**
     * Time-outs, groups and scopes that the task is inside of. A generator must not leave one by a
     * yield, which compares; so it does not matter if the count wraps around.
     */
    private short openBlocks;

    /** Cleared when the work begins. */
    private @Nullable Object work;

    /** What the task runs in now; null stands for one that is empty. See {@link Context}. */
    @Nullable Context context;

    /** The future this task is suspended on; null while it runs or is about to. */
    private @Nullable Future<?> waitingFor;

    /** A cancel that is still to be delivered. */
    private @Nullable Cancellation pendingCancel;

    /** The innermost scope that the task is in. */
    private @Nullable CancelScope scope;

    /** A task group winds up: cancelled scopes have done their work and do not disturb the wait. */
    private boolean ignoresScopes;

    /** What the task waited for is done, and it has not run since. */
    private boolean valueGiven;

    /** The cancel came after a value was given: if the body ends, it ends with its result. */
    private boolean keepsValue;

    private int cancelRequests;

    /** A cancel is on its way through what this task waits for. */
    private boolean passingCancelOn;

    /** The loop is closing and wants this task to end: how often it was told so. Else zero. */
    private int endingCount;

    /** The cancel that has interrupted the thread, in a blocking call. */
    private @Nullable Cancellation interruptedBy;

    /** How often {@link #interruptedBy} has done that, or all cancels of a closing loop. */
    private int interrupts;

    /** The interrupt flag that may be set since is ours and must not leak into later code. */
    private boolean flagIsOurs;

    /** Neighbours in the loop's list of unfinished tasks, see {@link UnfinishedTasks}. */
    @Nullable Task<?> previous;

    @Nullable Task<?> next;

    Task(Loop loop, Object work, Site site, TaskOptions options, @Nullable CancelScope scope) {
        super(loop);
        this.scope = scope;
        this.site = site;
        this.work = work instanceof Coroutine<?> coroutine ? coroutine.take() : work;
        this.number = COUNTER.incrementAndGet();
        this.name = options.name();
        this.context =
                options.context() == null ? Context.copyOfCurrentOrNull() : options.context();
        this.strand = loop.scheduler.newStrand(this, this::run);
        if (options.name() != null) {
            strand.thread().setName(name); // for thread dumps; costs memory, so only on request
        }
    }

    /**
     * Makes and starts a task without asking the loop's {@link org.asyncio4j.lowlevel.TaskFactory}.
     * For task factories.
     */
    public static <T extends @Nullable Object> Task<T> of(
            EventLoop loop, Block<T, ?> work, TaskOptions options) {
        return ((Loop) loop).taskMaker.makeTask(work, options);
    }

    /** Queues the task for its first turn, or gives it that turn at once. */
    void start(boolean eagerly) {
        loop.unfinished.add(this);
        if (scope != null) {
            scope.add(this);
            tellStrand();
        }
        Strand creator = Strand.current();
        if (eagerly && creator != null && creator.scheduler() == loop.scheduler) {
            strand.startAheadOf(creator);
        } else {
            strand.start();
        }
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

    Thread thread() {
        return strand.thread();
    }

    // ---- the body

    private void run() {
        Object body = Objects.requireNonNull(work);
        work = null;
        try {
            deliverPending(); // cancelled before the first step: the body does not run
            T value = Works.cast(Works.run(body));
            if (!keepsValue) {
                deliverPending();
            }
            takeBackInterrupt();
            finish(value);
        } catch (CancelledError e) {
            takeBackInterrupt();
            finishCancelled(e);
        } catch (Throwable e) {
            Cancellation cause = isFromCancel(e) ? interruptedBy : null;
            takeBackInterrupt();
            if (cause != null) {
                finishCancelled(new CancelledError(cause, e));
            } else {
                fail(e);
            }
        } finally {
            loop.remove(this);
            if (scope != null) {
                scope.remove(this);
            }
        }
    }

    /** Whether the error says that the work was cancelled. */
    boolean isFromCancel(Throwable e) {
        return e instanceof CancelledError
                || (interruptedBy != null && isBeingCancelled() && isFromInterrupt(e));
    }

    private static boolean isFromInterrupt(Throwable e) {
        return e instanceof InterruptedException
                || e instanceof ClosedByInterruptException
                || (e instanceof SocketException && "Closed by interrupt".equals(e.getMessage()));
    }

    // ---- generators

    /** The strand that the task's code runs on: its own, or that of a generator it advances. */
    private Strand runningStrand() {
        return advancing == null ? strand : advancing.strand;
    }

    @Nullable LoopRelay advancing() {
        return advancing;
    }

    /** The task's code goes on elsewhere. Called by that which runs before. */
    void runIn(@Nullable LoopRelay relay) {
        takeBackInterrupt();
        advancing = relay;
        tellStrand();
    }

    short openBlocks() {
        return openBlocks;
    }

    /** A block began, or with -1 ended, that no generator may yield out of. */
    void countBlock(int change) {
        openBlocks += (short) change;
    }

    // ---- suspending

    /** Suspends until the future is done. Called by the task itself. */
    void waitFor(Future<?> future) {
        assert currentOrNull() == this;
        checkCanWaitFor(future);
        takeBackInterrupt();
        checkNotEnding();
        future.addWaiting(this);
        waitingFor = future;
        Cancellation pending = pendingCancel;
        Cancellation cancellation = cancellation();
        if (cancellation != null && future.cancelWith(cancellation)) {
            setPending(null);
        }
        try {
            if (waitingFor == null) {
                runningStrand().yieldNow(); // done by that cancel; still a turn for the others
            }
            while (waitingFor != null) {
                runningStrand().suspend();
            }
        } catch (IllegalStateException e) { // it cannot suspend here, so nobody else has run
            stopWaiting();
            valueGiven = false;
            setPending(pending);
            throw e;
        }
        valueGiven = false;
        if (!future.isDone()) {
            deliverCancel(); // it was taken out of a circle
            checkNotEnding();
        }
        if (future.endedInCancelledError()) {
            setPending(null); // one error for all requests that came before it is thrown
            takeBackInterrupt();
        }
    }

    private void checkCanWaitFor(Future<?> future) {
        if (future == this) {
            throw new IllegalStateException("a task cannot await itself: " + this);
        }
        if (future.loop != loop) {
            throw new IllegalStateException(this + " got " + future + " of another loop");
        }
        for (Future<?> next = future; next instanceof Task<?> task; next = task.waitingFor) {
            if (task == this) {
                throw new IllegalStateException("tasks await each other: " + cycleText(future));
            }
        }
    }

    private String cycleText(Future<?> first) {
        var text = new StringBuilder(name());
        for (Future<?> next = first; next instanceof Task<?> task; next = task.waitingFor) {
            text.append(" -> ").append(task.name());
            if (task == this) {
                break;
            }
        }
        return text.toString();
    }

    /** {@link #waitFor} that only a cancel of the task itself can end, not one of a scope. */
    void waitForIgnoringScopes(Future<?> future) {
        boolean before = ignoresScopes;
        ignoresScopes = true;
        try {
            waitFor(future);
        } finally {
            ignoresScopes = before;
        }
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
        runningStrand().wake();
    }

    /** Whether what it waited for is done, and it has not run since. */
    boolean isWoken() {
        return valueGiven;
    }

    /** Lets everything that is ready run once. Called by the task itself. */
    void yieldNow() {
        takeBackInterrupt();
        checkNotEnding();
        runningStrand().yieldNow();
        deliverCancel();
    }

    /** Throws a cancel that came while there was nothing to cancel inside. */
    void deliverCancel() {
        Cancellation cancellation = cancellation();
        if (cancellation != null) {
            setPending(null);
            throw new CancelledError(cancellation);
        }
    }

    /** {@link #deliverCancel} that does not listen to scopes. */
    void deliverPending() {
        Cancellation cancellation = pendingCancel;
        if (cancellation != null) {
            setPending(null);
            throw new CancelledError(cancellation);
        }
    }

    /** What the next suspension point has to raise, if anything. */
    private @Nullable Cancellation cancellation() {
        return pendingCancel != null || ignoresScopes || scope == null
                ? pendingCancel
                : scope.effectiveCancellation();
    }

    private void setPending(@Nullable Cancellation cancellation) {
        pendingCancel = cancellation;
        tellStrand();
    }

    /** A cancel gets through to a blocking JDK call too, if we hear of it. */
    void tellStrand() {
        runningStrand().tellIfForeign(cancellation() != null);
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
        return super.cancel(reason);
    }

    @Override
    boolean cancelWith(Cancellation cancellation) {
        assert loop.isConfined() : "a task was cancelled off its loop; use callSoonThreadsafe";
        if (isDone()) {
            markHeard();
            return false;
        }
        if (passingCancelOn) {
            stopWaiting(); // for itself, by way of others: the circle ends here
            setPending(cancellation);
            runningStrand().wake();
        } else {
            accept(cancellation);
        }
        return true;
    }

    /** Passes the request to what the task waits for, or keeps it for later. */
    void accept(Cancellation cancellation) {
        CancelScope shield = shieldFrom(cancellation);
        if (shield != null) {
            shield.hold(cancellation);
            return;
        }
        cancelRequests++;
        loop.cancelWatch.begin(this, cancellation);
        if (!passCancelOn(cancellation)) {
            if (pendingCancel == null || !cancellation.isOfBlock()) {
                setPending(cancellation); // the last word counts, but a block's never hides one
            }
            keepsValue = valueGiven;
            interruptIfForeign();
        }
    }

    /** The shield among the task's own scopes that keeps the request away, if there is one. */
    private @Nullable CancelScope shieldFrom(Cancellation cancellation) {
        CancelScope within = cancellation.within();
        for (CancelScope s = ownScope(scope); s != null && s != within; s = ownScope(s.parent())) {
            if (s.isShielding()) {
                return s;
            }
        }
        return null;
    }

    /** Cancels what the task waits for; tells whether there was something to cancel. */
    private boolean passCancelOn(Cancellation cancellation) {
        if (waitingFor == null) {
            return false;
        }
        passingCancelOn = true;
        try {
            return waitingFor.cancelWith(cancellation);
        } finally {
            passingCancelOn = false;
        }
    }

    /** A cancel gets through to a blocking JDK call by an interrupt. */
    void interruptIfForeign() {
        Cancellation cancellation = cancellation();
        Strand running = runningStrand();
        if (cancellation != null && running.isForeign()) {
            if (interruptedBy != cancellation && !isEnding()) {
                interrupts = 0;
            }
            interruptedBy = cancellation;
            if (++interrupts > MOST_INTERRUPTS) {
                return; // it waits whatever happens, and would only wait busily
            }
            flagIsOurs = true;
            running.thread().interrupt();
        }
    }

    private boolean isBeingCancelled() {
        return cancelRequests > 0 || (scope != null && scope.effectiveCancellation() != null);
    }

    // ---- scopes

    @Nullable CancelScope scope() {
        return scope;
    }

    void enter(@Nullable CancelScope newScope) {
        scope = newScope;
        tellStrand();
        if (!isBeingCancelled()) {
            loop.cancelWatch.end(this);
            interruptedBy = null;
            takeBackInterrupt();
        }
    }

    /** A shield went up: it keeps off what came before it and was not delivered, too. */
    void shieldRaised() {
        Cancellation undelivered = pendingCancel;
        if (undelivered != null && shieldFrom(undelivered) != null) {
            cancelRequests--;
            setPending(null);
            accept(undelivered);
        }
    }

    /** A scope that the task is in, with no shield between, was cancelled. */
    void scopeCancelled(Cancellation cancellation) {
        loop.cancelWatch.begin(this, cancellation);
        if (!ignoresScopes) {
            passCancelOn(cancellation);
        }
        tellStrand();
        interruptIfForeign();
    }

    /** How many cancel requests were made and not taken back. */
    public int cancelling() {
        int held = 0;
        for (CancelScope s = ownScope(scope); s != null; s = ownScope(s.parent())) {
            held += s.held();
        }
        return cancelRequests + held;
    }

    /** {@link #cancelling} without what shields keep off. */
    int cancelRequests() {
        return cancelRequests;
    }

    /**
     * {@link #cancelRequests} when a block is entered, for it to compare with: a request that is
     * still to be delivered will strike inside of the block, as if it came there.
     */
    int cancelRequestsBefore() {
        return pendingCancel == null ? cancelRequests : cancelRequests - 1;
    }

    private @Nullable CancelScope ownScope(@Nullable CancelScope candidate) {
        return candidate != null && candidate.isOf(this) ? candidate : null;
    }

    /**
     * Takes one cancel request back, as blocks do that cancelled the task themselves and have dealt
     * with it; one that a shield keeps off only if there is no other. When none is left, a cancel
     * that was not delivered yet is dropped.
     *
     * @return how many are left
     */
    public int uncancel() {
        if (cancelRequests > 0) {
            dropRequest();
            return cancelling();
        }
        for (CancelScope s = ownScope(scope); s != null; s = ownScope(s.parent())) {
            if (s.held() > 0) {
                s.dropLastHeld();
                break;
            }
        }
        return cancelling();
    }

    private void dropRequest() {
        if (cancelRequests > 0 && --cancelRequests == 0) {
            setPending(null);
            if (!isBeingCancelled()) {
                loop.cancelWatch.end(this);
            }
        }
    }

    /**
     * Takes back a request that a block made, when it is left, delivered or not.
     *
     * @param before {@link #cancelRequestsBefore} when the block was entered
     * @return whether no other request has come since
     */
    boolean takeBack(Cancellation cancellation, int before) {
        for (CancelScope s = ownScope(scope); s != null; s = ownScope(s.parent())) {
            if (s.dropHeld(cancellation)) {
                return cancelRequests <= before;
            }
        }
        boolean undelivered = pendingCancel == cancellation;
        dropRequest();
        boolean onlyOurs = cancelRequests <= before;
        if (undelivered && onlyOurs) {
            dropPending();
        }
        return onlyOurs;
    }

    /** Requests that are left are delivered once more, if an error hid the first time. */
    void raiseCancelAgain() {
        if (cancelRequests > 0 && pendingCancel == null) {
            cancelRequests--;
            accept(Cancellation.by("an earlier request", null));
        }
    }

    /** The loop closes: raises at the suspension point the task is at and all that follow. */
    void end() {
        if (endingCount == 0) {
            interrupts = 0;
        }
        endingCount = 1;
        Cancellation cancellation = Cancellation.by("the loop", "the event loop is closing");
        cancelWith(cancellation);
        setPending(cancellation); // whatever shields say
        interruptIfForeign();
        stopWaiting();
        runningStrand().wake();
    }

    boolean isEnding() {
        return endingCount > 0;
    }

    private void checkNotEnding() {
        if (endingCount > 0) {
            if (endingCount++ == MOST_ENDING_ERRORS) {
                giveUp();
            }
            throw new CancelledError("the event loop is closing");
        }
    }

    /** Suspends for good a task that will not end, or the loop could never close. */
    private void giveUp() {
        Log.asyncio()
                .log(Level.ERROR, "gave up, because it would not end as its loop closed: " + this);
        loop.remove(this);
        runningStrand().suspend();
    }

    boolean isForeign() {
        return runningStrand().isForeign();
    }

    /** Forgets a cancel that waits to be delivered. */
    private void dropPending() {
        setPending(null);
        interruptedBy = null;
        takeBackInterrupt();
    }

    // ---- the rest

    /** The name it was given, or {@code Task-1} and so on. */
    public String name() {
        return name == null ? "Task-" + number : name;
    }

    /** Gives the task, and its thread, another name. */
    public void setName(String newName) {
        name = Objects.requireNonNull(newName, "name");
        strand.thread().setName(newName);
    }

    /** The context that the task runs in. To be touched on the task's loop only. */
    public Context context() {
        if (context == null) {
            context = new Context();
        }
        return context;
    }

    /**
     * Where the task is: the stack of its thread, newest frame first; that of its error if it has
     * failed; empty when it has not begun or has ended otherwise. What belongs to this library is
     * left out at both ends.
     *
     * <p>Any thread may ask, for diagnosis: looking at a task that is about to run may delay its
     * turn.
     */
    public StackTraceElement[] getStack() {
        Throwable error = errorOrNull();
        if (error != null) {
            return WaitingTasks.withoutMachinery(error.getStackTrace());
        }
        LoopRelay relay = advancing;
        return relay == null
                ? WaitingTasks.withoutMachinery(strand.thread().getStackTrace())
                : relay.stack();
    }

    /** {@link #getStack()} with so many of the newest frames at most. */
    public StackTraceElement[] getStack(int limit) {
        StackTraceElement[] stack = getStack();
        return Arrays.copyOf(stack, Math.min(Math.max(limit, 0), stack.length));
    }

    /** Prints {@link #getStack()} to the standard error stream. */
    public void printStack() {
        printStack(Integer.MAX_VALUE, System.err);
    }

    /** Prints {@link #getStack(int)} under a line that describes the task. */
    public void printStack(int limit, PrintStream out) {
        StackTraceElement[] stack = getStack(limit);
        var text = new StringBuilder(stack.length == 0 ? "No stack for " : "Stack for ");
        text.append(this).append(System.lineSeparator());
        for (StackTraceElement frame : stack) {
            text.append("\tat ").append(frame).append(System.lineSeparator());
        }
        Throwable error = errorOrNull();
        if (error != null) {
            text.append(error).append(System.lineSeparator());
        }
        out.print(text);
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
        return "<Task name='" + name() + "' coro=<" + site + ">>";
    }

    @Override
    public String toString() {
        String state = !isDone() && cancelRequests > 0 ? "cancelling" : stateText();
        String waits = waitingFor == null ? "" : " wait_for=" + waitingFor.label();
        return "<Task " + state + " name='" + name() + "' coro=<" + site + ">" + waits + ">";
    }
}
