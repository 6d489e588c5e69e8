package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, and that any number of tasks wait for. It can be made not to have
 * happened, and happen again.
 *
 * <pre>{@code
 * var connected = new Event();
 * createTask(() -> {
 *     connected.await();
 *     IO.println("at last");
 * });
 * connected.set();
 * }</pre>
 *
 * <p>A task that is cancelled while it waits gets its {@link CancelledError}; one that {@link #set}
 * has woken returns, and gets the error at the next suspension point.
 *
 * <p>Confined to the loop of the first task that waits for it. It may be made anywhere; from other
 * threads, set it by {@link org.asyncio4j.lowlevel.EventLoop#callSoonThreadsafe}.
 *
 * <p>Models {@code asyncio.Event}. Differences from asyncio: there, a task that is cancelled when
 * it was woken gets the error at once.
 */
public final class Event {
    /**
     * A picture of an event.
     *
     * @param tasksWaiting how many wait for it, and how many were woken and have not run since
     */
    public record Statistics(boolean isSet, int tasksWaiting) {}

    private final LoopBinding binding = new LoopBinding(this);
    private final WaitingLine<@Nullable Void> line = new WaitingLine<>(binding);
    private boolean set;

    /** Makes an event that has not happened. */
    public Event() {}

    /** Whether it has happened. */
    public boolean isSet() {
        return set;
    }

    /**
     * Wakes all tasks that wait, in the order they came. Who comes later does not wait, until
     * {@link #clear}.
     */
    public void set() {
        assert binding.isConfined() : "an event was used off its loop";
        if (!set) {
            set = true;
            line.serveAll(null);
        }
    }

    /** Makes it not have happened. Tasks that were woken go on all the same. */
    public void clear() {
        assert binding.isConfined() : "an event was used off its loop";
        set = false;
    }

    /**
     * Waits until it has happened. Does not suspend if it has.
     *
     * @throws CancelledError if the task was cancelled first
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop, or one that cannot suspend here
     */
    public void await() {
        assert binding.isConfined() : "an event was used off its loop";
        if (!set) {
            line.await();
        }
    }

    /** How many tasks wait, and whether there is a reason to. */
    public Statistics statistics() {
        return new Statistics(set, line.size());
    }

    @Override
    public String toString() {
        return "<Event " + (set ? "set" : "unset") + line.description() + ">";
    }
}
