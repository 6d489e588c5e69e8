package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tasks that belong to a block, made by {@link Asyncio#taskGroup}: the block ends when all of them
 * have.
 *
 * <pre>{@code
 * taskGroup(group -> {
 *     group.createTask(() -> serve(port));
 *     group.createTask(() -> report());
 * });
 * }</pre>
 *
 * <p>The first task, or body, to fail cancels all others; when they have ended the block throws an
 * {@link ExceptionGroup} of everything that failed. A task that ends cancelled is no error. A
 * cancel of the task that waits cancels the tasks of the group, and comes out as {@link
 * CancelledError} when they have ended, unless there are errors: those win, and the task is
 * cancelled again at its next suspension point. A {@link VirtualMachineError} is thrown as it is,
 * in place of the group.
 *
 * <p>The tasks live in the {@link CancelScope} that the block was entered in.
 *
 * <p>Confined to the loop. Models {@code asyncio.TaskGroup} of CPython 3.14; {@link #cancel} is
 * that of 3.15, {@link #start} is trio's, {@link #tasks} is an addition.
 */
public final class TaskGroup {
    private final Task<?> parent = Task.currentForSuspending();
    private final @Nullable CancelScope scope = parent.scope();
    private final int requestsBefore = parent.cancelRequestsBefore();
    private final Consumer<Future<?>> taskDone = this::taskDone;

    /** The group's own request to cancel, made when it is needed. */
    private @Nullable Cancellation abortion;

    /** Those whose end has not been dealt with. */
    private final Set<Task<?>> tasks = new LinkedHashSet<>();

    private final List<Throwable> errors = new ArrayList<>();

    /** The first error that is too grave to be put into a group. */
    private @Nullable Throwable fatal;

    /** What the tasks were cancelled by, all of them; null while the group takes new ones. */
    private @Nullable Cancellation abortedBy;

    private boolean parentCancelRequested;

    /** The runner winds up and expects the body to end, and the tasks after it. */
    private boolean windingUp;

    /** The body is over. */
    private boolean exiting;

    /** What the parent waits for when the body is over. */
    private @Nullable Future<@Nullable Void> completed;

    private TaskGroup() {}

    /** Runs a ScopedBlock or ScopedVoidBlock, and waits for the tasks it makes. */
    static <T extends @Nullable Object> T run(Object body) {
        return new TaskGroup().runBody(body);
    }

    private <T extends @Nullable Object> T runBody(Object body) {
        Loop loop = parent.loop;
        loop.openGroups.add(this);
        parent.countBlock(1);
        Object result = null;
        Throwable failure = null;
        try {
            result = Works.run(body, this);
        } catch (Throwable e) {
            failure = e;
        }
        try {
            exit(failure);
        } catch (Throwable e) {
            throw Works.sneaky(e);
        } finally {
            parent.countBlock(-1);
            loop.openGroups.remove(this);
        }
        return Works.cast(result);
    }

    /** The order of steps is that of CPython's {@code TaskGroup.__aexit__}. */
    private void exit(@Nullable Throwable failure) throws Throwable {
        exiting = true;
        boolean bodyCancelled = failure != null && parent.isFromCancel(failure);
        Throwable cancelError = bodyCancelled ? failure : null;
        if ((failure != null || windingUp) && abortedBy == null) {
            abort(abortion());
        }
        while (!tasks.isEmpty()) {
            try {
                awaitTasks();
            } catch (CancelledError e) {
                if (parent.isEnding()) {
                    throw e; // the loop closes and runs no more tasks to their ends
                }
                if (cancelError == null || parentCancelRequested) {
                    cancelError = e; // the first, unless that was our own
                }
                if (abortedBy == null) {
                    abort(abortion());
                }
            }
        }
        if (failure != null && !bodyCancelled) {
            addError(failure);
        }
        if (parentCancelRequested
                && parent.takeBack(abortion(), requestsBefore)
                && !isOuterOver()) {
            cancelError = null;
        }
        if (fatal != null) {
            throw fatal;
        }
        if (!errors.isEmpty()) {
            parent.raiseCancelAgain();
            throw new ExceptionGroup("unhandled errors in a TaskGroup", errors);
        }
        if (cancelError != null) {
            throw cancelError;
        }
    }

    /** Once the tasks are cancelled there is nothing that a cancelled scope could hurry up. */
    private void awaitTasks() {
        completed = new Future<>(parent.loop);
        try {
            if (abortedBy != null) {
                parent.waitForIgnoringScopes(completed);
            } else {
                parent.waitFor(completed);
            }
            completed.result();
        } finally {
            completed = null;
        }
    }

    /** Whether the scope around the group was cancelled. */
    private boolean isOuterOver() {
        return scope != null && scope.effectiveCancellation() != null;
    }

    // ---- making tasks

    /**
     * Starts a task that belongs to the group. The block waits for it, even if the body is over: a
     * task may start others.
     *
     * @throws IllegalStateException if the group has ended or is being cancelled
     */
    public <T extends @Nullable Object> Task<T> createTask(Block<T, ?> body) {
        return newTask(TaskOptions.DEFAULT, body);
    }

    /** {@link #createTask(Block)} for work without a result. */
    public Task<Void> createTask(VoidBlock<?> body) {
        return newTask(TaskOptions.DEFAULT, body);
    }

    /** {@link #createTask(Block)} with options, such as {@link Asyncio#named}. */
    public <T extends @Nullable Object> Task<T> createTask(TaskOptions options, Block<T, ?> body) {
        return newTask(options, body);
    }

    /** {@link #createTask(VoidBlock)} with options, such as {@link Asyncio#named}. */
    public Task<Void> createTask(TaskOptions options, VoidBlock<?> body) {
        return newTask(options, body);
    }

    private <T extends @Nullable Object> Task<T> newTask(TaskOptions options, Object body) {
        try {
            checkOpen();
        } catch (IllegalStateException e) {
            Works.discard(body);
            throw e;
        }
        Task<T> task = parent.loop.taskMaker.newTask(body, options, scope);
        add(task, taskDone);
        return task;
    }

    /**
     * One that has taken its first step may be done, which counts later as for any other, or have
     * ended the group, which has not reached it then.
     */
    private <T extends @Nullable Object> void add(
            Task<T> task, Consumer<? super Future<T>> onDone) {
        tasks.add(task);
        task.addInternalCallback(onDone);
        if (abortedBy != null) {
            task.cancelWith(abortedBy);
        }
    }

    private void checkOpen() {
        if (exiting && tasks.isEmpty()) {
            throw new IllegalStateException("the task group is finished: " + this);
        }
        if (abortedBy != null) {
            throw new IllegalStateException("the task group is shutting down: " + this);
        }
    }

    /**
     * Starts a task that belongs to the group and suspends until it calls {@link
     * TaskStatus#started}: until a server listens, say. A failure before that is thrown here, and
     * not part of the group's. Cancelling the caller cancels a task that is not ready, and waits
     * for its end; then a failure is one of the group's.
     *
     * @return the value given to {@link TaskStatus#started}
     * @throws IllegalStateException if the task ends without having been ready, or the group has
     *     ended or is being cancelled
     */
    public <T extends @Nullable Object> T start(ScopedVoidBlock<TaskStatus<T>, ?> body) {
        return start(TaskOptions.DEFAULT, body);
    }

    /** {@link #start(ScopedVoidBlock)} with options, such as {@link Asyncio#named}. */
    public <T extends @Nullable Object> T start(
            TaskOptions options, ScopedVoidBlock<TaskStatus<T>, ?> body) {
        checkOpen();
        return new Starting<T>().run(options, body);
    }

    /** The tasks that are not done, oldest first. A snapshot. */
    public List<Task<?>> tasks() {
        return tasks.stream().filter(task -> !task.isDone()).toList();
    }

    // ---- ending

    /**
     * Cancels all tasks and, if it is not over, the body. The block then ends without a {@link
     * CancelledError}. Errors that tasks end with nevertheless are thrown. Does nothing if the
     * group is being cancelled or has ended.
     */
    public void cancel() {
        cancel(null);
    }

    /** {@link #cancel()} with a reason: the message of the tasks' errors. */
    public void cancel(@Nullable String reason) {
        if (exiting && tasks.isEmpty()) {
            return;
        }
        if (abortedBy == null) {
            abort(Cancellation.here(reason));
            cancelParent();
        }
    }

    /**
     * The parent is about to be cancelled for good: the tasks are to end even if it swallows that.
     */
    void windUp() {
        windingUp = true;
    }

    private Cancellation abortion() {
        if (abortion == null) {
            abortion = Cancellation.byBlock("a task group of task '" + parent.name() + "'", scope);
        }
        return abortion;
    }

    private void abort(Cancellation reason) {
        abortedBy = reason;
        for (Task<?> task : tasks()) {
            task.cancelWith(reason);
        }
    }

    private void cancelParent() {
        if (!parentCancelRequested && !parent.isDone()) {
            parentCancelRequested = true;
            parent.cancelWith(abortion());
        }
    }

    private void taskDone(Future<?> task) {
        removeTask(task);
        if (task.hasFailed()) {
            childFailed(Objects.requireNonNull(task.exception()));
        }
    }

    private void removeTask(Future<?> task) {
        tasks.remove(task);
        if (tasks.isEmpty() && completed != null) {
            completed.finish(null);
        }
    }

    private void childFailed(Throwable error) {
        addError(error);
        if (abortedBy == null) {
            abort(abortion());
            cancelParent();
        }
    }

    private void addError(Throwable error) {
        errors.add(error);
        if (fatal == null
                && (error instanceof VirtualMachineError || error instanceof KeyboardInterrupt)) {
            fatal = error;
        }
    }

    /** A task that has not said yet that it is ready. */
    private final class Starting<T extends @Nullable Object> implements TaskStatus<T> {
        private final Future<T> ready = new Future<>(parent.loop);
        private final Future<@Nullable Void> ended = new Future<>(parent.loop);
        private boolean wasStarted;

        T run(TaskOptions options, ScopedVoidBlock<TaskStatus<T>, ?> body) {
            Task<?> caller = Task.currentForSuspending();
            VoidBlock<?> work = () -> body.run(this);
            Task<Void> task = parent.loop.taskMaker.newTask(work, Site.of(body), options, scope);
            add(task, this::done);
            try {
                return ready.await();
            } catch (CancelledError e) {
                if (!task.isDone()) {
                    task.cancelWith(Cancellation.by("the caller of start", e.getMessage()));
                    caller.waitForIgnoringScopes(ended);
                }
                throw e;
            }
        }

        @Override
        public void started(T value) {
            if (wasStarted) {
                throw new IllegalStateException("started was called before");
            }
            wasStarted = true;
            ready.finish(value);
        }

        private void done(Future<Void> task) {
            if (ready.isDone()) {
                taskDone(task);
            } else {
                if (task.hasFailed()) {
                    ready.fail(Objects.requireNonNull(task.exception()));
                } else if (task.isCancelled()) {
                    ready.finishCancelled(task.cancelledError());
                } else {
                    ready.fail(new IllegalStateException("ended without started: " + task));
                }
                removeTask(task);
            }
            ended.finish(null);
        }
    }

    @Override
    public String toString() {
        return "<TaskGroup"
                + (tasks.isEmpty() ? "" : " tasks=" + tasks.size())
                + (errors.isEmpty() ? "" : " errors=" + errors.size())
                + (abortedBy != null ? " cancelling" : exiting ? "" : " entered")
                + ">";
    }
}
