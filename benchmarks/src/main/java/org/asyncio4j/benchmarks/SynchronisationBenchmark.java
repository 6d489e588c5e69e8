package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Barrier;
import org.asyncio4j.Condition;
import org.asyncio4j.Event;
import org.asyncio4j.Holdable;
import org.asyncio4j.Lock;
import org.asyncio4j.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

import java.time.Duration;

/** What it costs to take what is free and, more than that, to be given what another task had. */
public class SynchronisationBenchmark extends LoopBenchmark {
    private static final int TASKS = 10;
    private static final int TURNS = 1_000;
    private static final int ROUNDS = 5_000;

    private final Lock free = new Lock();
    private final Semaphore permits = new Semaphore(1);

    @Benchmark
    public long lockHeld() {
        try (var _ = free.hold()) {
            return 1;
        }
    }

    @Benchmark
    public long semaphore() {
        permits.acquire();
        permits.release();
        return 1;
    }

    @Benchmark
    @OperationsPerInvocation(TASKS * TURNS)
    public long lockHandedOver() {
        return handOver(new Lock());
    }

    @Benchmark
    @OperationsPerInvocation(TASKS * TURNS)
    public long semaphoreHandedOver() {
        return handOver(new Semaphore(1));
    }

    /** Ten tasks that line up before the first can have it: nobody finds it free. */
    private static long handOver(Holdable thing) {
        thing.acquire();
        var tasks = start(TASKS, () -> takeTurns(thing));
        sleep(Duration.ZERO);
        thing.release();
        return total(tasks);
    }

    private static Integer takeTurns(Holdable thing) {
        int turns = 0;
        for (; turns < TURNS; turns++) {
            thing.acquire();
            thing.release();
        }
        return turns;
    }

    /** An operation is one that wakes the other task. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUNDS)
    public long event() {
        var ping = new Event();
        var pong = new Event();
        var other = createTask(() -> answer(ping, pong));
        int rounds = 0;
        for (; rounds < ROUNDS; rounds++) {
            ping.set();
            pong.await();
            pong.clear();
        }
        return rounds + other.await();
    }

    private static Integer answer(Event ping, Event pong) {
        int rounds = 0;
        for (; rounds < ROUNDS; rounds++) {
            ping.await();
            ping.clear();
            pong.set();
        }
        return rounds;
    }

    /** An operation is one notification, with the lock that goes with it. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUNDS)
    public long condition() {
        var condition = new Condition();
        return inTasks(2, () -> notifyInTurns(condition));
    }

    private static Integer notifyInTurns(Condition condition) {
        int rounds = 0;
        try (var _ = condition.hold()) {
            for (; rounds < ROUNDS; rounds++) {
                condition.notifyOne();
                condition.await();
            }
            condition.notifyOne();
        }
        return rounds;
    }

    /** An operation is one task that passes. */
    @Benchmark
    @OperationsPerInvocation(TASKS * TURNS)
    public long barrierOfTen() {
        var barrier = new Barrier(TASKS);
        return inTasks(TASKS, () -> pass(barrier));
    }

    private static Integer pass(Barrier barrier) {
        int turns = 0;
        for (; turns < TURNS; turns++) {
            barrier.await();
        }
        return turns;
    }
}
