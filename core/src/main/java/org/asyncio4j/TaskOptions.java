package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How to start a task: {@code createTask(named("poller"), () -> poll())}.
 *
 * @param name the task's name, null for {@code Task-1}, {@code Task-2} and so on
 */
public record TaskOptions(@Nullable String name) {
    static final TaskOptions DEFAULT = new TaskOptions(null);

    static TaskOptions named(String name) {
        return new TaskOptions(Objects.requireNonNull(name, "name"));
    }
}
