package org.asyncio4j.benchmarks.contest;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What must be true of a metric.
 *
 * @param peers whoever of them is best is the one to compare with
 * @param factor how many times better than that one we must be; below 1 for how much worse we may
 */
record Bar(String metric, List<String> peers, double factor) {
    /** How many times better we are than the best of the peers; empty if nobody took part. */
    OptionalDouble advantage(Metric of, String ours, Samples samples) {
        return peers.stream()
                .map(peer -> samples.advantage(of, ours, peer))
                .flatMapToDouble(OptionalDouble::stream)
                .min();
    }

    String text() {
        return factor >= 1
                ? "at least %s x %s".formatted(number(factor), peersText())
                : "at most %s x the cost of %s".formatted(number(1 / factor), peersText());
    }

    private String peersText() {
        return peers.size() == 1 ? peers.getFirst() : "the better of " + String.join(", ", peers);
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
