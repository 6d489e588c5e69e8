package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work on another thread, in a copy of the caller's context, whose outcome comes back to the loop
 * as a future.
 */
final class ExecutorJob<T extends @Nullable Object> implements Runnable {
    private final Loop loop;
    private final Block<T, ?> work;
    private final Context context = Context.copyOfCurrent();
    private final Future<T> future;

    /** Taken by the thread that begins the work, or by a cancel that comes before. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private ExecutorJob(Loop loop, Block<T, ?> work) {
        this.loop = loop;
        this.work = work;
        this.future = new Future<>(loop);
    }

    static <T extends @Nullable Object> Future<T> start(
            Loop loop, Executor executor, Block<T, ?> work) {
        var job = new ExecutorJob<T>(loop, work);
        executor.execute(job);
        loop.scheduler.jobStarted();
        job.future.addInternalCallback(done -> job.dropIfNotBegun());
        return job.future;
    }

    private void dropIfNotBegun() {
        if (taken.compareAndSet(false, true)) {
            loop.scheduler.jobEnded();
        }
    }

    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        try {
            T result = context.run(work);
            end(() -> future.finish(result));
        } catch (Throwable e) {
            end(() -> future.fail(e));
        }
    }

    private void end(Runnable completion) {
        loop.post(
                () -> {
                    loop.scheduler.jobEnded();
                    completion.run();
                });
    }
}
