package org.asyncio4j.benchmarks.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for each series over counts of 1, 10, 100 and so on, as SVG. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 70;
    private static final int RIGHT = 160;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS = List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd");

    /** A value at a count. */
    record Point(double count, double value) {}

    private record Series(String name, List<Point> points) {}

    private final String title;
    private final String unit;
    private final List<Series> all = new ArrayList<>();

    Plot(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    void add(String name, List<Point> points) {
        all.add(new Series(name, points));
    }

    String svg() {
        double most = points().stream().mapToDouble(Point::value).max().orElse(1) * 1.1;
        double decades = Math.log10(points().stream().mapToDouble(Point::count).max().orElse(10));
        var svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'"
                        + " font-family='sans-serif' font-size='12'>",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width='100%%' height='100%%' fill='white'/>");
        text(svg, LEFT, TOP - 18, "start", title + ", " + unit);
        for (int decade = 0; decade <= decades; decade++) {
            double x = x(Math.pow(10, decade), decades);
            grid(svg, x, TOP, x, HEIGHT - BOTTOM);
            text(
                    svg,
                    x,
                    HEIGHT - BOTTOM + 18,
                    "middle",
                    "%,d".formatted((long) Math.pow(10, decade)));
        }
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            grid(svg, LEFT, y(value, most), WIDTH - RIGHT, y(value, most));
            text(svg, LEFT - 8, y(value, most) + 4, "end", "%,.0f".formatted(value));
        }
        for (int i = 0; i < all.size(); i++) {
            Series series = all.get(i);
            String colour = COLOURS.get(i % COLOURS.size());
            var path = new StringBuilder();
            for (Point point : series.points) {
                path.append("%.1f,%.1f ".formatted(x(point.count, decades), y(point.value, most)));
            }
            line(
                    svg,
                    "<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>",
                    path.toString().strip(),
                    colour);
            line(
                    svg,
                    "<text x='%d' y='%d' fill='%s'>%s</text>",
                    WIDTH - RIGHT + 12,
                    TOP + 16 + 18 * i,
                    colour,
                    series.name);
        }
        return svg.append("</svg>\n").toString();
    }

    private List<Point> points() {
        return all.stream().flatMap(series -> series.points.stream()).toList();
    }

    private static double x(double count, double decades) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log10(count) / decades;
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        line(
                svg,
                "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#dddddd'/>",
                x1,
                y1,
                x2,
                y2);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        line(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, text);
    }

    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
