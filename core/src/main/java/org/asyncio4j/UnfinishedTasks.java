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

    void remove(Task<?> task) {
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
        task.next = null;
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
     * What comes after the tasks found so far. The newest of them may have been removed meanwhile
     * and lead nowhere; then an older one leads on, and past it.
     */
    private @Nullable Task<?> after(List<Task<?>> found) {
        for (int i = found.size() - 1; i >= 0; i--) {
            Task<?> task = found.get(i);
            boolean isLast = task == last;
            VarHandle.acquireFence(); // one that was last may have got a next, but not lost it
            if (task.next != null || isLast) {
                return task.next;
            }
        }
        return first;
    }
}
