package org.asyncio4j.test;

import org.asyncio4j.Asyncio;
import org.asyncio4j.DeadlockError;
import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The loop under a test. A test method that declares a parameter of this type gets it.
 *
 * <pre>{@code
 * @AsyncTest
 * void callback_throws_isReported(TestLoop loop) {
 *     getRunningLoop().callSoon(() -> { throw new IllegalStateException("oops"); });
 *     sleep(Duration.ZERO);
 *     assertEquals("oops", loop.takeReports().getFirst().exception().getMessage());
 * }
 * }</pre>
 */
public final class TestLoop {
    private final VirtualClock clock = new VirtualClock();
    private final EventLoop loop;
    private final List<ExceptionContext> reports = new ArrayList<>();
    private volatile Consumer<DeadlockError> onDeadlock = error -> {};

    TestLoop(LoopOptions options) {
        this.loop = Asyncio.newEventLoop(options.realClock() ? Clock.system() : clock);
        clock.setLoop(this::runOnLoop);
        if (options.debug()) {
            loop.setDebug(true);
        }
        loop.setExceptionHandler((source, context) -> handle(context));
    }

    private void runOnLoop(Runnable action) {
        try {
            loop.callSoonThreadsafe(action);
        } catch (IllegalStateException e) {
            // Closed: nobody looks at the clock any more.
        }
    }

    /** The loop itself. */
    public EventLoop eventLoop() {
        return loop;
    }

    /** The loop's clock. Without effect if the test runs in real time. */
    public VirtualClock clock() {
        return clock;
    }

    /** What to do when nothing can wake the test's tasks. Called on the loop. */
    void setOnDeadlock(Consumer<DeadlockError> action) {
        onDeadlock = action;
    }

    private void handle(ExceptionContext context) {
        if (context.exception() instanceof DeadlockError deadlock) {
            onDeadlock.accept(deadlock);
        } else {
            addReport(context);
        }
    }

    private synchronized void addReport(ExceptionContext context) {
        reports.add(context);
    }

    /**
     * What the loop's exception handler was told so far: errors that nobody heard, coroutines that
     * nobody awaited. What is taken does not fail the test any more.
     */
    public synchronized List<ExceptionContext> takeReports() {
        List<ExceptionContext> taken = List.copyOf(reports);
        reports.clear();
        return taken;
    }
}
