package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Task;
import org.asyncio4j.TaskOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/** What it costs to make tasks, to switch between them and to wait for them. */
public class TaskBenchmark extends LoopBenchmark {
    private static final int TASKS = 1_000;
    private static final int TURNS = 100;
    private static final int MANY = 10_000;
    private static final int GROUP = 100;
    private static final TaskOptions EAGER = eager();

    private final CompletableFuture<Integer> stage = CompletableFuture.completedFuture(1);
    private Task<Integer> done;

    @Setup
    public void finishTask() {
        done = createTask(LoopBenchmark::one);
        done.await();
    }

    /** The tasks are made for it, which adds a hundredth of what one costs. */
    @Benchmark
    @OperationsPerInvocation(TASKS * TURNS)
    public long switches() {
        return inTasks(TASKS, TaskBenchmark::takeTurns);
    }

    private static Integer takeTurns() {
        int turns = 0;
        for (; turns < TURNS; turns++) {
            sleep(Duration.ZERO);
        }
        return turns;
    }

    @Benchmark
    public long createAndAwait() {
        return createTask(LoopBenchmark::one).await();
    }

    /** The task is done before anybody waits for it. */
    @Benchmark
    public long createEagerAndAwait() {
        return createTask(EAGER, LoopBenchmark::one).await();
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public long gatherNoOps() {
        return inTasks(MANY, LoopBenchmark::one);
    }

    @Benchmark
    @OperationsPerInvocation(GROUP)
    public long groupOfNoOps() {
        var tasks = new ArrayList<Task<Integer>>(GROUP);
        taskGroup(
                group -> {
                    for (int i = 0; i < GROUP; i++) {
                        tasks.add(group.createTask(LoopBenchmark::one));
                    }
                });
        long sum = 0;
        for (Task<Integer> task : tasks) {
            sum += task.result();
        }
        return sum;
    }

    @Benchmark
    public long awaitCoroutine() {
        return async(LoopBenchmark::one).await();
    }

    @Benchmark
    public long awaitDoneTask() {
        return done.await();
    }

    @Benchmark
    public long awaitDoneStage() {
        return await(stage);
    }

    @Benchmark
    @OperationsPerInvocation(GROUP)
    public long gatherDoneTasks() {
        return sum(gather(Collections.nCopies(GROUP, done)));
    }
}
