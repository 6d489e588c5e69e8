package org.asyncio4j.benchmarks.programs;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times work as all contestants do, see the package. */
final class Stopwatch {
    static {
        Locale.setDefault(Locale.ROOT);
    }

    private Stopwatch() {}

    /** Something to be done over and over. */
    interface Work {
        /**
         * Does it with so many parts, for example tasks.
         *
         * @return how many operations that were
         */
        long run(int size) throws Exception;
    }

    /** Does work of the arguments' names, in this thread or task, and prints what it took. */
    static void time(List<String> arguments, Map<String, Sized> works) throws Exception {
        long nanos = (long) (Double.parseDouble(arguments.getFirst()) * 1e9);
        List<String> wanted = arguments.subList(1, arguments.size());
        for (String argument : wanted) { // what one work compiles serves others too
            timeOne(argument, works, nanos / 2);
        }
        for (String argument : wanted) {
            timeOne(argument, works, nanos / 2);
            IO.println(argument + " " + timeOne(argument, works, nanos));
        }
    }

    private static String timeOne(String argument, Map<String, Sized> works, long nanos)
            throws Exception {
        String[] nameAndSize = argument.split(":", 2);
        Sized work = works.get(nameAndSize[0]);
        if (work == null) {
            return "-";
        }
        int size = nameAndSize.length == 1 ? work.usual : Integer.parseInt(nameAndSize[1]);
        return "%.1f".formatted(measure(work.work, size, nanos));
    }

    /** How much processor time an operation takes, in nanoseconds, on the average of so long. */
    private static double measure(Work work, int size, long nanos) throws Exception {
        long begin = ProcessorTime.nanos();
        long operations = 0;
        long taken = 0;
        while (taken < nanos) {
            operations += work.run(size);
            taken = ProcessorTime.nanos() - begin;
        }
        return (double) taken / operations;
    }

    /** Work and the number of parts it usually has. */
    record Sized(int usual, Work work) {}
}
