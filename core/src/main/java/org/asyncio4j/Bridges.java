package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Between our futures and those of {@code java.util.concurrent}, both ways. */
final class Bridges {
    private static final Cancellation THEIR_CANCEL =
            Cancellation.by("the awaited future", "the awaited future was cancelled");

    private Bridges() {}

    // ---- theirs to ours

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return await(wrap(stage), stage.toCompletableFuture());
    }

    static <T extends @Nullable Object> T await(java.util.concurrent.Future<T> theirs) {
        return await(wrap(theirs), theirs);
    }

    private static <T extends @Nullable Object> T await(
            Future<T> ours, java.util.concurrent.Future<T> theirs) {
        try {
            return ours.await();
        } catch (CancelledError e) {
            theirs.cancel(true); // at once: a loop that closes runs no more callbacks
            throw e;
        }
    }

    /** A future of the running loop that ends as the stage does, and passes a cancel on to it. */
    static <T extends @Nullable Object> Future<T> wrap(CompletionStage<T> stage) {
        CompletableFuture<T> theirs = stage.toCompletableFuture();
        Loop loop = Loop.running();
        Future<T> future = new Future<>(loop);
        if (theirs.isDone()) {
            var _ = theirs.whenComplete((value, error) -> transfer(value, error, future));
            return future;
        }
        future.addDoneCallback(done -> cancelTheirs(done, theirs));
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

    private static void cancelTheirs(Future<?> ours, java.util.concurrent.Future<?> theirs) {
        if (ours.isCancelled()) {
            theirs.cancel(true);
        }
    }

    private static <T extends @Nullable Object> void transfer(
            T value, @Nullable Throwable error, Future<T> future) {
        if (error == null) {
            future.finish(value);
        } else if (unwrapped(error) instanceof CancellationException) {
            future.cancelWith(THEIR_CANCEL);
        } else {
            future.fail(unwrapped(error));
        }
    }

    /** {@link #wrap(CompletionStage)} with a virtual thread that waits for the other future. */
    static <T extends @Nullable Object> Future<T> wrap(java.util.concurrent.Future<T> theirs) {
        Future<T> future =
                Loop.running().runInExecutor(Thread::startVirtualThread, () -> get(theirs));
        future.addDoneCallback(done -> cancelTheirs(done, theirs));
        return future;
    }

    private static <T extends @Nullable Object> T get(java.util.concurrent.Future<T> theirs)
            throws Throwable {
        try {
            return theirs.get();
        } catch (CancellationException e) {
            throw new CancelledError(THEIR_CANCEL, e);
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

    /** See {@link Future#toCompletableFuture}. */
    static <T extends @Nullable Object> CompletableFuture<T> unwrap(Future<T> ours) {
        Promise<T> promise = promise(ours.loop);
        if (ours.isDone()) {
            promise.futureDone(ours); // the loop may run no more callbacks
        } else {
            promise.follow(ours);
        }
        if (ours.loop.isClosed()) {
            promise.cancel(false);
        }
        return promise;
    }

    static <T extends @Nullable Object> CompletableFuture<T> runThreadsafe(Loop loop, Object work) {
        if (Loop.runningOrNull() == loop) {
            throw new IllegalStateException(
                    "waiting for the own loop would never end; use createTask");
        }
        var _ = Site.of(work); // while the caller is on the stack
        Promise<T> promise = promise(loop);
        loop.callSoonThreadsafe(() -> promise.start(work));
        if (loop.isClosed()) {
            promise.cancel(false); // it closed while we came and may not have seen us
        }
        return promise;
    }

    /** A promise that is cancelled when the loop closes. */
    private static <T extends @Nullable Object> Promise<T> promise(Loop loop) {
        var promise = new Promise<T>(loop);
        Runnable giveUp = () -> promise.cancel(false);
        loop.whenClosed.add(giveUp);
        var _ = promise.whenComplete((value, error) -> loop.whenClosed.remove(giveUp));
        return promise;
    }

    /** A future for another thread, which can cancel the task through it. */
    private static final class Promise<T extends @Nullable Object> extends CompletableFuture<T> {
        private static final Cancellation ANOTHER_THREAD =
                Cancellation.by("another thread", "cancelled from another thread");

        private final Loop loop;

        /** Confined to the loop, as is {@link #counted}. */
        private @Nullable Future<T> future;

        private boolean counted;

        Promise(Loop loop) {
            this.loop = loop;
        }

        void start(Object work) {
            if (isDone()) { // cancelled before it began
                Works.discard(work);
                return;
            }
            try {
                follow(loop.newTask(work, TaskOptions.DEFAULT));
            } catch (Throwable e) {
                completeExceptionally(e);
            }
        }

        void follow(Future<T> ours) {
            future = ours;
            ours.addDoneCallback(this::futureDone);
            counted = true;
            loop.scheduler.promiseMade();
        }

        private void uncount() {
            if (counted) {
                counted = false;
                loop.scheduler.promiseEnded();
            }
        }

        private void futureDone(Future<T> done) {
            uncount();
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
                            uncount();
                            if (future != null) {
                                future.cancelWith(ANOTHER_THREAD);
                            }
                        });
            }
            return cancelled;
        }
    }
}
