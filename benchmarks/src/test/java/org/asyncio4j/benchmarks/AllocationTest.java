package org.asyncio4j.benchmarks;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.asyncio4j.Asyncio;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs each benchmark for a moment: does it do its work, and does it allocate what {@code
 * allocations.txt} says? Times are not looked at.
 *
 * <p>What a program allocates depends on how it is compiled. So that a figure is that of the code
 * as it is written, the same each time and on a busy machine too, {@code pom.xml} gives this test a
 * JVM that
 *
 * <ul>
 *   <li>has no second compiler, which spares some objects, from some moment on. The interpreter
 *       alone would do too, but takes ten times as long;
 *   <li>compiles at once what is called for the third time: while a stack has frames of both kinds,
 *       interpreted and compiled, the JDK needs new memory for each suspension. Nothing is inlined,
 *       so that the size of a suspended stack is always the same;
 *   <li>has one thread for ordinary virtual threads, so that it is always the same strands of the
 *       hand-off back-end that have to park;
 *   <li>has room for what a benchmark allocates, and no assertions.
 * </ul>
 *
 * <p>What all threads allocate is counted, because that of a strand is its carrier's. Others, and
 * the loading of classes, can only add to it, so the least of several rounds is taken.
 */
class AllocationTest {
    /** Half of the smallest object. */
    private static final double TOLERANCE = 8;

    /** The first is for loading and compiling. */
    private static final int ROUNDS = 3;

    private static final int OPERATIONS_PER_ROUND = 10_000;

    private static final String BACK_END = System.getProperty("asyncio4j.expectBackend");

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void assumeThatFiguresHold() {
        assumeTrue(BACK_END != null, "started without the options of pom.xml");
        assumeTrue(
                System.getProperty("os.arch").equals("amd64"),
                "suspended stacks are of other sizes on other machines");
    }

    @ParameterizedTest
    @MethodSource("names")
    void benchmark_run_doesItsWorkAndAllocatesWhatIsStored(String name) throws Exception {
        double bytes = Asyncio.<Double, Exception>run(() -> measure(benchmarks().get(name)));

        String measured = "%s %.1f".formatted(name, bytes);
        IO.println(measured);
        Double stored = figures().get(name);
        assertNotNull(stored, "not in allocations.txt: " + measured);
        assertTrue(bytes < stored + TOLERANCE, measured + " bytes, more than " + stored);
        assertTrue(
                bytes > stored - TOLERANCE,
                measured + " bytes, so that allocations.txt can be lowered from " + stored);
    }

    @Test
    void figures_stored_areOfBenchmarksThatExist() throws IOException {
        Set<String> gone = new HashSet<>(figures().keySet());
        gone.removeAll(names());

        assertEquals(Set.of(), gone);
    }

    // ---- what there is

    static Set<String> names() {
        return benchmarks().keySet();
    }

    private static Map<String, BenchmarkListEntry> benchmarks() {
        var output = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        var benchmarks = new TreeMap<String, BenchmarkListEntry>();
        for (BenchmarkListEntry entry : BenchmarkList.defaultList().getAll(output, List.of())) {
            String type = entry.getUserClassQName();
            benchmarks.put(entry.getUsername().substring(type.lastIndexOf('.') + 1), entry);
        }
        return benchmarks;
    }

    /** The stored bytes per operation on this back-end. */
    private static Map<String, Double> figures() throws IOException {
        try (InputStream file = AllocationTest.class.getResourceAsStream("allocations.txt")) {
            var figures = new TreeMap<String, Double>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" +"))
                    .forEach(
                            line ->
                                    figures.put(
                                            line[0],
                                            Double.valueOf(
                                                    line[BACK_END.equals("carried") ? 1 : 2])));
            return figures;
        }
    }

    // ---- measuring

    private static double measure(BenchmarkListEntry benchmark) throws Exception {
        int operations = benchmark.getOperationsPerInvocation().orElse(1);
        int calls = Math.max(1, OPERATIONS_PER_ROUND / operations);
        MethodHandle call = prepare(benchmark);
        double least = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long bytes = createTask(() -> bytesOf(call, calls, (long) calls * operations)).await();
            least = Math.min(least, (double) bytes / calls / operations);
        }
        return least;
    }

    private static MethodHandle prepare(BenchmarkListEntry benchmark) throws Exception {
        Class<?> type = Class.forName(benchmark.getUserClassQName());
        Object state = type.getConstructor().newInstance();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(Setup.class)) {
                method.invoke(state);
            }
        }
        String name = benchmark.getUsername();
        return MethodHandles.lookup()
                .bind(
                        state,
                        name.substring(name.lastIndexOf('.') + 1),
                        MethodType.methodType(long.class));
    }

    private static long bytesOf(MethodHandle call, int calls, long operations) throws Exception {
        long before = THREADS.getTotalThreadAllocatedBytes();
        long done = 0;
        for (int i = 0; i < calls; i++) {
            done += invoke(call);
        }
        long bytes = THREADS.getTotalThreadAllocatedBytes() - before;
        assertEquals(operations, done, "operations that were done");
        return bytes;
    }

    private static long invoke(MethodHandle call) throws Exception {
        try {
            return (long) call.invokeExact();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
