package org.asyncio4j.lowlevel;

import org.asyncio4j.Block;
import org.asyncio4j.Task;
import org.asyncio4j.TaskOptions;

/**
 * Makes the tasks of a loop, see {@link EventLoop#setTaskFactory}. It may change the work and the
 * options, and then makes the task by {@link Task#of}:
 *
 * <pre>{@code
 * loop.setTaskFactory((l, work, options) -> Task.of(l, work, options.named("mine")));
 * }</pre>
 */
@FunctionalInterface
public interface TaskFactory {
    /** Makes and starts the task. Its result must be that of the work. */
    Task<?> newTask(EventLoop loop, Block<?, ?> work, TaskOptions options);
}
