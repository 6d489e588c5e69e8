package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a task that waits weighs, and what waking it costs, under each collector. */
final class ParkedContest implements Group {
    private static final int COUNT = 1_000_000;
    private static final int QUICK_COUNT = 100_000;

    private final Programs programs;

    ParkedContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "parked";
    }

    @Override
    public String title() {
        return "1,000,000 tasks that wait";
    }

    @Override
    public String explanation() {
        return "Four calls deep, with `-Xmx4g`, not pinned. Heap: in use after a collection.";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                new Metric("heap", "heap of each", "B", false),
                new Metric("resident", "memory of the process for each", "B", false),
                Metric.nanos("create", "create each and let it wait"),
                Metric.nanos("resume1", "wake each, after a collection"),
                Metric.nanos("resume2", "wake each again"),
                Metric.nanos("resume3", "and again"));
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        return List.of(
                ours("asyncio4j, Serial", Programs.SERIAL),
                ours("asyncio4j, Parallel", "-XX:+UseParallelGC"),
                ours("asyncio4j, G1", "-XX:+UseG1GC"),
                programs.java("hand-off, Serial", "AsyncioParked", Programs.SERIAL, "-Xmx4g"),
                programs.python("asyncio", "asyncio", "parked.py", "asyncio"),
                programs.java("Kotlin, Serial", "KotlinParked", Programs.SERIAL, "-Xmx4g"),
                programs.java(
                        "virtual threads, Serial",
                        "ThreadParked",
                        Programs.SERIAL,
                        "-Xmx4g",
                        "-Djdk.virtualThreadScheduler.parallelism=1"));
    }

    private Contestant ours(String name, String collector) {
        return programs.java(name, "AsyncioParked", collector, "-Xmx4g", Programs.CARRIED);
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(contestant.command());
        command.add(Integer.toString(effort.isQuick() ? QUICK_COUNT : COUNT));
        return Programs.run(command);
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }
}
