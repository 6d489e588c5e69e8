package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The tasks of a loop that have not ended, oldest first: a list linked through its members, so that
 * a task costs no node. Confined to the loop.
 */
final class UnfinishedTasks {
    private @Nullable Task<?> first;
    private @Nullable Task<?> last;

    void add(Task<?> task) {
        task.previous = last;
        if (last == null) {
            first = task;
        } else {
            last.next = task;
        }
        last = task;
    }

    /** Without effect if it was removed before. A task that was points to itself. */
    void remove(Task<?> task) {
        if (task.next == task) {
            return;
        }
        if (task.previous == null) {
            first = task.next;
        } else {
            task.previous.next = task.next;
        }
        if (task.next == null) {
            last = task.previous;
        } else {
            task.next.previous = task.previous;
        }
        task.previous = null;
        VarHandle.releaseFence(); // who sees the task removed must not find it in the list again
        task.next = task;
    }

    boolean isEmpty() {
        return first == null;
    }

    /**
     * A copy. Another thread may look, for diagnosis, while tasks come and go: it finds all that
     * are there from beginning to end.
     */
    List<Task<?>> toList() {
        var tasks = new ArrayList<Task<?>>();
        for (Task<?> task = first; task != null; task = after(tasks)) {
            tasks.add(task);
        }
        return tasks;
    }

    /**
     * What comes after the tasks found so far. The newest of them may have been removed meanwhile;
     * then an older one that is still there leads on, and past it.
     */
    private @Nullable Task<?> after(List<Task<?>> found) {
        for (int i = found.size() - 1; i >= 0; i--) {
            Task<?> task = found.get(i);
            Task<?> next = task.next;
            if (next != task) {
                return next;
            }
            VarHandle.acquireFence();
        }
        return first;
    }
}
