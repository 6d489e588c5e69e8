package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Wrapping;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A result that is not there yet. Bridges callbacks to tasks: one side awaits, the other sets.
 *
 * <p>A future belongs to the loop it was made on and must be touched there only; other threads go
 * through {@link EventLoop#callSoonThreadsafe}. Callbacks and waiting tasks are never run by the
 * call that completes the future but queued in the order they came.
 *
 * <p>An error that nobody asks for is reported to the loop's exception handler, when the future is
 * garbage or the loop closes.
 *
 * <pre>{@code
 * Future<String> reply = Future.pending();
 * getRunningLoop().callLater(seconds(1), () -> reply.setResult("pong"));
 * IO.println(reply.await());
 * }</pre>
 *
 * <p>Models {@code asyncio.Future}. Not related to {@link java.util.concurrent.Future}.
 *
 * @param <T> the type of the result
 */
public sealed class Future<T extends @Nullable Object> implements Awaitable<T>
        permits Task, GatherFuture, Waiter {
    private enum Status {
        PENDING,
        FINISHED,
        FAILED,
        CANCELLED
    }

    final Loop loop;
    private Status status = Status.PENDING;

    /**
     * FINISHED: the value. FAILED: the error. CANCELLED: the Cancellation or the error that said
     * so.
     */
    private @Nullable Object result;

    /** Who to wake: null, a Task that waits, a DoneCallback, or a List of these. */
    private @Nullable Object callbacks;

    private @Nullable Unheard unheard;

    Future(Loop loop) {
        this.loop = loop;
    }

    /**
     * Makes a future of the running loop.
     *
     * @throws IllegalStateException if no loop is running
     */
    public static <T extends @Nullable Object> Future<T> pending() {
        return new Future<>(Loop.running());
    }

    /** The loop this future belongs to. */
    public final EventLoop loop() {
        return loop;
    }

    // ---- asking

    /** Whether there is a result, an error or a cancellation. */
    public final boolean isDone() {
        return status != Status.PENDING;
    }

    /** Whether the future was cancelled. */
    public final boolean isCancelled() {
        return status == Status.CANCELLED;
    }

    /**
     * The result. Throws the error if the future failed, as it is.
     *
     * @throws InvalidStateException if there is no result yet
     * @throws CancelledError if the future was cancelled
     */
    public final T result() {
        return switch (status) {
            case FINISHED -> Works.cast(result);
            case PENDING -> throw new InvalidStateException("the result is not set: " + this);
            case CANCELLED -> throw cancelledError();
            case FAILED -> throw Works.sneaky(heard());
        };
    }

    /**
     * The error, or null if the future has a result.
     *
     * @throws InvalidStateException if it is not done
     * @throws CancelledError if it was cancelled
     */
    public final @Nullable Throwable exception() {
        return switch (status) {
            case FINISHED -> null;
            case PENDING -> throw new InvalidStateException("the exception is not set: " + this);
            case CANCELLED -> throw cancelledError();
            case FAILED -> heard();
        };
    }

    private Throwable heard() {
        if (unheard != null) {
            unheard.settle();
            unheard = null;
        }
        return (Throwable) Objects.requireNonNull(result);
    }

    /** Says that nobody needs to ask for the error. */
    final void markHeard() {
        if (status == Status.FAILED) {
            heard();
        }
    }

    /** Whether awaiting it throws a {@link CancelledError}. */
    final boolean endedInCancelledError() {
        return status == Status.CANCELLED
                || (status == Status.FAILED && result instanceof CancelledError);
    }

    final boolean hasFailed() {
        return status == Status.FAILED;
    }

    /** The error, without counting as heard. */
    final @Nullable Throwable errorOrNull() {
        return status == Status.FAILED ? (Throwable) result : null;
    }

    final CancelledError cancelledError() {
        return result instanceof CancelledError error
                ? error
                : new CancelledError((Cancellation) Objects.requireNonNull(result));
    }

    /**
     * Suspends the current task until the future is done; returns at once if it is. Cancelling the
     * task that waits cancels this future.
     *
     * @throws CancelledError if the future, or the task that waits, was cancelled
     * @throws IllegalStateException if no task is running here, or one of another loop
     */
    @Override
    public final T await() {
        if (status == Status.PENDING) {
            Task.currentForSuspending().waitFor(this);
        }
        return result();
    }

    /**
     * How it ended, as a value.
     *
     * @throws InvalidStateException if it is not done
     */
    public final Outcome<T> outcome() {
        return switch (status) {
            case FINISHED -> new Outcome.Success<>(Works.cast(result));
            case PENDING -> throw new InvalidStateException("the outcome is not set: " + this);
            case CANCELLED -> new Outcome.Cancelled<>(cancelledError());
            case FAILED -> new Outcome.Failure<>(heard());
        };
    }

    /**
     * A future that other threads may wait for, and that ends as this one does. Cancelling it, on
     * any thread, cancels this one. It is cancelled if the loop closes first.
     */
    public final CompletableFuture<T> toCompletableFuture() {
        return Bridges.unwrap(this);
    }

    // ---- completing

    /**
     * Gives the future its result.
     *
     * @throws InvalidStateException if it is done
     */
    public void setResult(T value) {
        checkPending();
        complete(Status.FINISHED, value);
    }

    /**
     * Lets the future fail.
     *
     * @throws InvalidStateException if it is done
     */
    public void setException(Throwable error) {
        checkPending();
        fail(Objects.requireNonNull(error, "error"));
    }

    /** Cancels the future. See {@link #cancel(String)}. */
    public final boolean cancel() {
        return cancel(null);
    }

    /**
     * Cancels the future: whoever awaits it gets a {@link CancelledError} with the given reason.
     *
     * @return false if it was done already
     */
    public boolean cancel(@Nullable String reason) {
        return cancelWith(Cancellation.here(reason));
    }

    /** What {@link #cancel(String)} does, for a request that may come from elsewhere. */
    boolean cancelWith(Cancellation cancellation) {
        if (status != Status.PENDING) {
            markHeard(); // who cancels does not care for the error
            return false;
        }
        complete(Status.CANCELLED, cancellation);
        return true;
    }

    /** {@link #setResult} for those who may come too late, after a cancel. */
    final void finish(T value) {
        if (status == Status.PENDING) {
            complete(Status.FINISHED, value);
        }
    }

    /** {@link #setException} for those who may come too late, after a cancel. */
    final void fail(Throwable error) {
        if (status == Status.PENDING) {
            if (!(error instanceof CancelledError)) { // which says that nobody waits any more
                unheard = new Unheard(this, error);
                unheard.begin();
            }
            complete(Status.FAILED, error);
        }
    }

    final void finishCancelled(CancelledError error) {
        complete(Status.CANCELLED, error);
    }

    private void checkPending() {
        if (status != Status.PENDING) {
            throw new InvalidStateException("already done: " + this);
        }
    }

    private void complete(Status newStatus, @Nullable Object newResult) {
        assert loop.isConfined() : "a future was completed off its loop; use callSoonThreadsafe";
        status = newStatus;
        result = newResult;
        Object waiting = callbacks;
        callbacks = null;
        if (waiting instanceof List<?> list) {
            list.forEach(this::tell);
        } else if (waiting != null) {
            tell(waiting);
        }
    }

    private void tell(Object waiting) {
        if (waiting instanceof Task<?> task) { // no switch: a timer may do this on the bare carrier
            task.wakeUp();
        } else {
            ((DoneCallback<?>) waiting).schedule();
        }
    }

    // ---- callbacks

    /**
     * Runs the callback on the loop, soon after the future is done. If it is done already, the
     * callback is queued now. It runs in a copy of the caller's context. What it throws goes to the
     * loop's exception handler.
     */
    public final void addDoneCallback(Consumer<? super Future<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        addCallback(new DoneCallback<>(this, callback, false, Context.copyOfCurrentOrNull()));
    }

    /** {@link #addDoneCallback(Consumer)} for a callback that runs in the context given. */
    public final void addDoneCallback(Context context, Consumer<? super Future<T>> callback) {
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(callback, "callback");
        addCallback(new DoneCallback<>(this, callback, false, context));
    }

    /** {@link #addDoneCallback} for our own bookkeeping: must not call user code. */
    final void addInternalCallback(Consumer<? super Future<T>> callback) {
        addCallback(new DoneCallback<>(this, callback, true, null));
    }

    /**
     * {@link #addInternalCallback} of one that is to be told once, to a future that is not done.
     * Called several times in a row, as nobody else may have added one since.
     *
     * @return whether it was not there already
     */
    final boolean addInternalCallbackOnce(Consumer<? super Future<T>> callback) {
        Object last = callbacks instanceof List<?> list ? list.getLast() : callbacks;
        if (last instanceof DoneCallback<?> added && added.action == callback) {
            return false;
        }
        addInternalCallback(callback);
        return true;
    }

    private void addCallback(DoneCallback<T> callback) {
        if (isDone()) {
            callback.schedule();
        } else {
            addWaiting(callback);
        }
    }

    /**
     * Removes every equal callback that is not queued yet.
     *
     * @return how many there were
     */
    public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
        int before = waitingCount();
        removeWaiting(new DoneCallback<>(this, callback, false, null));
        return before - waitingCount();
    }

    final void removeInternalCallback(Consumer<? super Future<T>> callback) {
        removeWaiting(new DoneCallback<>(this, callback, true, null));
    }

    @SuppressWarnings("unchecked")
    final void addWaiting(Object waiting) {
        assert loop.isConfined() : "a future was used off its loop; use callSoonThreadsafe";
        if (callbacks == null) {
            callbacks = waiting;
        } else if (callbacks instanceof List<?> list) {
            ((List<Object>) list).add(waiting);
        } else {
            var list = new ArrayList<Object>(4);
            list.add(callbacks);
            list.add(waiting);
            callbacks = list;
        }
    }

    final void removeWaiting(Object waiting) {
        if (callbacks instanceof List<?> list) {
            list.removeIf(waiting::equals);
        } else if (waiting.equals(callbacks)) {
            callbacks = null;
        }
    }

    final int waitingCount() {
        return callbacks instanceof List<?> list ? list.size() : callbacks == null ? 0 : 1;
    }

    @Override
    public String toString() {
        return "<Future " + stateText() + ">";
    }

    final String stateText() {
        return switch (status) {
            case PENDING -> "pending";
            case FINISHED -> "finished result=" + (result == this ? "itself" : result);
            case FAILED -> "finished exception=" + result;
            case CANCELLED -> "cancelled";
        };
    }

    /** Equal to one with the same action, whatever the context. */
    private record DoneCallback<T extends @Nullable Object>(
            Future<T> future,
            Consumer<? super Future<T>> action,
            boolean internal,
            @Nullable Context context)
            implements Wrapping {
        void schedule() {
            if (internal) {
                future.loop.scheduler.callSoonInternal(this);
            } else {
                future.loop.scheduler.callSoon(ContextCall.of(context, this));
            }
        }

        @Override
        public void run() {
            action.accept(future);
        }

        @Override
        public Object wrapped() {
            return action;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof DoneCallback<?> callback
                    && action.equals(callback.action)
                    && internal == callback.internal;
        }

        @Override
        public int hashCode() {
            return action.hashCode();
        }
    }

    /** An error that nobody has asked for yet. */
    private static final class Unheard extends Tracked {
        private final String kind;
        private final Throwable error;
        private final String future;
        private final @Nullable Context context;

        Unheard(Future<?> future, Throwable error) {
            super(future, future.loop);
            this.kind = future instanceof Task ? "Task" : "Future";
            this.future = future.label();
            this.error = error;
            this.context = future instanceof Task<?> task ? task.context : null;
        }

        @Override
        @Nullable Context context() {
            return context;
        }

        @Override
        ExceptionContext neglect() {
            return new ExceptionContext(kind + " exception was never retrieved", error, future);
        }
    }

    /** A name for reports that outlives the future. */
    String label() {
        return "Future";
    }
}
