package org.asyncio4j.benchmarks;

import org.asyncio4j.Asyncio;
import org.asyncio4j.lowlevel.EventLoop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs each job as a task of a loop of its own. JMH is told to run benchmarks here by the
 * properties {@code jmh.executor} and {@code jmh.executor.class}.
 */
public final class LoopExecutor extends AbstractExecutorService {
    private final EventLoop loop = Asyncio.newEventLoop();
    private final Thread thread;
    private volatile boolean shutdown;

    /** What JMH calls, with a number of threads and a prefix of their names. */
    public LoopExecutor(int threads, String prefix) {
        if (threads != 1) {
            throw new IllegalArgumentException("a loop is one thread, not " + threads);
        }
        thread = Thread.ofPlatform().name(prefix + "-loop").start(this::run);
    }

    private void run() {
        try {
            loop.runForever();
        } finally {
            loop.close();
        }
    }

    @Override
    public void execute(Runnable job) {
        loop.callSoonThreadsafe(() -> loop.createTask(job::run));
    }

    @Override
    public void shutdown() {
        shutdown = true;
        loop.callSoonThreadsafe(loop::stop);
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return !thread.isAlive();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return thread.join(Duration.of(timeout, unit.toChronoUnit()));
    }
}
