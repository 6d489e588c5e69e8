package org.asyncio4j;

import java.util.function.BooleanSupplier;

/** What a test waits for that must happen at once, or was lost. */
final class Patience {
    private static final long NANOS = 5_000_000_000L;
    private static final int SPINS = 100;

    private Patience() {}

    /**
     * Returns false if the condition does not come true, though everybody else has had the time.
     */
    static boolean await(BooleanSupplier condition) {
        long end = System.nanoTime() + NANOS;
        for (int spins = 0; !condition.getAsBoolean(); spins++) {
            if (spins > SPINS) {
                if (System.nanoTime() > end) {
                    return false;
                }
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
        return true;
    }
}
