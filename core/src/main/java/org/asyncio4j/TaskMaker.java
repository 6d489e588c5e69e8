package org.asyncio4j;

import org.asyncio4j.lowlevel.TaskFactory;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Makes the tasks of a loop, through its factory where it has one. Confined to the loop. */
final class TaskMaker {
    private final Loop loop;
    private @Nullable TaskFactory factory;

    /** What the factory that is being asked is not told about the task to make. */
    private @Nullable Birth birth;

    private record Birth(Site site, @Nullable CancelScope scope) {}

    TaskMaker(Loop loop) {
        this.loop = loop;
    }

    void setFactory(@Nullable TaskFactory newFactory) {
        factory = newFactory;
    }

    @Nullable TaskFactory factory() {
        return factory;
    }

    <T extends @Nullable Object> Task<T> newTask(
            Object work, TaskOptions options, @Nullable CancelScope scope) {
        return newTask(work, Site.of(work), options, scope);
    }

    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> Task<T> newTask(
            Object work, Site site, TaskOptions options, @Nullable CancelScope scope) {
        loop.checkThread();
        return factory == null
                ? makeTask(Objects.requireNonNull(work), site, options, scope)
                : (Task<T>) askFactory(factory, work, options, new Birth(site, scope));
    }

    private Task<?> askFactory(
            TaskFactory asked, Object work, TaskOptions options, Birth newBirth) {
        Birth outer = birth;
        birth = newBirth;
        try {
            Task<?> task = asked.newTask(loop, Works.asBlock(work), options);
            if (task == null || task.loop != loop) {
                throw new IllegalStateException("the task factory returned " + task);
            }
            return task;
        } catch (Throwable e) {
            Works.discard(work);
            throw e;
        } finally {
            birth = outer;
        }
    }

    /** What {@link Task#of} does: makes a task past the factory. */
    <T extends @Nullable Object> Task<T> makeTask(Block<T, ?> work, TaskOptions options) {
        loop.checkThread();
        Birth taken = birth;
        birth = null; // it was for one task, and not for those that its first step makes
        return taken == null
                ? makeTask(work, Site.of(work), options, null)
                : makeTask(work, taken.site(), options, taken.scope());
    }

    private <T extends @Nullable Object> Task<T> makeTask(
            Object work, Site site, TaskOptions options, @Nullable CancelScope scope) {
        var task = new Task<T>(loop, work, site, options, scope);
        task.start(Boolean.TRUE.equals(options.isEager()));
        return task;
    }

    /** The work itself if it is a future, else a new task for it. */
    @SuppressWarnings("unchecked")
    <T extends @Nullable Object> Future<T> ensureFuture(Object work) {
        return work instanceof Future<?> future
                ? (Future<T>) future
                : newTask(work, TaskOptions.DEFAULT, null);
    }

    /** {@link #ensureFuture} for each, in order. Nothing begins if one cannot. */
    <T extends @Nullable Object> List<Future<T>> ensureFutures(Collection<?> works) {
        for (Object work : works) {
            if (work instanceof Coroutine<?> coroutine) {
                coroutine.checkUnused();
            } else if (work instanceof Future<?> future && future.loop != loop) {
                throw new IllegalStateException(future + " belongs to another loop");
            }
        }
        var futures = new ArrayList<Future<T>>(works.size());
        var coroutines = new IdentityHashMap<Object, Future<T>>(); // one given twice runs once
        for (Object work : works) {
            futures.add(
                    work instanceof Coroutine
                            ? coroutines.computeIfAbsent(work, this::ensureFuture)
                            : ensureFuture(work));
        }
        return futures;
    }
}
