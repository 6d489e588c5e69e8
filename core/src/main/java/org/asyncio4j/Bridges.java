package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Between our futures and those of {@code java.util.concurrent}, both ways. */
final class Bridges {
    private Bridges() {}

    // ---- theirs to ours

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> theirs = stage.toCompletableFuture();
        Future<T> future = wrap(theirs);
        try {
            return future.await();
        } catch (CancelledError e) {
            theirs.cancel(true);
            throw e;
        }
    }

    private static <T extends @Nullable Object> Future<T> wrap(CompletableFuture<T> theirs) {
        Loop loop = Task.currentForSuspending().loop;
        Future<T> future = new Future<>(loop);
        if (theirs.isDone()) {
            var _ = theirs.whenComplete((value, error) -> transfer(value, error, future));
            return future;
        }
        loop.scheduler.jobStarted();
        var _ =
                theirs.whenComplete(
                        (value, error) ->
                                loop.post(
                                        () -> {
                                            loop.scheduler.jobEnded();
                                            transfer(value, error, future);
                                        }));
        return future;
    }

    private static <T extends @Nullable Object> void transfer(
            T value, @Nullable Throwable error, Future<T> future) {
        if (error == null) {
            future.finish(value);
        } else if (unwrapped(error) instanceof CancellationException) {
            future.cancel();
        } else {
            future.fail(unwrapped(error));
        }
    }

    static <T extends @Nullable Object> T await(java.util.concurrent.Future<T> theirs) {
        Loop loop = Task.currentForSuspending().loop;
        try {
            return loop.runInExecutor(Thread::startVirtualThread, () -> get(theirs)).await();
        } catch (CancelledError e) {
            theirs.cancel(true);
            throw e;
        }
    }

    private static <T extends @Nullable Object> T get(java.util.concurrent.Future<T> theirs)
            throws Throwable {
        try {
            return theirs.get();
        } catch (CancellationException e) {
            throw new CancelledError("the awaited future was cancelled", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static Throwable unwrapped(Throwable error) {
        boolean wrapper =
                error instanceof CompletionException || error instanceof ExecutionException;
        return wrapper && error.getCause() != null ? error.getCause() : error;
    }

    // ---- ours to theirs

    static <T extends @Nullable Object> CompletableFuture<T> runThreadsafe(Loop loop, Object work) {
        if (Loop.runningOrNull() == loop) {
            throw new IllegalStateException(
                    "waiting for the own loop would never end; use createTask");
        }
        var _ = Site.of(work); // while the caller is on the stack
        var promise = new Promise<T>(loop);
        Runnable giveUp = () -> promise.cancel(false);
        loop.whenClosed.add(giveUp);
        var _ = promise.whenComplete((value, error) -> loop.whenClosed.remove(giveUp));
        loop.callSoonThreadsafe(() -> promise.start(work));
        if (loop.isClosed()) {
            giveUp.run(); // it closed while we came and may not have seen us
        }
        return promise;
    }

    /** A future for another thread, which can cancel the task through it. */
    private static final class Promise<T extends @Nullable Object> extends CompletableFuture<T> {
        private final Loop loop;

        /** Confined to the loop. */
        private @Nullable Task<T> task;

        Promise(Loop loop) {
            this.loop = loop;
        }

        void start(Object work) {
            if (isDone()) { // cancelled before it began
                if (work instanceof Coroutine<?> coroutine) {
                    coroutine.discard();
                }
                return;
            }
            try {
                task = loop.newTask(work, TaskOptions.DEFAULT);
                task.addDoneCallback(this::taskDone);
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        }

        private void taskDone(Future<T> done) {
            if (done.isCancelled()) {
                super.cancel(false);
            } else if (done.hasFailed()) {
                completeExceptionally(done.exception());
            } else {
                complete(done.result());
            }
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                loop.post(
                        () -> {
                            if (task != null) {
                                task.cancel("cancelled from another thread");
                            }
                        });
            }
            return cancelled;
        }
    }
}
