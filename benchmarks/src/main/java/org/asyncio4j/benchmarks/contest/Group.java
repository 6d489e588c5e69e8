package org.asyncio4j.benchmarks.contest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Measurements that are made together: what is measured, who takes part, what must hold. */
interface Group {
    /** By which it is chosen on the command line. */
    String name();

    String title();

    /** How it is measured: a sentence or two for the reader of the table. */
    String explanation();

    /** What this machine lacks for any of it; null if that is nothing. */
    default @Nullable String missing() {
        return null;
    }

    /** Whether it takes long even in a hurry, and so is then left out unless named. */
    default boolean isLong() {
        return false;
    }

    List<Metric> metrics();

    /** Ours is the first. */
    List<Contestant> contestants() throws IOException, InterruptedException;

    /** Lets a contestant do all of it once; what it does not do is left out. */
    Map<String, Double> measure(Contestant contestant, Effort effort)
            throws IOException, InterruptedException;

    List<Bar> bars();

    /** Pictures of what was measured, for the document: SVG by file name. */
    default Map<String, String> pictures(Samples samples) {
        return Map.of();
    }
}
