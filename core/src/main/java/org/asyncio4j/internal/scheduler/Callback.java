package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A callback in the ready queue, to be run once.
 *
 * <p>The action is taken by whoever comes first, the run or a cancel; a compare-and-set decides, so
 * that handles of {@code callSoonThreadsafe} may be cancelled by any thread.
 */
public sealed class Callback extends Step implements Handle permits TimerCallback, IoCallback {
    private static final VarHandle ACTION;
    private static final Runnable CANCELLED = () -> {};

    static {
        try {
            ACTION = MethodHandles.lookup().findVarHandle(Callback.class, "action", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Scheduler scheduler;

    /** Whether the action is the library's own, touches no user code and so may run anywhere. */
    final boolean internal;

    private volatile @Nullable Runnable action;

    Callback(Scheduler scheduler, Runnable action, boolean internal) {
        this.scheduler = scheduler;
        this.internal = internal;
        ACTION.set(this, action); // published with the queue entry
    }

    void run() {
        Runnable taken = action;
        if (taken != null && taken != CANCELLED && ACTION.compareAndSet(this, taken, null)) {
            scheduler.invoke(this, taken);
        }
    }

    /** The action, without taking it; null when it was cancelled or has been taken. */
    final @Nullable Runnable pending() {
        Runnable current = action;
        return current == CANCELLED ? null : current;
    }

    @Override
    public void cancel() {
        Runnable current = pending();
        if (current != null) {
            ACTION.compareAndSet(this, current, CANCELLED);
        }
    }

    @Override
    public final boolean isCancelled() {
        return action == CANCELLED;
    }

    String kind() {
        return "Handle";
    }

    @Override
    public String toString() {
        Runnable current = pending();
        String what = isCancelled() ? "cancelled" : current == null ? "done" : describe(current);
        return "<" + kind() + " " + what + ">";
    }

    /** What {@link #toString} says before the action was taken. */
    final String label(Runnable taken) {
        return "<" + kind() + " " + describe(taken) + ">";
    }

    private static String describe(Runnable action) {
        Object named = action;
        while (named instanceof Wrapping wrapping) {
            named = wrapping.wrapped();
        }
        String name = named.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + " lambda";
    }
}
