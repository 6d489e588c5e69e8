package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Generator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

import java.time.Duration;
import java.util.Iterator;

/**
 * What an item of a generator costs in a for-each on a loop, next to an iterator written by hand
 * and a switch of tasks for each of its items. The generator may cost three times as much.
 */
@OperationsPerInvocation(GeneratorBenchmark.ITEMS)
public class GeneratorBenchmark extends LoopBenchmark {
    static final int ITEMS = 100_000;

    /** A switch is measured between many tasks, or it would be a turn of the loop. */
    private static final int TASKS = 1_000;

    /** One on average, so that the sum is the number of items. No objects are made for them. */
    private static Integer item(int number) {
        return (number & 1) * 2;
    }

    @Benchmark
    public long generated() {
        return sum(generate(ITEMS));
    }

    private static Generator<Integer> generate(int count) {
        return generator(
                y -> {
                    for (int i = 0; i < count; i++) {
                        y.yield(item(i));
                    }
                });
    }

    @Benchmark
    public long iterated() {
        return sum(() -> new Items(ITEMS));
    }

    @Benchmark
    public long iteratedWithSwitches() {
        return inTasks(TASKS, () -> sumInTurns(ITEMS / TASKS));
    }

    private static int sumInTurns(int count) {
        int sum = 0;
        for (Iterator<Integer> items = new Items(count); items.hasNext(); ) {
            sum += items.next();
            sleep(Duration.ZERO);
        }
        return sum;
    }

    private static final class Items implements Iterator<Integer> {
        private int left;

        Items(int count) {
            left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Integer next() {
            return item(--left);
        }
    }
}
