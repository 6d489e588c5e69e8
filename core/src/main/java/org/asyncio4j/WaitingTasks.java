package org.asyncio4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Says in words which tasks wait for what, and where. */
final class WaitingTasks {
    /** A program may have a million tasks, and nobody reads more than a few. */
    private static final int MOST_LISTED = 100;

    private static final String HINT =
            "No callback, timer, job, channel or blocking call of this loop is outstanding. If another"
                    + " thread is going to wake the loop, let it hold"
                    + " EventLoop.expectForeignWakeup() until it has.";

    /** What stands between a program and where its thread was suspended, or began. */
    private static final Set<String> MACHINERY =
            Set.of(
                    Future.class.getName(),
                    Generator.class.getName(),
                    Generator.Yielder.class.getName(),
                    GeneratorCore.class.getName(),
                    LoopRelay.class.getName(),
                    SendGenerator.class.getName(),
                    SendGenerator.Yielder.class.getName(),
                    Task.class.getName(),
                    Works.class.getName());

    private WaitingTasks() {}

    /** On the loop, while none of the tasks runs. */
    static DeadlockError deadlock(List<Task<?>> tasks) {
        int count = tasks.size();
        var text = new StringBuilder("nothing can wake ");
        text.append(count == 1 ? "this task" : "these " + count + " tasks").append(":\n");
        var stacks = new ArrayList<StackTraceElement[]>();
        for (Task<?> task : tasks.subList(0, Math.min(count, MOST_LISTED))) {
            stacks.add(task.getStack());
            text.append(task).append('\n');
            for (StackTraceElement frame : stacks.getLast()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        if (count > MOST_LISTED) {
            text.append("and ").append(count - MOST_LISTED).append(" more\n");
        }
        return new DeadlockError(text.append(HINT).toString(), stacks.getFirst());
    }

    /**
     * The stack without our frames at both ends, and without those of the JDK that go with them.
     * What a task does in the JDK by itself stays.
     */
    static StackTraceElement[] withoutMachinery(StackTraceElement[] stack) {
        int begin = 0;
        for (int i = 0; i < stack.length && (isOurs(stack[i]) || isJdks(stack[i])); i++) {
            if (isOurs(stack[i])) {
                begin = i + 1;
            }
        }
        int end = stack.length;
        while (end > begin && (isOurs(stack[end - 1]) || isJdks(stack[end - 1]))) {
            end--;
        }
        return Arrays.copyOfRange(stack, begin, end);
    }

    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return MACHINERY.contains(name) || name.startsWith("org.asyncio4j.internal.scheduler.");
    }

    private static boolean isJdks(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("java.") || name.startsWith("jdk.");
    }
}
