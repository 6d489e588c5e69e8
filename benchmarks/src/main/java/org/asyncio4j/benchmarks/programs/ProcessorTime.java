package org.asyncio4j.benchmarks.programs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The processor time of this process. That of {@code OperatingSystemMXBean} has 10 ms ticks. */
final class ProcessorTime {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2; // Linux

    private static final MethodHandle CLOCK_GETTIME = clockGettime();

    private static final MemorySegment TIME = Arena.global().allocate(JAVA_LONG, 2);

    private ProcessorTime() {}

    private static MethodHandle clockGettime() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }

    /** How much all threads have used so far. For one thread at a time. */
    static long nanos() {
        try {
            if ((int) CLOCK_GETTIME.invokeExact(CLOCK_PROCESS_CPUTIME_ID, TIME) != 0) {
                throw new IllegalStateException("clock_gettime failed");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        return TIME.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + TIME.getAtIndex(JAVA_LONG, 1);
    }
}
