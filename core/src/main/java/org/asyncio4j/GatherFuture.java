package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The future of a gather: the results of its children in order, or the first error.
 *
 * <p>The first error ends the gather while the other children go on; their later errors count as
 * heard. Cancelling it cancels the children, the first of which to end ends it. The order of steps
 * is that of {@code asyncio.gather} in CPython 3.14.
 */
final class GatherFuture<T extends @Nullable Object, R extends @Nullable Object>
        extends Future<List<R>> {
    /** In the order of the arguments, with repetitions. */
    private final List<Future<T>> children;

    /** What to take from a child that is done. */
    private final Function<Future<T>, R> take;

    /** Whether to wait for all, whatever happens. */
    private final boolean takesErrors;

    private int unfinished;
    private @Nullable Cancellation cancellation;

    private GatherFuture(
            Loop loop, List<Future<T>> children, boolean takesErrors, Function<Future<T>, R> take) {
        super(loop);
        this.children = children;
        this.takesErrors = takesErrors;
        this.take = take;
    }

    /** Starts what is not started yet. The future has the results. */
    static <T extends @Nullable Object> GatherFuture<T, T> of(Loop loop, Collection<?> works) {
        return watching(
                new GatherFuture<>(
                        loop, loop.taskMaker.<T>ensureFutures(works), false, Future::result));
    }

    /** Starts what is not started yet. The future has the outcomes, and none of the errors. */
    static <T extends @Nullable Object> GatherFuture<T, Outcome<T>> outcomes(
            Loop loop, Collection<?> works) {
        return watching(
                new GatherFuture<>(
                        loop, loop.taskMaker.<T>ensureFutures(works), true, Future::outcome));
    }

    private static <G extends GatherFuture<?, ?>> G watching(G gather) {
        ((GatherFuture<?, ?>) gather).watchChildren();
        return gather;
    }

    private void watchChildren() {
        if (children.isEmpty()) {
            finish(List.of());
        }
        unfinished = children.size();
        boolean anyDone = false;
        Consumer<Future<T>> childDone = this::childDone;
        for (Future<T> child : children) {
            if (child.isDone()) {
                anyDone = true;
            } else if (!child.addInternalCallbackOnce(childDone)) {
                unfinished--; // it was given twice
            }
        }
        if (anyDone) {
            children.stream().filter(Future::isDone).forEach(childDone);
        }
    }

    private void childDone(Future<T> child) {
        unfinished--;
        if (isDone()) {
            child.markHeard();
        } else if (child.isCancelled() && !takesErrors) {
            fail(child.cancelledError());
        } else if (child.hasFailed() && !takesErrors) {
            fail(Objects.requireNonNull(child.exception()));
        } else if (unfinished == 0) {
            finishAll();
        }
    }

    private void finishAll() {
        if (cancellation != null) {
            children.forEach(Future::markHeard);
            fail(new CancelledError(cancellation));
            return;
        }
        var results = new ArrayList<R>(children.size());
        for (Future<T> child : children) {
            results.add(take.apply(child));
        }
        finish(results);
    }

    @Override
    boolean cancelWith(Cancellation request) {
        if (isDone()) {
            return false;
        }
        boolean any = false;
        for (Future<T> child : children) {
            any |= child.cancelWith(request);
        }
        if (any) {
            cancellation = request;
        }
        return any;
    }

    @Override
    String label() {
        return "gather";
    }
}
