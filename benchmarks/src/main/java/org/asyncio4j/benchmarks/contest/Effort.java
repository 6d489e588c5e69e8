package org.asyncio4j.benchmarks.contest;

/**
 * How much time is spent.
 *
 * @param rounds how often each contestant is started
 * @param seconds how long each metric is measured, after warming up
 */
record Effort(int rounds, double seconds) {
    static final Effort FULL = new Effort(5, 0.3);
    static final Effort QUICK = new Effort(1, 0.05);
}
