package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Block;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.TimerHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a timer costs that is cancelled, as most are, and one that is waited for. */
public class TimerBenchmark extends LoopBenchmark {
    private static final int TIMERS = 100_000;
    private static final Duration LONG = seconds(10);

    /** In no order, and over before all tasks have begun: the loop is never idle. */
    private static final List<Duration> DELAYS =
            new Random(1).longs(TIMERS, 1, 10_000_000).mapToObj(Duration::ofNanos).toList();

    private static final List<Block<Integer, RuntimeException>> SLEEPS =
            DELAYS.stream().map(TimerBenchmark::sleepFor).toList();

    private static Block<Integer, RuntimeException> sleepFor(Duration delay) {
        return () -> {
            sleep(delay);
            return 1;
        };
    }

    /** All of them are pending before the first is cancelled. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public long callLaterAndCancel() {
        EventLoop loop = getRunningLoop();
        var timers = new ArrayList<TimerHandle>(TIMERS);
        for (Duration delay : DELAYS) {
            timers.add(loop.callLater(delay, () -> {}));
        }
        long cancelled = 0;
        for (TimerHandle timer : timers) {
            timer.cancel();
            cancelled += timer.isCancelled() ? 1 : 0;
        }
        return cancelled;
    }

    /** A task for each. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public long sleeps() {
        return sum(gather(SLEEPS));
    }

    /** One that is left in time. */
    @Benchmark
    public long timeoutBlock() {
        return timeout(LONG, LoopBenchmark::one);
    }

    /** One that is left in time, like the others. */
    @Benchmark
    public long moveOnAfterBlock() {
        return moveOnAfter(LONG, LoopBenchmark::one).orElseThrow();
    }
}
