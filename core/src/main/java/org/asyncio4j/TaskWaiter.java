package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A task that other threads can let go on. While it waits, its loop does not claim that nothing can
 * wake it; a virtual clock may jump, or a time-out would never come.
 */
final class TaskWaiter extends SharedWaiter implements Runnable {
    private final Loop loop = current().loop;
    private final Waiter<@Nullable Void> call;

    TaskWaiter(Object owner) {
        this.call = new Waiter<>(loop, owner);
    }

    /**
     * The task that may wait here.
     *
     * @throws IllegalStateException on other threads and in callbacks
     */
    static Task<?> current() {
        Task<?> task = Task.currentOrNull();
        if (task == null) {
            throw new IllegalStateException(
                    Strand.current() == null
                            ? "only a task can suspend; a thread waits by blocking()"
                            : "a callback cannot wait; only a task can");
        }
        return task;
    }

    @Override
    boolean canCome() {
        return loop.isRunning();
    }

    @Override
    void call() {
        if (loop.isRunning() && loop.scheduler.isOnLoop()) {
            run();
        } else {
            loop.scheduler.postInternal(this);
        }
    }

    /** On the loop, perhaps on its bare thread. */
    @Override
    public void run() {
        call.finish(null);
    }

    /** Ends by a call or, as every wait of a task, by an error. */
    @Override
    boolean await(long end, @Nullable Runnable whenStopped) {
        loop.scheduler.foreignWaitBegun();
        if (whenStopped != null) {
            loop.whenStopped.add(whenStopped);
        }
        try {
            call.await();
            return true;
        } finally {
            if (whenStopped != null) {
                loop.whenStopped.remove(whenStopped);
            }
            loop.scheduler.foreignWaitEnded();
        }
    }
}
