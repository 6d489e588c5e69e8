package org.asyncio4j.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds, and what many waiting things in it cost: {@code NAME VALUE} lines. */
final class Footprint {
    private final int count;
    private final long heap = usedHeap();
    private final long resident = resident();
    private long begin = System.nanoTime();

    /**
     * Measured from now on.
     *
     * @param count how many things there will be
     */
    Footprint(int count) throws IOException {
        this.count = count;
    }

    /** Prints what each of them has taken since the last time, in nanoseconds. */
    void lap(String name) {
        long end = System.nanoTime();
        IO.println("%s %.1f".formatted(name, (double) (end - begin) / count));
        begin = System.nanoTime();
    }

    /** Prints how much heap and memory each of them holds now, in bytes. */
    void print() throws IOException {
        long held = resident() - resident; // before the collection, which moves things about
        IO.println("heap %.1f".formatted((double) (usedHeap() - heap) / count));
        IO.println("resident %.1f".formatted((double) held / count));
        begin = System.nanoTime();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
