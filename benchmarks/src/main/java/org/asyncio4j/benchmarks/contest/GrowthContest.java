package org.asyncio4j.benchmarks.contest;

import org.asyncio4j.benchmarks.contest.Plot.Point;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether an operation costs the same however much else there is. */
final class GrowthContest implements Group {
    private record Line(String work, String title, String unit, int most) {
        List<Integer> counts() {
            List<Integer> counts = new ArrayList<>();
            for (int count = 1; count <= most; count *= 10) {
                counts.add(count);
            }
            return counts;
        }

        String metric(int count) {
            return work + ":" + count;
        }
    }

    private static final String OURS = "asyncio4j";

    private static final String[] OPTIONS = {
        Programs.SERIAL, Programs.TOUCHED, "-Xms6g", "-Xmx6g", "-Xmn3g", Programs.CARRIED
    };

    private static final Line CONNECTIONS =
            new Line("echo", "TCP echo of 64 B, CPU/request, of so many connections", "us", 10_000);

    private static final List<Line> TASKS =
            List.of(
                    new Line("switch", "switch between so many tasks", "ns", 1_000_000),
                    new Line("spawn", "create and await, beside so many", "ns", 1_000_000),
                    new Line("timer", "set and cancel, beside so many", "ns", 100_000));

    private final Programs programs;

    GrowthContest(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "Growth";
    }

    @Override
    public String explanation() {
        return "Processor time of an operation, one processor; of the C loop, which has no tasks, that"
                + " of a request. JVM: `-XX:+UseSerialGC -Xms6g -Xmx6g -Xmn3g -XX:+AlwaysPreTouch`.";
    }

    @Override
    public @Nullable String missing() {
        return Machine.memory() < 10L << 30 ? "10 GiB of memory" : ServerUnderLoad.missing();
    }

    private static List<Line> lines() {
        List<Line> lines = new ArrayList<>(TASKS);
        lines.add(CONNECTIONS);
        return lines;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        for (Line line : lines()) {
            for (int count : line.counts()) {
                String title = "%s: %,d".formatted(line.title, count);
                metrics.add(new Metric(line.metric(count), title, line.unit, false));
            }
        }
        return metrics;
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        return List.of(programs.java(OURS, "AsyncioGrowth", OPTIONS), EchoContest.limit(programs));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        if (contestant.name().equals(EchoContest.LIMIT)) {
            return requests(contestant, effort);
        }
        var command = new ArrayList<>(contestant.command());
        command.add(Double.toString(effort.seconds()));
        for (Line line : TASKS) {
            line.counts().forEach(count -> command.add(line.metric(count)));
        }
        var values = new LinkedHashMap<>(Programs.run(Programs.pinned(0, command)));
        values.putAll(
                requests(programs.java(OURS, "AsyncioEcho", OPTIONS).with("streams"), effort));
        return values;
    }

    private Map<String, Double> requests(Contestant server, Effort effort)
            throws IOException, InterruptedException {
        var values = new LinkedHashMap<String, Double>();
        try (var underLoad = ServerUnderLoad.start(server, programs)) {
            underLoad.warmUp(64, 20 * effort.seconds());
            for (int count : CONNECTIONS.counts()) {
                Map<String, Double> seen = underLoad.load(count, 64, 3 * effort.seconds());
                if (seen.get("requests") > 0) {
                    values.put(
                            CONNECTIONS.metric(count),
                            seen.get("cpu") / seen.get("requests") * 1e6);
                }
            }
        }
        return values;
    }

    @Override
    public List<Bar> bars() {
        return List.of();
    }

    @Override
    public Map<String, String> pictures(Samples samples) {
        var tasks = new Plot("an operation, beside so many tasks or timers", "ns");
        TASKS.forEach(line -> tasks.add(line.work, points(line, OURS, samples)));
        var connections = new Plot("a request, with so many connections", "us");
        for (String name : List.of(OURS, EchoContest.LIMIT)) {
            connections.add(name, points(CONNECTIONS, name, samples));
        }
        return Map.of(
                "performance-tasks.svg", tasks.svg(),
                "performance-connections.svg", connections.svg());
    }

    private static List<Point> points(Line line, String contestant, Samples samples) {
        List<Point> points = new ArrayList<>();
        for (int count : line.counts()) {
            samples.summary(line.metric(count), contestant)
                    .ifPresent(summary -> points.add(new Point(count, summary.median())));
        }
        return points;
    }
}
