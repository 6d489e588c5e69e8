package org.asyncio4j;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.Consumer;

/** {@link Asyncio#shield}. The order of steps is that of {@code asyncio.shield} in CPython 3.14. */
final class Shielding {
    private static final Consumer<Future<?>> REPORT = Shielding::report;

    private Shielding() {}

    static <T extends @Nullable Object> T shield(Object work) {
        Loop loop = Loop.running();
        Future<T> inner = loop.taskMaker.ensureFuture(work);
        return inner.isDone() ? inner.result() : outer(inner).await();
    }

    /** A future that ends as the inner one does, but does not pass a cancel on to it. */
    private static <T extends @Nullable Object> Future<T> outer(Future<T> inner) {
        Future<T> outer = new Future<>(inner.loop);
        Consumer<Future<T>> copy = done -> copy(done, outer);
        inner.addInternalCallback(copy);
        outer.addInternalCallback(
                done -> {
                    if (!inner.isDone()) { // cancelled: nobody waits for the inner one any more
                        inner.removeInternalCallback(copy);
                        inner.removeDoneCallback(REPORT);
                        inner.addDoneCallback(REPORT);
                    }
                });
        return outer;
    }

    private static <T extends @Nullable Object> void copy(Future<T> inner, Future<T> outer) {
        if (outer.isDone()) {
            return; // cancelled in the same iteration: an error of the inner one goes unheard
        }
        if (inner.isCancelled()) {
            outer.finishCancelled(inner.cancelledError());
        } else if (inner.hasFailed()) {
            outer.fail(Objects.requireNonNull(inner.exception()));
        } else {
            outer.finish(inner.result());
        }
    }

    private static void report(Future<?> inner) {
        if (inner.hasFailed()) {
            Throwable error = Objects.requireNonNull(inner.exception());
            inner.loop.callExceptionHandler(
                    new ExceptionContext(
                            error.getClass().getSimpleName() + " exception in shielded future",
                            error,
                            inner));
        }
    }
}
