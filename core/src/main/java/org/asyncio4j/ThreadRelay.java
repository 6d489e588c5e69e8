package org.asyncio4j;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Passes control to the body of a generator where no loop runs: the body has a virtual thread, and
 * the two take turns. To the program it is as if the consumer ran the body: an interrupt finds
 * whichever of the two runs, or goes from one to the other with control, and the body runs in the
 * context of the consumer.
 */
final class ThreadRelay extends Relay {
    /** Keeps what has begun from the garbage collector, so that it can be closed. */
    private static final Set<GeneratorCore> OPEN = ConcurrentHashMap.newKeySet();

    private final GeneratorCore core;
    private final Thread thread;

    private boolean started;

    /** Written under the lock, with the interrupt that goes with control. */
    private volatile boolean bodysTurn;

    private boolean interrupted;

    /** Given along with control. */
    private @Nullable Thread consumer;

    private @Nullable Context context;

    ThreadRelay(GeneratorCore core) {
        this.core = core;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    private void run() {
        takeOver();
        core.runBody();
        OPEN.remove(core);
        giveBack();
    }

    /** Any thread may, one at a time. */
    @Override
    void checkConsumer() {}

    @Override
    void advance() {
        consumer = Thread.currentThread();
        context = Context.current();
        pass(true);
        if (started) {
            LockSupport.unpark(thread);
        } else {
            started = true;
            OPEN.add(core);
            thread.start();
        }
        while (bodysTurn) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interruptRunning();
            }
        }
        takeOver();
    }

    @Override
    boolean isBody() {
        return Thread.currentThread() == thread;
    }

    /** There are no tasks here that another block could be of. */
    @Override
    void checkMayRest() {
        if (Context.currentOrNull() != context) {
            throw new IllegalStateException(WOULD_LEAVE_A_BLOCK);
        }
    }

    @Override
    void rest() {
        giveBack();
        boolean interruptedAtRest = false;
        while (!bodysTurn) {
            LockSupport.park(this);
            interruptedAtRest |= Thread.interrupted();
        }
        takeOver();
        if (interruptedAtRest) {
            thread.interrupt();
        }
    }

    @Override
    void dropped() {
        Thread.ofVirtual().start(this::closeCore);
    }

    private void closeCore() {
        try {
            core.close(core);
        } catch (Throwable e) {
            ErrorReports.log(
                    new ExceptionContext("an error occurred during closing of " + core, e, null));
        }
    }

    private void giveBack() {
        Thread waiting = consumer;
        consumer = null;
        pass(false);
        LockSupport.unpark(waiting); // may be on its way with the next turn: does no harm
    }

    private synchronized void pass(boolean toBody) {
        interrupted = Thread.interrupted();
        bodysTurn = toBody;
    }

    /** The interrupt of a consumer that waits. */
    private synchronized void interruptRunning() {
        if (bodysTurn) {
            thread.interrupt();
        } else {
            interrupted = true;
        }
    }

    private void takeOver() {
        Context.setCurrent(context);
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }
}
