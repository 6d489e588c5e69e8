package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How to start a task: {@code createTask(named("poller"), () -> poll())}.
 *
 * @param name the task's name, null for {@code Task-1}, {@code Task-2} and so on
 * @param context what the task runs in, null for a copy of its creator's context
 */
public record TaskOptions(@Nullable String name, @Nullable Context context) {
    static final TaskOptions DEFAULT = new TaskOptions(null, null);

    static TaskOptions named(String name) {
        return new TaskOptions(Objects.requireNonNull(name, "name"), null);
    }

    /** These options with a context, which the task uses as it is: what it sets stays there. */
    public TaskOptions context(Context context) {
        return new TaskOptions(name, Objects.requireNonNull(context, "context"));
    }
}
