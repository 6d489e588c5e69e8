package org.asyncio4j.benchmarks.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a group measured, as text that is Markdown and can be read as it is. */
final class Table {
    private final Group group;
    private final List<Contestant> contestants;
    private final Samples samples;

    Table(Group group, List<Contestant> contestants, Samples samples) {
        this.group = group;
        this.contestants = contestants;
        this.samples = samples;
    }

    private String ours() {
        return contestants.getFirst().name();
    }

    /** The medians, min to max, and how many times better we are. */
    String values() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "unit"));
        contestants.forEach(contestant -> head.add(contestant.name()));
        rows.add(head);
        for (Metric metric : group.metrics()) {
            List<String> row = new ArrayList<>(List.of(metric.title(), metric.unit()));
            for (Contestant contestant : contestants) {
                row.add(cell(metric, contestant));
            }
            rows.add(row);
        }
        return format(rows);
    }

    private String cell(Metric metric, Contestant contestant) {
        var summary = samples.summary(metric.name(), contestant.name());
        if (summary.isEmpty()) {
            return contestant.missing() == null ? "-" : "skipped";
        }
        var values = summary.get();
        String text = plain(values.median());
        if (values.min() < values.max()) {
            text += " (%s-%s)".formatted(plain(values.min()), plain(values.max()));
        }
        var advantage = samples.advantage(metric, ours(), contestant.name());
        if (advantage.isEmpty() || contestant.name().equals(ours())) {
            return text;
        }
        return text + " **%sx**".formatted(Bar.number(advantage.getAsDouble()));
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }

    /** Whether what must hold does. */
    String bars() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "must be", "is", ""));
        for (Bar bar : group.bars()) {
            Metric metric =
                    group.metrics().stream()
                            .filter(m -> m.name().equals(bar.metric()))
                            .findFirst()
                            .orElseThrow();
            var advantage = bar.advantage(metric, ours(), samples);
            if (advantage.isEmpty()) {
                rows.add(List.of(metric.title(), bar.text(), "not measured", ""));
            } else {
                double is = advantage.getAsDouble();
                String text =
                        bar.factor() >= 1
                                ? Bar.number(is) + " x"
                                : Bar.number(1 / is) + " x the cost";
                rows.add(
                        List.of(
                                metric.title(),
                                bar.text(),
                                text,
                                is >= bar.factor() ? "holds" : "**does not hold**"));
            }
        }
        return rows.size() == 1 ? "" : format(rows);
    }

    /** Columns of the same width, so that the text can be read without being rendered. */
    static String format(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(Math.max(widths[i], 3), row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                text.append("| ").append(padded(rows.get(r).get(i), widths[i])).append(' ');
            }
            text.append("|\n");
            if (r == 0) {
                for (int width : widths) {
                    text.append('|').append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
