package org.asyncio4j.benchmarks.contest;

/**
 * Something that is measured: a row of a table.
 *
 * @param name short, as it is in the JSON
 * @param title what was done
 * @param unit of the values
 * @param moreIsBetter whether a higher value is the better one
 */
record Metric(String name, String title, String unit, boolean moreIsBetter) {
    static Metric nanos(String name, String title) {
        return new Metric(name, title, "ns", false);
    }

    /** How many times better our value is than that of a peer. */
    double advantage(double ours, double peers) {
        return moreIsBetter ? ours / peers : peers / ours;
    }
}
