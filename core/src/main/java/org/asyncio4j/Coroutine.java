package org.asyncio4j;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

/**
 * Work that was described but not begun, made by {@link Asyncio#async}.
 *
 * <p>Awaiting a coroutine runs its body inside the current task, like a plain call; giving it to
 * {@code createTask} or {@code gather} runs it in a task of its own. Either can be done once. A
 * coroutine that is dropped unawaited is reported with where it was made.
 *
 * <pre>{@code
 * Coroutine<User> fetchUser(int id) {
 *     return async(() -> { sleep(millis(100)); return new User(id); });
 * }
 * User user = await(fetchUser(1));
 * }</pre>
 *
 * <p>Differences from Python: for a coroutine made on a loop the report comes when the loop closes
 * at the latest, not only when the garbage collector finds it. Most Java code needs no coroutines:
 * a method that suspends is just a method.
 *
 * @param <T> the type of the result
 */
public final class Coroutine<T extends @Nullable Object> implements Awaitable<T> {
    /** Taken when the work begins. */
    private @Nullable Object work;

    private final Site site;
    private final Unawaited unawaited;

    Coroutine(Object work) {
        this.work = work;
        this.site = Site.of(work);
        this.unawaited = new Unawaited(this, site);
        unawaited.begin();
    }

    Site site() {
        return site;
    }

    /** Hands the body to the one who will run it. */
    Object take() {
        Object taken = checkUnused();
        discard();
        return taken;
    }

    Object checkUnused() {
        if (work == null) {
            throw new IllegalStateException("cannot reuse already awaited " + this);
        }
        return work;
    }

    /** Makes the coroutine unusable without a report. */
    void discard() {
        work = null;
        unawaited.settle();
    }

    /**
     * Runs the body inside the current task and returns its result.
     *
     * @throws IllegalStateException if the coroutine has been awaited or given to a task before
     */
    @Override
    public T await() {
        try {
            return Works.cast(Works.run(take()));
        } catch (Throwable e) {
            throw Works.sneaky(e);
        }
    }

    @Override
    public String toString() {
        return "<coroutine " + site + ">";
    }

    private static final class Unawaited extends Tracked {
        private final Site site;

        Unawaited(Coroutine<?> coroutine, Site site) {
            super(coroutine, Loop.runningOrNull());
            this.site = site;
        }

        @Override
        ExceptionContext neglect() {
            return ExceptionContext.of(
                    "coroutine '"
                            + site.method()
                            + "' was never awaited (made at "
                            + site.location()
                            + ")");
        }
    }
}
