package org.asyncio4j.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Shortens the stack traces of a program to what its author wrote. */
final class StackTraces {
    private StackTraces() {}

    /**
     * Cuts the frames of the JDK and of asyncio4j above the program's first frame, so that the
     * trace begins with the program's own line, and those below its last one: the loop and the
     * launcher. Frames between two of the program's stay. Causes and suppressed exceptions are cut
     * likewise; a trace without any frame of the program stays whole.
     */
    static void trim(Throwable error) {
        trim(error, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static void trim(Throwable error, Set<Throwable> seen) {
        if (!seen.add(error)) {
            return;
        }
        error.setStackTrace(trim(error.getStackTrace()));
        if (error.getCause() != null) {
            trim(error.getCause(), seen);
        }
        for (var suppressed : error.getSuppressed()) {
            trim(suppressed, seen);
        }
    }

    private static StackTraceElement[] trim(StackTraceElement[] trace) {
        int first = 0;
        while (first < trace.length && !isProgram(trace[first])) {
            first++;
        }
        if (first == trace.length) {
            return trace;
        }
        int last = trace.length - 1;
        while (!isProgram(trace[last])) {
            last--;
        }
        return Arrays.copyOfRange(trace, first, last + 1);
    }

    private static boolean isProgram(StackTraceElement frame) {
        var module = frame.getModuleName();
        boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
        return !jdk && !frame.getClassName().startsWith("org.asyncio4j.");
    }
}
