package org.asyncio4j;

import org.asyncio4j.lowlevel.Clock;
import org.asyncio4j.lowlevel.EventLoop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loop in real time that says at once when nothing can wake it, and what it would have said each
 * time it had nothing to run.
 */
final class IdleProbe implements Clock {
    final EventLoop loop = Asyncio.newEventLoop(this);
    final List<DeadlockError> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger idles = new AtomicInteger();
    private volatile boolean claimed;

    /** Runs the work until it is done. A report ends it by a cancel of all tasks. */
    void run(VoidBlock<?> work) {
        loop.setExceptionHandler(
                (_, context) -> {
                    reports.add((DeadlockError) context.exception());
                    Asyncio.allTasks().forEach(Task::cancel);
                });
        runAsItIs(work);
    }

    void runAsItIs(VoidBlock<?> work) {
        try (var runner = Runner.open(o -> o.withLoopFactory(() -> loop))) {
            Block<Object, RuntimeException> main = () -> Asyncio.await(Asyncio.async(work));
            runner.run(main);
        }
    }

    /** Returns when the loop, having run all that it had, had nothing to run. Any other thread. */
    void awaitIdle() throws Exception {
        var before = new CompletableFuture<Integer>();
        loop.callSoonThreadsafe(() -> before.complete(idles.get()));
        int count = before.get(10, TimeUnit.SECONDS);
        while (idles.get() == count && !loop.isClosed()) {
            Thread.onSpinWait();
        }
    }

    /** Whether at any time there was nothing that could have woken the loop. */
    boolean hasClaimed() {
        return claimed;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long idle(long untilNextTimer, boolean quiescent) {
        claimed |= ((Loop) loop).scheduler.nothingCanWake();
        idles.incrementAndGet();
        return untilNextTimer;
    }

    @Override
    public long patience() {
        return 0;
    }
}
