package org.asyncio4j;

import org.asyncio4j.internal.tracking.Reaped;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Something that should still happen to a coroutine or a future: to be awaited, to have its error
 * heard. If the object is dropped first, or its loop closes, that is reported.
 *
 * <p>Linked into its loop's list, to which it is confined; {@link #settle} alone may come from
 * another thread.
 */
abstract class Tracked extends Reaped {
    /** Those made where no loop runs. References must be reachable to be told anything. */
    private static final Set<Tracked> HOMELESS = ConcurrentHashMap.newKeySet();

    private final @Nullable Loop loop;
    @Nullable Tracked previous;
    @Nullable Tracked next;
    private volatile boolean settled;

    Tracked(Object referent, @Nullable Loop loop) {
        super(referent);
        this.loop = loop;
    }

    /** To be called before anything is tracked, on an ordinary thread. */
    static void prepare() {
        startReaper();
    }

    /** Begins to watch. Not part of the constructor, so that subclasses are complete by then. */
    final void begin() {
        if (loop == null) {
            HOMELESS.add(this);
        } else {
            loop.tracked.add(this);
        }
    }

    /** What was neglected. */
    abstract ExceptionContext neglect();

    /** What to do about it, before it is reported. On the loop, if there is one. */
    void makeGood() {}

    /** What the exception handler runs in, null for where it is called. */
    @Nullable Context context() {
        return null;
    }

    /** It happened. */
    final void settle() {
        settled = true;
        clear();
        if (loop == null) {
            HOMELESS.remove(this);
        } else if (loop.scheduler.isOnLoop()) {
            loop.tracked.remove(this);
        } else {
            loop.post(() -> loop.tracked.remove(this));
        }
    }

    /** Reports unless settled. On the loop, if there is one. */
    final void expire() {
        if (loop != null) {
            loop.tracked.remove(this);
        }
        if (!settled) {
            settle();
            makeGood();
            if (loop == null) {
                ErrorReports.log(neglect());
            } else {
                loop.errors.tell(neglect(), context());
            }
        }
    }

    @Override
    protected final void dropped() {
        if (loop == null) {
            expire();
        } else if (!loop.isClosed()) { // closing reports what is left by itself
            loop.post(this::expire);
        }
    }
}
