package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/** A thread that is no loop's. */
final class ThreadWaiter extends SharedWaiter {
    private final Object owner;
    private final Thread thread = Thread.currentThread();
    private volatile boolean called;

    ThreadWaiter(Object owner) {
        this.owner = owner;
    }

    /**
     * Checks that the calling thread may block, and is not interrupted already.
     *
     * @throws IllegalStateException in tasks and callbacks
     */
    static void check() throws InterruptedException {
        if (Strand.current() != null) {
            throw new IllegalStateException(
                    Task.currentOrNull() != null
                            ? "a task would block its whole loop; call the same without blocking()"
                            : "a callback would block its whole loop; only a task can wait here");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    boolean canCome() {
        return true;
    }

    @Override
    void call() {
        called = true;
        LockSupport.unpark(thread);
    }

    /** Throws {@link InterruptedException}, which those who block declare. */
    @Override
    boolean await(long end, @Nullable Runnable whenStopped) {
        while (!called) {
            if (Thread.interrupted()) {
                throw Works.sneaky(new InterruptedException());
            }
            if (end == FOREVER) {
                LockSupport.park(owner);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(owner, left);
            }
        }
        return true;
    }
}
