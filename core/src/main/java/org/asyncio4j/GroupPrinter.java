package org.asyncio4j;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The stack trace of an {@link ExceptionGroup}: what {@code Throwable} prints, and below it, in a
 * numbered tree, the same of each exception in the group.
 *
 * <pre>
 * org.asyncio4j.ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
 *     at App.main(App.java:7)
 *   +---------------- 1 ----------------
 *   | java.io.IOException: disk
 *   |     at App.read(App.java:12)
 *   | Caused by: ...
 *   +---------------- 2 ----------------
 *   | ...
 *   +-----------------------------------
 * </pre>
 */
final class GroupPrinter {
    private static final StackTraceElement[] NOTHING = {};
    private static final String LINE = "----------------";

    private final StringBuilder text = new StringBuilder();

    /** Causes may form circles, and one exception may be in several groups. */
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private GroupPrinter() {}

    static String print(ExceptionGroup group) {
        var printer = new GroupPrinter();
        printer.print("", "", group, NOTHING);
        return printer.text.toString();
    }

    /**
     * Prints an exception and all that hangs on it.
     *
     * @param margin what each line begins with
     * @param enclosing the trace above, whose last frames need no repetition
     */
    private void print(
            String margin, String caption, Throwable error, StackTraceElement[] enclosing) {
        if (!seen.add(error)) {
            lines(margin, caption + "[printed above: " + error + "]");
            return;
        }
        lines(margin, caption + error);
        StackTraceElement[] trace = error.getStackTrace();
        int common = common(trace, enclosing);
        for (int i = 0; i < trace.length - common; i++) {
            lines(margin, "\tat " + trace[i]);
        }
        if (common > 0) {
            lines(margin, "\t... " + common + " more");
        }
        if (error instanceof ExceptionGroup group) {
            printMembers(margin, group);
        }
        for (Throwable suppressed : suppressed(error)) {
            print(margin + "\t", "Suppressed: ", suppressed, trace);
        }
        if (error.getCause() != null) {
            print(margin, "Caused by: ", error.getCause(), trace);
        }
    }

    private void printMembers(String margin, ExceptionGroup group) {
        int number = 0;
        for (Throwable member : group.exceptions()) {
            number++;
            lines(margin, "  +" + LINE + " " + number + " " + LINE);
            print(margin + "  | ", "", member, NOTHING);
        }
        lines(margin, "  +" + LINE + "---" + LINE);
    }

    private static List<Throwable> suppressed(Throwable error) {
        return error instanceof ExceptionGroup group
                ? group.otherSuppressed()
                : List.of(error.getSuppressed());
    }

    /** How many frames at the end of two traces are the same. */
    private static int common(StackTraceElement[] trace, StackTraceElement[] enclosing) {
        int count = 0;
        while (count < trace.length
                && count < enclosing.length
                && trace[trace.length - 1 - count].equals(
                        enclosing[enclosing.length - 1 - count])) {
            count++;
        }
        return count;
    }

    /** A message may have several lines; all get the margin. */
    private void lines(String margin, String lines) {
        for (Iterator<String> each = lines.lines().iterator(); each.hasNext(); ) {
            text.append(margin).append(each.next()).append(System.lineSeparator());
        }
    }
}
