package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Generator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What an item of a generator costs in a for-each on a loop, next to an iterator written by hand
 * and a switch of tasks for each of its items. The generator may cost three times as much.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(2)
@OperationsPerInvocation(GeneratorBenchmark.ITEMS)
public class GeneratorBenchmark {
    static final int ITEMS = 10_000_000;

    /** A switch is measured between many tasks, or it would be a turn of the loop. */
    private static final int TASKS = 1_000;

    @Benchmark
    public long generated() {
        return run(() -> sum(counting(ITEMS)));
    }

    private static Generator<Integer> counting(int count) {
        return generator(
                y -> {
                    for (int i = 0; i < count; i++) {
                        y.yield(i);
                    }
                });
    }

    @Benchmark
    public long iterated() {
        return run(() -> sum(() -> new Counting(ITEMS)));
    }

    @Benchmark
    public long iteratedWithSwitches() {
        return run(
                () -> {
                    List<Long> sums =
                            gather(
                                    IntStream.range(0, TASKS)
                                            .mapToObj(_ -> async(() -> sumInTurns(ITEMS / TASKS)))
                                            .toList());
                    return sums.stream().mapToLong(Long::longValue).sum();
                });
    }

    private static long sumInTurns(int count) {
        long sum = 0;
        for (Iterator<Integer> numbers = new Counting(count); numbers.hasNext(); ) {
            sum += numbers.next();
            sleep(Duration.ZERO);
        }
        return sum;
    }

    private static long sum(Iterable<Integer> numbers) {
        long sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static final class Counting implements Iterator<Integer> {
        private final int count;
        private int next;

        Counting(int count) {
            this.count = count;
        }

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public Integer next() {
            return next++;
        }
    }
}
