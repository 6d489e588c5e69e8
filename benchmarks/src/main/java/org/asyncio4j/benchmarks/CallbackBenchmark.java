package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Future;
import org.asyncio4j.lowlevel.EventLoop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What a callback costs, queued by the loop itself and by another thread. */
public class CallbackBenchmark extends LoopBenchmark {
    private static final int CALLBACKS = 10_000;

    private final Executor otherThread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private int called;
    private Future<Integer> all;
    private final Runnable callback = this::count;

    private void count() {
        if (++called == CALLBACKS) {
            all.setResult(called);
        }
    }

    /** A row of callbacks that are queued before the first runs. */
    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public long callSoon() {
        begin();
        EventLoop loop = getRunningLoop();
        for (int i = 0; i < CALLBACKS; i++) {
            loop.callSoon(callback);
        }
        return all.await();
    }

    /** Each is queued by the one before, so each has an iteration of the loop for itself. */
    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public long callSoonInTurn() {
        begin();
        EventLoop loop = getRunningLoop();
        loop.callSoon(
                new Runnable() {
                    @Override
                    public void run() {
                        if (called < CALLBACKS - 1) {
                            loop.callSoon(this);
                        }
                        count();
                    }
                });
        return all.await();
    }

    /** How often the loop falls asleep meanwhile is up to the two threads. */
    @Benchmark
    @OperationsPerInvocation(CALLBACKS)
    public long callSoonThreadsafe() {
        begin();
        EventLoop loop = getRunningLoop();
        otherThread.execute(
                () -> {
                    for (int i = 0; i < CALLBACKS; i++) {
                        loop.callSoonThreadsafe(callback);
                    }
                });
        return all.await();
    }

    private void begin() {
        called = 0;
        all = Future.pending();
    }
}
