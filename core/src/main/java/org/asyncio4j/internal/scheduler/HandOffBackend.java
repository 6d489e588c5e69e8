package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.Selector;

/**
 * Strands and the loop are ordinary virtual threads that pass a baton. Needs nothing of the JVM;
 * blocking JDK calls block the loop, as they do in Python.
 */
final class HandOffBackend extends Backend {
    /** Whether a virtual thread of this JVM has waited for a selector. */
    private static volatile boolean selectorsReady;

    /** The owner of the strand that is the loop. */
    private final CallbackRunner runner = new CallbackRunner();

    HandOffBackend() {
        if (!selectorsReady) {
            makeSelectorsReady();
        }
    }

    /**
     * The first virtual thread that waits for a selector has the JDK open descriptors of its own.
     * If there are none left by then, the loop breaks and no other one ever works, so a thread
     * waits now, for a millisecond.
     */
    private static void makeSelectorsReady() {
        Thread waiter = Thread.ofVirtual().start(HandOffBackend::waitForNothing);
        boolean interrupted = false;
        while (waiter.isAlive()) {
            try {
                waiter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitForNothing() {
        try (Selector selector = Selector.open()) {
            selector.select(1);
            selectorsReady = true;
        } catch (IOException e) {
            // The loop will not get a selector either, and says so.
        }
    }

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
