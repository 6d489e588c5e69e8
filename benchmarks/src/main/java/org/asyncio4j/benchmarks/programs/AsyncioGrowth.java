package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.TimerHandle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one more operation costs where there are many tasks or timers already: {@code SECONDS
 * WORK:COUNT...}, like those that {@link Stopwatch} times. Making what there is before is not
 * measured.
 */
final class AsyncioGrowth {
    private static final int SWITCHES = 20;
    private static final int BATCH = 1_000;
    private static final Duration HOUR = Duration.ofHours(1);

    private AsyncioGrowth() {}

    public static void main(String[] arguments) {
        long nanos = (long) (Double.parseDouble(arguments[0]) * 1e9);
        for (String work : List.of("switch", "spawn", "timer")) {
            run(() -> measure(work, BATCH, 4 * nanos)); // compiles
        }
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            String[] workAndCount = argument.split(":", 2);
            int count = Integer.parseInt(workAndCount[1]);
            System.gc(); // what was before is not to be cleared away while this is measured
            double cost = run(() -> measure(workAndCount[0], count, nanos));
            IO.println("%s %.1f".formatted(argument, cost));
        }
    }

    private static double measure(String work, int count, long nanos) {
        return switch (work) {
            case "switch" -> switches(count, nanos);
            case "spawn" -> spawn(count, nanos);
            case "timer" -> timer(count, nanos);
            default -> throw new IllegalArgumentException(work);
        };
    }

    /** So many tasks take turns, and this one with them. */
    private static double switches(int count, long nanos) {
        long taken = 0;
        long operations = 0;
        while (taken < nanos) {
            Future<Void> gate = Future.pending();
            List<Task<Void>> tasks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                tasks.add(createTask(() -> takeTurns(gate)));
            }
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            long begin = ProcessorTime.nanos();
            gate.setResult(null);
            for (int i = 0; i <= SWITCHES; i++) {
                sleep(Duration.ZERO);
            }
            taken += ProcessorTime.nanos() - begin;
            operations += (long) (count + 1) * SWITCHES;
            for (Task<Void> task : tasks) {
                task.await();
            }
        }
        return (double) taken / operations;
    }

    private static void takeTurns(Future<Void> gate) {
        gate.await();
        for (int i = 0; i < SWITCHES; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** A task is created and awaited while so many others wait. */
    private static double spawn(int count, long nanos) {
        Future<Void> gate = Future.pending();
        List<Task<Void>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(
                    createTask(
                            () -> {
                                gate.await();
                            }));
        }
        sleep(Duration.ZERO);
        long begin = ProcessorTime.nanos();
        long taken = 0;
        long operations = 0;
        while (taken < nanos) {
            for (int i = 0; i < BATCH; i++) {
                createTask(() -> {}).await();
            }
            operations += BATCH;
            taken = ProcessorTime.nanos() - begin;
        }
        gate.setResult(null);
        waitAll(tasks);
        return (double) taken / operations;
    }

    /** A timer is set and cancelled while so many others are set, at times all over the hour. */
    private static double timer(int count, long nanos) {
        EventLoop loop = getRunningLoop();
        List<TimerHandle> others = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            others.add(loop.callLater(HOUR.plusSeconds(i * 7_919L % 3_600), () -> {}));
        }
        long begin = ProcessorTime.nanos();
        long taken = 0;
        long operations = 0;
        while (taken < nanos) {
            for (int i = 0; i < BATCH; i++) {
                loop.callLater(HOUR.plusSeconds(i * 104_729L % 3_600), () -> {}).cancel();
            }
            operations += BATCH;
            taken = ProcessorTime.nanos() - begin;
        }
        others.forEach(TimerHandle::cancel);
        return (double) taken / operations;
    }
}
