package org.asyncio4j;

import org.asyncio4j.internal.scheduler.TimerCallback;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Several works in the order in which they complete, made by {@link Asyncio#asCompleted}.
 *
 * <pre>{@code
 * for (Future<Page> page : asCompleted(List.of(task1, task2))) {
 *     show(page.result());      // page is task1 or task2, and done
 * }
 * }</pre>
 *
 * <p>There is one pass over the works: a loop that was left may be resumed by another one. Nothing
 * is cancelled, whether the loop is left or the time is up. Cancelling the task that waits for the
 * next one loses none. Confined to the loop.
 *
 * <p>Models {@code asyncio.as_completed}: iterating gives what its asynchronous iterator does, and
 * {@link #awaitables} what its plain one does.
 *
 * @param <T> the type of the results
 */
public final class AsCompleted<T extends @Nullable Object> implements Iterable<Future<T>> {
    private final Loop loop;
    private final Set<Future<T>> pending;
    private final Queue<Future<T>> done = new ArrayDeque<>();
    private final Queue<Future<@Nullable Void>> waiters = new ArrayDeque<>();
    private final Consumer<Future<T>> onDone = this::oneDone;
    private final @Nullable TimerCallback timer;

    /** How many were not handed out or promised yet. */
    private int left;

    private boolean expired;

    private AsCompleted(Loop loop, Set<Future<T>> futures, @Nullable Duration timeout) {
        this.loop = loop;
        this.pending = futures;
        this.left = futures.size();
        futures.forEach(future -> future.addInternalCallback(onDone));
        this.timer =
                timeout == null || left == 0
                        ? null
                        : loop.scheduler.callAtInternal(loop.fromNow(timeout), this::expire);
    }

    static <T extends @Nullable Object> AsCompleted<T> of(
            Collection<? extends Block<? extends T, ?>> works, @Nullable Duration timeout) {
        Loop loop = Loop.running();
        return new AsCompleted<>(
                loop, new LinkedHashSet<>(loop.taskMaker.<T>ensureFutures(works)), timeout);
    }

    private void oneDone(Future<T> future) {
        if (!expired) {
            pending.remove(future);
            done.add(future);
            if (pending.isEmpty() && timer != null) {
                timer.cancel();
            }
            wakeOne();
        }
    }

    private void expire() {
        expired = true;
        pending.forEach(future -> future.removeInternalCallback(onDone));
        for (Future<@Nullable Void> waiter : waiters) {
            waiter.finish(null);
        }
    }

    private void wakeOne() {
        for (var waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            if (!waiter.isDone()) {
                waiter.finish(null);
                return;
            }
        }
    }

    /** Waits for the next one, which was counted out of {@link #left} before. */
    private Future<T> takeNext() {
        while (done.isEmpty()) {
            if (expired) {
                throw new TimeoutException("not all were completed in time");
            }
            waitForOne();
        }
        return Objects.requireNonNull(done.poll());
    }

    private void waitForOne() {
        var waiter = new Future<@Nullable Void>(loop);
        waiters.add(waiter);
        try {
            waiter.await();
        } catch (CancelledError | IllegalStateException e) {
            waiters.remove(waiter);
            left++; // for somebody else
            throw e;
        }
    }

    /**
     * Gives the futures, as they complete: those that were passed in, and tasks for other works.
     * {@code next} suspends until there is one.
     *
     * @return an iterator whose {@code next} throws {@link TimeoutException} when the time is up
     */
    @Override
    public Iterator<Future<T>> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Future<T> next() {
                countDown();
                return takeNext();
            }
        };
    }

    /**
     * Gives as many coroutines as there are works, without suspending. Each, when awaited, waits
     * for the next work to complete and gives its result or throws its error. They may be awaited
     * in any order, and by several tasks.
     */
    public Iterable<Coroutine<T>> awaitables() {
        return () ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return left > 0;
                    }

                    @Override
                    public Coroutine<T> next() {
                        countDown();
                        return Asyncio.async(() -> takeNext().result());
                    }
                };
    }

    private void countDown() {
        if (left == 0) {
            throw new NoSuchElementException("all works were handed out");
        }
        left--;
    }
}
