package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Work in process: tasks, what they share, timers. */
final class TaskContest implements Group {
    /** Room for 100,000 tasks that sleep, or what is measured is mostly their being moved. */
    private static final List<String> HEAP =
            List.of(Programs.SERIAL, Programs.TOUCHED, "-Xms1g", "-Xmn600m");

    private static final List<String> PYTHON = List.of("asyncio", "uvloop");
    private static final List<String> JVM = List.of("Kotlin", "virtual threads");

    private final Programs programs;

    TaskContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public String title() {
        return "Tasks, and what they share";
    }

    @Override
    public String explanation() {
        return "Processor time, JIT and collector included, of programs that have one processor each."
                + " JVMs: `-XX:+UseSerialGC`, which is what a JVM chooses there, `-Xms1g -Xmn600m"
                + " -XX:+AlwaysPreTouch`.";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.nanos("switch", "switch between 1,000 tasks, `sleep(0)`"),
                Metric.nanos("spawn", "create a task and await it"),
                Metric.nanos("gather", "gather 10,000 no-ops, each"),
                Metric.nanos("group", "task group of 1,000 no-ops, each"),
                Metric.nanos("done", "await a future that is done"),
                Metric.nanos("queue", "hand an item over by a queue of one"),
                Metric.nanos("lock", "contended lock, held across a switch"),
                Metric.nanos("event", "two events, there and back"),
                Metric.nanos("condition", "wait for a turn by a condition"),
                Metric.nanos("barrier", "barrier of 10, each"),
                Metric.nanos("timers", "set and cancel 100,000 timers, each"),
                Metric.nanos("sleeps", "100,000 sleeps at once, each"),
                Metric.nanos("timeout", "time-out around a switch"),
                Metric.nanos("cancel", "create, cancel and await 10,000 sleeping tasks, each"),
                Metric.nanos("callbacks", "`callSoon`"),
                Metric.nanos("threadsafe", "`callSoonThreadsafe` by another thread"),
                Metric.nanos("generator", "item of a generator"));
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        return List.of(
                java("asyncio4j", "AsyncioTasks", Programs.CARRIED),
                java("asyncio4j, hand-off", "AsyncioTasks"),
                programs.python("asyncio", "asyncio", "tasks.py", "asyncio"),
                programs.python("uvloop", "uvloop", "tasks.py", "uvloop"),
                java("Kotlin", "KotlinTasks"),
                java(
                        "virtual threads",
                        "ThreadTasks",
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1"));
    }

    private Contestant java(String name, String mainClass, String... options) {
        return programs.java(
                name,
                mainClass,
                Stream.concat(HEAP.stream(), Stream.of(options)).toArray(String[]::new));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(contestant.command());
        command.add(Double.toString(2 * effort.seconds()));
        metrics().forEach(metric -> command.add(metric.name()));
        return Programs.run(Programs.pinned(0, command));
    }

    @Override
    public List<Bar> bars() {
        var bars = new ArrayList<Bar>();
        bars.add(new Bar("switch", PYTHON, 5));
        bars.add(new Bar("spawn", PYTHON, 8));
        bars.add(new Bar("gather", PYTHON, 12));
        bars.add(new Bar("queue", PYTHON, 8));
        bars.add(new Bar("lock", PYTHON, 8));
        bars.add(new Bar("timers", PYTHON, 10));
        bars.add(new Bar("sleeps", PYTHON, 10));
        bars.add(new Bar("timeout", PYTHON, 10));
        for (String metric :
                List.of("switch", "spawn", "gather", "queue", "lock", "sleeps", "timeout")) {
            bars.add(new Bar(metric, JVM, 1));
        }
        return bars;
    }
}
