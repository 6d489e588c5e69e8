package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Event;
import org.asyncio4j.Task;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What it costs to cancel a task that waits, with what it costs to make the task. */
public class CancelBenchmark extends LoopBenchmark {
    private static final int TASKS = 10_000;

    /** Each is cancelled by a call of its own. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public long storm() {
        var never = new Event();
        List<Task<Integer>> tasks = start(TASKS, () -> waitFor(never));
        sleep(Duration.ZERO);
        tasks.forEach(Task::cancel);
        waitAll(tasks);
        return countCancelled(tasks);
    }

    /** All by one call: that of the scope they were born in. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public long scope() {
        var never = new Event();
        var tasks = new ArrayList<Task<Integer>>(TASKS);
        cancelScope(
                scope -> {
                    taskGroup(
                            group -> {
                                for (int i = 0; i < TASKS; i++) {
                                    tasks.add(group.createTask(() -> waitFor(never)));
                                }
                                sleep(Duration.ZERO);
                                scope.cancel();
                            });
                });
        return countCancelled(tasks);
    }

    private static Integer waitFor(Event event) {
        event.await();
        return 1;
    }

    private static long countCancelled(List<Task<Integer>> tasks) {
        return tasks.stream().filter(Task::isCancelled).count();
    }
}
