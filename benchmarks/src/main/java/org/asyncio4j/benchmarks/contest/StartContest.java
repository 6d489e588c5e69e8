package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** HelloWorld by the launcher, which has run it before, and by Python. */
final class StartContest implements Group {
    /** For how long the program sleeps. */
    private static final double SLEEP = 1;

    private static final int RUNS = 5;

    private final Programs programs;
    private final Path project;

    StartContest(Programs programs) {
        this.programs = programs;
        this.project = programs.home().getParent();
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Start of HelloWorld";
    }

    @Override
    public String explanation() {
        return "`./asyncio run examples/HelloWorld.java`, not for the first time, and `python3 hello.py`,"
                + " beyond the second that both sleep; the median of "
                + RUNS
                + " runs in each round.";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(new Metric("wall", "from start to end", "ms", false));
    }

    @Override
    public List<Contestant> contestants() throws IOException, InterruptedException {
        return List.of(
                Contestant.of(
                        "asyncio4j",
                        List.of(
                                project.resolve("asyncio").toString(),
                                "run",
                                project.resolve("examples/HelloWorld.java").toString())),
                programs.python("asyncio", "asyncio", "hello.py"));
    }

    @Override
    public Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException {
        List<Double> runs = new ArrayList<>();
        for (int i = 0; i <= (effort.isQuick() ? 1 : RUNS); i++) {
            long begin = System.nanoTime();
            Programs.output(contestant.command());
            if (i > 0) {
                runs.add((System.nanoTime() - begin) / 1e6 - SLEEP * 1_000);
            }
        }
        return Map.of("wall", Samples.Summary.of(runs).median());
    }

    @Override
    public List<Bar> bars() {
        return List.of(new Bar("wall", List.of("asyncio"), 1 / 1.5));
    }
}
