package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * How strands get their threads, and how control passes between them and the loop. The rest of the
 * library does not know which of the two it runs on.
 */
abstract sealed class Backend permits CarriedBackend, HandOffBackend {
    /** The better of the two that this JVM allows. */
    static Backend choose() {
        return JdkThreads.areAvailable() ? new CarriedBackend() : new HandOffBackend();
    }

    abstract String name();

    /** Whether a task that blocks in a JDK call lets the other tasks run. */
    abstract boolean blockingCallsSuspendOnlyTheTask();

    abstract Strand newStrand(Scheduler scheduler, @Nullable Object owner, Runnable body);

    /** Starts a thread that drives the loop; the thread ends when {@code drive} does. */
    abstract Thread startLoop(Scheduler scheduler, Runnable drive);

    /** Runs the callbacks at the head of the ready queue, in order, off the carrier. */
    abstract void runCallbacks(Scheduler scheduler);

    /** Called on the loop's thread when a run of the loop ends. */
    abstract void retire(Scheduler scheduler);
}
