package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Mutual exclusion between tasks of any loop and other threads, for a few instructions that cannot
 * block and call nobody.
 *
 * <p>Not a lock of the JDK, because there who finds it taken stands in a queue and the others come
 * after. A task is let go on by its loop: were that busy, or stopped, all who stand behind the task
 * would wait for it, threads included that have nothing to do with that loop. On the carried
 * back-end other tasks would also run in the middle of a call that does not suspend, and a cancel
 * could interrupt it.
 *
 * <p>So nobody stands in a queue here: who finds it taken tries again. Whoever has it runs, or
 * waits for a processor: a thread that is off its carrier never has it. Other threads give their
 * processor away after a few tries. A task does not, because that would be a suspension.
 */
final class BriefLock {
    private static final int TRIES = 64;

    private final AtomicBoolean taken = new AtomicBoolean();

    void lock() {
        for (int tries = 1; !taken.compareAndSet(false, true); tries++) {
            if (tries % TRIES != 0 || Strand.current() != null) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    void unlock() {
        taken.setRelease(false);
    }
}
