package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Strands and the loop are ordinary virtual threads that pass a baton. Needs nothing of the JVM;
 * blocking JDK calls block the loop, as they do in Python.
 */
final class HandOffBackend extends Backend {
    /** The owner of the strand that is the loop. */
    private final CallbackRunner runner = new CallbackRunner();

    @Override
    String name() {
        return "hand-off";
    }

    @Override
    boolean blockingCallsSuspendOnlyTheTask() {
        return false;
    }

    @Override
    Strand newStrand(Scheduler scheduler, @Nullable Object owner, Runnable body) {
        return new HandOffStrand(scheduler, owner, body);
    }

    @Override
    Thread startLoop(Scheduler scheduler, Runnable drive) {
        HandOffStrand loop = HandOffStrand.loop(scheduler, runner, drive);
        scheduler.loopStrand = loop;
        loop.startLoop();
        return loop.thread();
    }

    @Override
    void runCallbacks(Scheduler scheduler) {
        for (Callback next = scheduler.takeCallback();
                next != null;
                next = scheduler.takeCallback()) {
            runner.run(next);
        }
    }

    @Override
    void retire(Scheduler scheduler) {
        scheduler.loopStrand = null;
    }
}
