package org.asyncio4j.benchmarks.contest;

/**
 * How much time is spent.
 *
 * @param rounds how often each contestant is started
 * @param seconds what all times of measuring and warming up are multiples of
 * @param isQuick whether some may be left out, and the figures are not to be kept
 */
record Effort(int rounds, double seconds, boolean isQuick) {
    static final Effort FULL = new Effort(5, 0.3, false);
    static final Effort QUICK = new Effort(1, 0.03, true);

    Effort withRounds(int newRounds) {
        return new Effort(newRounds, seconds, isQuick);
    }
}
