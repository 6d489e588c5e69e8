package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * How to start a task: {@code createTask(named("poller").eager(), () -> poll())}. Begun by {@link
 * Asyncio#named}, {@link Asyncio#eager} or {@link Asyncio#lazy}.
 *
 * @param name the task's name, null for {@code Task-1}, {@code Task-2} and so on
 * @param context what the task runs in, null for a copy of its creator's context
 * @param isEager whether the task takes its first step at once, inside the call that makes it; null
 *     for what the loop's task factory says, by default no
 */
public record TaskOptions(
        @Nullable String name, @Nullable Context context, @Nullable Boolean isEager) {
    static final TaskOptions DEFAULT = new TaskOptions(null, null, null);

    /** These options with a name for the task. */
    public TaskOptions named(String newName) {
        return new TaskOptions(Objects.requireNonNull(newName, "name"), context, isEager);
    }

    /** These options with a context, which the task uses as it is: what it sets stays there. */
    public TaskOptions context(Context newContext) {
        return new TaskOptions(name, Objects.requireNonNull(newContext, "context"), isEager);
    }

    /**
     * These options for a task that takes its first step at once, inside the call that makes it. A
     * task that never suspends is done when the call returns. Without effect where the loop does
     * not run.
     *
     * <p>The caller keeps the locks that it holds meanwhile, that of a class being initialised
     * among them. On the hand-off back-end a first step that needs one of these blocks the loop for
     * ever; on the carried one it suspends, and in a class initialiser it comes later.
     */
    public TaskOptions eager() {
        return new TaskOptions(name, context, true);
    }

    /** These options for a task that begins in the loop's next iteration, whatever the factory. */
    public TaskOptions lazy() {
        return new TaskOptions(name, context, false);
    }
}
