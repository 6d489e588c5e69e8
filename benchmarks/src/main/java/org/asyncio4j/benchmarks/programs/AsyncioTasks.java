package org.asyncio4j.benchmarks.programs;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.Barrier;
import org.asyncio4j.Condition;
import org.asyncio4j.Coroutine;
import org.asyncio4j.Event;
import org.asyncio4j.Future;
import org.asyncio4j.Generator;
import org.asyncio4j.Lock;
import org.asyncio4j.Queue;
import org.asyncio4j.Task;
import org.asyncio4j.VoidBlock;
import org.asyncio4j.benchmarks.programs.Stopwatch.Sized;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.TimerHandle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tasks and what they share, by asyncio4j. */
final class AsyncioTasks {
    private static final int SWITCHES = 100;
    private static final Duration HOUR = Duration.ofHours(1);

    private AsyncioTasks() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Sized> works = works();
        run(() -> Stopwatch.time(List.of(arguments), works));
    }

    private static Map<String, Sized> works() {
        var works = new TreeMap<String, Sized>();
        works.put("switch", new Sized(1_000, AsyncioTasks::switches));
        works.put("spawn", new Sized(10_000, AsyncioTasks::spawn));
        works.put("gather", new Sized(10_000, AsyncioTasks::gathered));
        works.put("group", new Sized(1_000, AsyncioTasks::group));
        works.put("done", new Sized(10_000, AsyncioTasks::awaitDone));
        works.put("queue", new Sized(10_000, AsyncioTasks::queueOfOne));
        works.put("lock", new Sized(10_000, AsyncioTasks::lock));
        works.put("event", new Sized(1_000, AsyncioTasks::event));
        works.put("condition", new Sized(1_000, AsyncioTasks::condition));
        works.put("barrier", new Sized(10, AsyncioTasks::barrier));
        works.put("timers", new Sized(100_000, AsyncioTasks::timers));
        works.put("sleeps", new Sized(100_000, AsyncioTasks::sleeps));
        works.put("timeout", new Sized(10_000, AsyncioTasks::timeouts));
        works.put("cancel", new Sized(10_000, AsyncioTasks::cancel));
        works.put("callbacks", new Sized(10_000, AsyncioTasks::callbacks));
        works.put("threadsafe", new Sized(10_000, AsyncioTasks::threadsafe));
        works.put("generator", new Sized(100_000, AsyncioTasks::generated));
        return works;
    }

    private static void nothing() {}

    /** So many tasks take turns. */
    private static long switches(int tasks) {
        gatherAll(
                tasks,
                () -> {
                    for (int i = 0; i < SWITCHES; i++) {
                        sleep(Duration.ZERO);
                    }
                });
        return (long) tasks * SWITCHES;
    }

    private static void gatherAll(int tasks, VoidBlock<RuntimeException> work) {
        List<Coroutine<Void>> works = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            works.add(async(work));
        }
        gather(works);
    }

    /** One after the other. */
    private static long spawn(int tasks) {
        for (int i = 0; i < tasks; i++) {
            createTask(AsyncioTasks::nothing).await();
        }
        return tasks;
    }

    private static long gathered(int tasks) {
        gatherAll(tasks, AsyncioTasks::nothing);
        return tasks;
    }

    private static long group(int tasks) {
        taskGroup(
                group -> {
                    for (int i = 0; i < tasks; i++) {
                        group.createTask(AsyncioTasks::nothing);
                    }
                });
        return tasks;
    }

    private static long awaitDone(int times) {
        Future<Integer> done = Future.pending();
        done.setResult(1);
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += done.await();
        }
        return sum;
    }

    /** A producer and a consumer that take turns. */
    private static long queueOfOne(int items) {
        var queue = new Queue<Integer>(1);
        Task<Void> producer =
                createTask(
                        () -> {
                            for (int i = 0; i < items; i++) {
                                queue.put(i);
                            }
                        });
        for (int i = 0; i < items; i++) {
            queue.get();
        }
        producer.await();
        return items;
    }

    /** Ten tasks, each of which has the lock while it lets the others run. */
    private static long lock(int times) {
        var lock = new Lock();
        gatherAll(
                10,
                () -> {
                    for (int i = 0; i < times / 10; i++) {
                        lock.acquire();
                        try {
                            sleep(Duration.ZERO);
                        } finally {
                            lock.release();
                        }
                    }
                });
        return times;
    }

    /** Two tasks wake each other by events. */
    private static long event(int times) {
        var ping = new Event();
        var pong = new Event();
        Task<Void> other =
                createTask(
                        () -> {
                            for (int i = 0; i < times; i++) {
                                ping.await();
                                ping.clear();
                                pong.set();
                            }
                        });
        for (int i = 0; i < times; i++) {
            ping.set();
            pong.await();
            pong.clear();
        }
        other.await();
        return times;
    }

    /** Two tasks that wait for their turn by a condition. */
    private static long condition(int times) {
        var condition = new Condition();
        var turn = new int[1];
        Task<Void> other = createTask(() -> takeTurns(condition, turn, 1, times));
        takeTurns(condition, turn, 0, times);
        other.await();
        return 2L * times;
    }

    private static void takeTurns(Condition condition, int[] turn, int mine, int times) {
        for (int i = 0; i < times; i++) {
            condition.acquire();
            try {
                condition.awaitFor(() -> turn[0] == mine);
                turn[0] = 1 - mine;
                condition.notifyOne();
            } finally {
                condition.release();
            }
        }
    }

    private static long barrier(int parties) {
        var barrier = new Barrier(parties);
        gatherAll(
                parties,
                () -> {
                    for (int i = 0; i < SWITCHES; i++) {
                        barrier.await();
                    }
                });
        return (long) parties * SWITCHES;
    }

    /** So many timers are set, and cancelled. */
    private static long timers(int count) {
        EventLoop loop = getRunningLoop();
        List<TimerHandle> timers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            timers.add(loop.callLater(HOUR.plusNanos(i), AsyncioTasks::nothing));
        }
        timers.forEach(TimerHandle::cancel);
        sleep(Duration.ZERO);
        return count;
    }

    /** So many tasks sleep for up to ten milliseconds. */
    private static long sleeps(int tasks) {
        List<Coroutine<Void>> works = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            Duration duration = Duration.ofMillis(1 + i % 10);
            works.add(async(() -> sleep(duration)));
        }
        gather(works);
        return tasks;
    }

    /** A time limit around a switch. */
    private static long timeouts(int times) {
        for (int i = 0; i < times; i++) {
            timeout(HOUR, () -> sleep(Duration.ZERO));
        }
        return times;
    }

    /** So many tasks that wait for ever are cancelled. */
    private static long cancel(int count) {
        List<Task<Void>> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(createTask(() -> sleep(HOUR)));
        }
        sleep(Duration.ZERO);
        tasks.forEach(Task::cancel);
        waitAll(tasks);
        return count;
    }

    /** To be called so often. */
    private static Runnable countdown(int count, Future<Void> end) {
        var left = new int[] {count};
        return () -> {
            if (--left[0] == 0) {
                end.setResult(null);
            }
        };
    }

    private static long callbacks(int count) {
        EventLoop loop = getRunningLoop();
        Future<Void> end = loop.createFuture();
        Runnable callback = countdown(count, end);
        for (int i = 0; i < count; i++) {
            loop.callSoon(callback);
        }
        end.await();
        return count;
    }

    /** Another thread gives the loop callbacks, as fast as it can. */
    private static long threadsafe(int count) {
        EventLoop loop = getRunningLoop();
        Future<Void> end = loop.createFuture();
        Runnable callback = countdown(count, end);
        Thread.ofPlatform()
                .start(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                loop.callSoonThreadsafe(callback);
                            }
                        });
        end.await();
        return count;
    }

    private static long generated(int items) {
        Generator<Integer> numbers =
                generator(
                        y -> {
                            for (int i = 0; i < items; i++) {
                                y.yield(i);
                            }
                        });
        long count = 0;
        for (int _ : numbers) {
            count++;
        }
        return count;
    }
}
