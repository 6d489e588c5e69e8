package org.asyncio4j.benchmarks.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ContestTest {
    private static final Metric COST = Metric.nanos("cost", "do it");
    private static final Metric RATE = new Metric("rate", "times a second", "1/s", true);

    @TempDir Path directory;

    /** Three that are measured, of which the last knows only one of the two metrics. */
    private static final class Example implements Group {
        @Override
        public String name() {
            return "example";
        }

        @Override
        public String title() {
            return "An example";
        }

        @Override
        public String explanation() {
            return "Nothing is done.";
        }

        @Override
        public List<Metric> metrics() {
            return List.of(COST, RATE);
        }

        @Override
        public List<Contestant> contestants() {
            return List.of(
                    Contestant.of("ours", List.of()),
                    Contestant.of("A", List.of()),
                    Contestant.of("B", List.of()),
                    Contestant.missing("C", "C"));
        }

        @Override
        public Map<String, Double> measure(Contestant contestant, Effort effort) {
            return Map.of();
        }

        @Override
        public List<Bar> bars() {
            return List.of(
                    new Bar("cost", List.of("A", "B"), 3),
                    new Bar("cost", List.of("B"), 0.8),
                    new Bar("rate", List.of("A"), 1),
                    new Bar("rate", List.of("C"), 1));
        }
    }

    private static Samples samples() {
        var samples = new Samples();
        for (double value : new double[] {30, 10, 20}) {
            samples.add("cost", "ours", value);
        }
        samples.add("cost", "A", 80);
        samples.add("cost", "B", 50);
        samples.add("rate", "ours", 1_000);
        samples.add("rate", "A", 2_000);
        return samples;
    }

    @Test
    void summary_ofValues_isTheirMiddleAndEnds() {
        var samples = samples();
        assertEquals(
                new Samples.Summary(20, 10, 30), samples.summary("cost", "ours").orElseThrow());
        samples.add("cost", "ours", 25);
        assertEquals(22.5, samples.summary("cost", "ours").orElseThrow().median());
        assertTrue(samples.summary("rate", "B").isEmpty());
    }

    @Test
    void advantage_ofValues_isTheMiddleOfTheRounds() {
        var samples = new Samples();
        double[][] rounds = {{10, 20, 5}, {30, 90, 45}, {10, 40, 20}}; // the second one was slow
        for (double[] round : rounds) {
            samples.add("cost", "ours", round[0]);
            samples.add("cost", "A", round[1]);
            samples.add("rate", "ours", round[0]);
            samples.add("rate", "A", round[2]);
        }
        assertEquals(3, samples.advantage(COST, "ours", "A").orElseThrow());
        assertEquals(2 / 3.0, samples.advantage(RATE, "ours", "A").orElseThrow());
        samples.add("cost", "A", 60); // with values for other rounds: that of the medians
        assertEquals(5, samples.advantage(COST, "ours", "A").orElseThrow());
        assertTrue(samples.advantage(COST, "ours", "B").isEmpty());
    }

    @Test
    void table_ofValues_comparesEachWithOurs() {
        var example = new Example();
        assertEquals(
                """
                |                | unit | ours             | A              | B             | C       |
                |----------------|------|------------------|----------------|---------------|---------|
                | do it          | ns   | 20.0 (10.0-30.0) | 80.0 **4x**    | 50.0 **2.5x** | skipped |
                | times a second | 1/s  | 1,000            | 2,000 **0.5x** | -             | skipped |
                """,
                new Table(example, example.contestants(), samples()).values());
    }

    @Test
    void table_ofBars_saysWhatHolds() {
        var example = new Example();
        assertEquals(
                """
                |                | must be                    | is           |                   |
                |----------------|----------------------------|--------------|-------------------|
                | do it          | at least 3 x the better of A, B | 2.5 x | **does not hold** |
                | do it          | at most 1.25 x the cost of B | 0.4 x the cost | holds |
                | times a second | at least 1 x A | 0.5 x | **does not hold** |
                | times a second | at least 1 x C | not measured |  |
                """
                        .replaceAll("-+", "-")
                        .replaceAll(" +", " "),
                new Table(example, example.contestants(), samples())
                        .bars()
                        .replaceAll("-+", "-")
                        .replaceAll(" +", " "));
    }

    @Test
    void report_written_replacesItsPartOfTheDocument() throws IOException {
        Path document = directory.resolve("performance.md");
        Files.writeString(
                document, "before\n<!-- begin example -->\nold\n<!-- end example -->\nafter\n");
        var example = new Example();
        var report = new Report(document, directory.resolve("json"));
        report.writeDocument(example, samples(), "new\n");
        assertEquals(
                "before\n<!-- begin example -->\nnew\n<!-- end example -->\nafter\n",
                Files.readString(document));
        report.writeJson(example, example.contestants(), samples());
        assertTrue(
                Files.readString(directory.resolve("json/example.json"))
                        .contains(
                                "{\"metric\": \"cost\", \"unit\": \"ns\", \"contestant\": \"ours\","
                                        + " \"values\": [30.0, 10.0, 20.0]}"));
        Files.writeString(document, "no place");
        assertThrows(IOException.class, () -> report.writeDocument(example, samples(), "new\n"));
    }

    /** Ours, on both back-ends, and plain virtual threads. */
    @ParameterizedTest
    @ValueSource(strings = {"asyncio4j", "asyncio4j, hand-off", "virtual threads"})
    void tasks_briefly_doAllThatTheyKnow(String name) throws Exception {
        var tasks = new TaskContest(new Programs(directory));
        Contestant contestant =
                tasks.contestants().stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        Map<String, Double> values = tasks.measure(contestant, new Effort(1, 0.001, true));
        int most = tasks.metrics().size();
        assertEquals(name.equals("virtual threads") ? 8 : most, values.size());
        values.forEach((metric, value) -> assertTrue(value > 0, metric + " " + value));
    }
}
