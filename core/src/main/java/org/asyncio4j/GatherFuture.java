package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The future of a gather: the results of its children in order, or the first error.
 *
 * <p>The first error ends the gather while the other children go on; their later errors count as
 * heard. Cancelling it cancels the children, the first of which to end ends it. The order of steps
 * is that of {@code asyncio.gather} in CPython 3.14.
 */
final class GatherFuture<T extends @Nullable Object> extends Future<List<T>> {
    /** In the order of the arguments, with repetitions. */
    private final List<Future<T>> children;

    private int unfinished;
    private boolean cancelRequested;
    private @Nullable String cancelReason;

    private GatherFuture(Loop loop, List<Future<T>> children) {
        super(loop);
        this.children = children;
    }

    /** Starts what is not started yet. */
    static <T extends @Nullable Object> GatherFuture<T> of(Loop loop, Collection<?> works) {
        for (Object work : works) {
            if (work instanceof Coroutine<?> coroutine) { // before anything begins
                coroutine.checkUnused();
            } else if (work instanceof Future<?> future && future.loop != loop) {
                throw new IllegalStateException(future + " belongs to another loop");
            }
        }
        var children = new ArrayList<Future<T>>(works.size());
        var coroutines = new IdentityHashMap<Object, Future<T>>(); // one given twice runs once
        for (Object work : works) {
            children.add(
                    work instanceof Coroutine
                            ? coroutines.computeIfAbsent(work, loop::ensureFuture)
                            : loop.ensureFuture(work));
        }
        var gather = new GatherFuture<>(loop, children);
        gather.watchChildren();
        return gather;
    }

    private void watchChildren() {
        Set<Future<T>> distinct = new LinkedHashSet<>(children);
        unfinished = distinct.size();
        if (distinct.isEmpty()) {
            finish(List.of());
        }
        var done = new ArrayList<Future<T>>();
        for (Future<T> child : distinct) {
            if (child.isDone()) {
                done.add(child);
            } else {
                child.addInternalCallback(this::childDone);
            }
        }
        done.forEach(this::childDone);
    }

    private void childDone(Future<T> child) {
        unfinished--;
        if (isDone()) {
            child.markHeard();
        } else if (child.isCancelled()) {
            fail(child.cancelledError());
        } else if (child.exception() != null) {
            fail(child.exception());
        } else if (unfinished == 0) {
            finishAll();
        }
    }

    private void finishAll() {
        if (cancelRequested) {
            fail(new CancelledError(cancelReason));
            return;
        }
        var results = new ArrayList<T>(children.size());
        for (Future<T> child : children) {
            results.add(child.result());
        }
        finish(results);
    }

    @Override
    public boolean cancel(@Nullable String reason) {
        if (isDone()) {
            return false;
        }
        boolean any = false;
        for (Future<T> child : children) {
            any |= child.cancel(reason);
        }
        if (any) {
            cancelRequested = true;
            cancelReason = reason;
        }
        return any;
    }

    @Override
    String label() {
        return "gather";
    }
}
