package org.asyncio4j.benchmarks.contest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where results go: docs/performance.md, whose words between the tables are kept, and JSON. */
final class Report {
    private final Path document;
    private final Path directory;

    /**
     * @param document has a line {@code <!-- begin NAME -->} and {@code <!-- end NAME -->} where
     *     the group's results are to be
     * @param directory for the JSON
     */
    Report(Path document, Path directory) {
        this.document = document;
        this.directory = directory;
    }

    void writeJson(Group group, List<Contestant> contestants, Samples samples) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve(group.name() + ".json"), json(group, contestants, samples));
    }

    void writeDocument(Group group, Samples samples, String text) throws IOException {
        for (var picture : group.pictures(samples).entrySet()) {
            Files.writeString(document.resolveSibling(picture.getKey()), picture.getValue());
        }
        String begin = "<!-- begin " + group.name() + " -->\n";
        String end = "<!-- end " + group.name() + " -->\n";
        String old = Files.readString(document);
        int from = old.indexOf(begin);
        int to = old.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(document + " has no place for " + group.name());
        }
        Files.writeString(
                document, old.substring(0, from + begin.length()) + text + old.substring(to));
    }

    private static String json(Group group, List<Contestant> contestants, Samples samples) {
        List<String> rows = new ArrayList<>();
        for (Metric metric : group.metrics()) {
            for (Contestant contestant : contestants) {
                List<Double> values = samples.of(metric.name(), contestant.name());
                if (!values.isEmpty()) {
                    rows.add(
                            """
                            {"metric": "%s", "unit": "%s", "contestant": "%s", "values": %s}"""
                                    .formatted(
                                            metric.name(),
                                            metric.unit(),
                                            contestant.name(),
                                            values));
                }
            }
        }
        return """
        {
          "group": "%s",
          "machine": "%s",
          "results": [
            %s
          ]
        }
        """
                .formatted(group.name(), Machine.describe(), String.join(",\n    ", rows));
    }
}
