package org.asyncio4j.benchmarks.contest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was measured, by metric and contestant, a value for each round. */
final class Samples {
    /** The values of one contestant, in order of size. */
    record Summary(double median, double min, double max) {
        static Summary of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1
                            ? sorted.get(middle)
                            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Summary(median, sorted.getFirst(), sorted.getLast());
        }
    }

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    void add(String metric, String contestant, double value) {
        values.computeIfAbsent(metric, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, _ -> new ArrayList<>())
                .add(value);
    }

    List<Double> of(String metric, String contestant) {
        return values.getOrDefault(metric, Map.of()).getOrDefault(contestant, List.of());
    }

    /** Empty if the contestant does not do that, or could not be started. */
    Optional<Summary> summary(String metric, String contestant) {
        List<Double> all = of(metric, contestant);
        return all.isEmpty() ? Optional.empty() : Optional.of(Summary.of(all));
    }
}
