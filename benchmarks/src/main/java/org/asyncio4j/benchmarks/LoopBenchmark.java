package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Block;
import org.asyncio4j.Task;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What benchmarks have in common that are about work on a loop. Their methods run in a task (see
 * {@link LoopExecutor}), so a call of one is all that is measured and no loop is started for it.
 *
 * <p>A method returns how many operations it has seen done, which is what {@code
 * OperationsPerInvocation} says, or 1: {@code AllocationTest} compares.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public abstract class LoopBenchmark {
    /** Work that does nothing but counts. */
    static Integer one() {
        return 1;
    }

    /** Starts so many tasks with the same work. */
    static List<Task<Integer>> start(int tasks, Block<Integer, ?> work) {
        return Stream.generate(() -> createTask(work)).limit(tasks).toList();
    }

    /** Awaits all of them. */
    static long total(Collection<Task<Integer>> tasks) {
        return sum(gather(tasks));
    }

    static long sum(Iterable<Integer> numbers) {
        long sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** Does the same work in so many tasks at a time, and returns the sum of their results. */
    static long inTasks(int tasks, Block<Integer, ?> work) {
        return sum(gather(Collections.nCopies(tasks, work)));
    }
}
