package org.asyncio4j.benchmarks.contest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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

    /**
     * How many times better one contestant is than another: the median of the rounds, as what slows
     * the machine down for a while slows down both. Empty if one of them has no values.
     */
    OptionalDouble advantage(Metric metric, String ours, String peer) {
        List<Double> mine = of(metric.name(), ours);
        List<Double> theirs = of(metric.name(), peer);
        if (mine.isEmpty() || theirs.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (mine.size() != theirs.size()) { // a round without a value
            mine = List.of(Summary.of(mine).median());
            theirs = List.of(Summary.of(theirs).median());
        }
        List<Double> advantages = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            advantages.add(metric.advantage(mine.get(i), theirs.get(i)));
        }
        return OptionalDouble.of(Summary.of(advantages).median());
    }
}
