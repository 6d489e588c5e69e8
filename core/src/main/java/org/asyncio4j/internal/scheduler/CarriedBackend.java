package org.asyncio4j.internal.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Strands are virtual threads carried by the loop's platform thread.
 *
 * <p>User code never runs on the carrier itself: were it to block on a lock whose owner is an
 * unmounted strand, nobody could ever run that owner. Callbacks run in a strand of their own, the
 * runner, which takes them from the ready queue itself, in order, so that a row of them costs one
 * switch. A callback that blocks takes its runner with it; the next callback gets a new runner.
 */
final class CarriedBackend extends Backend {
    /** The strand that runs callbacks, at rest whenever the loop is running; null if it is away. */
    private @Nullable CarriedStrand runner;

    @Override
    String name() {
        return "carried";
    }

    @Override
    boolean blockingCallsSuspendOnlyTheTask() {
        return true;
    }

    @Override
    Strand newStrand(Scheduler scheduler, @Nullable Object owner, Runnable body) {
        return new CarriedStrand(scheduler, owner, body);
    }

    @Override
    Thread startLoop(Scheduler scheduler, Runnable drive) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("asyncio-loop")
                        .unstarted(
                                () -> {
                                    touchPoller();
                                    scheduler.carrier = Thread.currentThread();
                                    try {
                                        drive.run();
                                    } finally {
                                        scheduler.carrier = null;
                                    }
                                });
        thread.start();
        return thread;
    }

    /**
     * The JDK starts its socket pollers, virtual threads, from whichever thread first needs them.
     * Started from a strand they would inherit our loop, and with its end every virtual thread's
     * socket I/O in the JVM would hang.
     *
     * <p>Pollers that are platform threads ({@code -Djdk.pollerMode=1}) inherit nothing and are
     * left to start when they are needed: the end of a JVM waits 0.3 s for a thread that polls.
     */
    private static void touchPoller() {
        String mode = System.getProperty("jdk.pollerMode");
        if (mode != null && (mode.equals("1") || mode.equalsIgnoreCase("SYSTEM_THREADS"))) {
            return;
        }
        try {
            Class.forName("sun.nio.ch.Poller");
        } catch (ClassNotFoundException e) {
            throw new LinkageError("this JDK has no sun.nio.ch.Poller", e);
        }
    }

    @Override
    void runCallbacks(Scheduler scheduler) {
        CarriedStrand strand = runner;
        if (strand == null) {
            strand = newRunner(scheduler);
            runner = strand;
            strand.startSuspended();
        }
        if (!strand.resumeDirectly()) {
            runner = null;
        }
    }

    private CarriedStrand newRunner(Scheduler scheduler) {
        var self = new CarriedStrand[1];
        var owner = new CallbackRunner();
        self[0] =
                new CarriedStrand(scheduler, owner, () -> takeCallbacks(scheduler, self[0], owner));
        return self[0];
    }

    private void takeCallbacks(Scheduler scheduler, CarriedStrand self, CallbackRunner owner) {
        while (runner == self) {
            Callback next = scheduler.takeCallback();
            if (next == null) {
                self.suspend();
            } else {
                owner.run(next);
            }
        }
    }

    @Override
    void retire(Scheduler scheduler) {
        CarriedStrand strand = runner;
        if (strand != null) {
            runner = null;
            strand.resumeDirectly();
        }
    }
}
