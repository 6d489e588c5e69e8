package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The cases of a {@link Asyncio#select} that are not of a {@link Channel}, whose own are {@link
 * Receiver#onReceive} and {@link Sender#onSend}.
 *
 * <pre>{@code
 * String answer = select(
 *     words.onReceive(word -> "got " + word),
 *     numbers.onSend(42, () -> "sent"),
 *     Select.onDone(task, t -> "task gave " + t.result()),
 *     Select.after(seconds(1), () -> "nothing came"));
 * }</pre>
 *
 * <p>{@code select} goes on with exactly one case: one that is ready, or else the first that
 * becomes so. It takes the item, sends it, or sees that the time is up or the task is done; then it
 * does the work of that case in the calling task, where it may suspend and throw, and returns its
 * result. All other cases are as if they had never been there: nothing is received or sent for
 * them, and no task is cancelled.
 *
 * <p>If several cases are ready, one is chosen by lot, so that none is passed over for ever. The
 * lots of a loop are the same in each run of a program. A {@code select} with a ready case does not
 * suspend.
 *
 * <p>A handler that is a call of a {@code void} method needs braces, or is a method reference:
 * {@code words.onReceive(word -> { show(word); })}. A case may be used again and again.
 *
 * <p>Cancellation: a {@code select} that is cancelled has taken and sent nothing. If a case was
 * chosen before the cancel came, its work begins, and the error comes at its next suspension point.
 */
public final class Select {
    /**
     * A case of a {@link Asyncio#select}: something to wait for and what to do then.
     *
     * @param <T> the type of the result
     * @param <X> what the work throws
     */
    @SuppressWarnings("UnusedTypeParameter") // they tell what select returns and throws
    public static final class Case<T extends @Nullable Object, X extends Throwable> {
        /** Null stands for a case that is ready if no other one is. */
        final @Nullable Source source;

        /** A block of any kind. */
        final Object handler;

        /** What to do at the end of a channel: a block without an argument. */
        final @Nullable Object atEnd;

        Case(@Nullable Source source, Object handler, @Nullable Object atEnd) {
            this.source = source;
            this.handler = handler;
            this.atEnd = atEnd;
        }

        @Nullable Object takeAndRun(Source ready) throws Throwable {
            Object value;
            try {
                value = ready.take();
            } catch (EndOfChannelException e) {
                if (atEnd == null) {
                    throw e;
                }
                return Works.run(atEnd);
            }
            return Works.run(handler, value);
        }

        @Override
        public String toString() {
            return "<Case " + (source == null ? "otherwise" : source) + ">";
        }
    }

    private final List<? extends Case<?, ?>> cases;
    private final Loop loop = Loop.running();
    private final long start = loop.scheduler.nanoTime();

    private Select(List<? extends Case<?, ?>> cases) {
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to select from");
        }
        this.cases = cases;
    }

    // ---- cases

    /**
     * A case that is ready when the future is done, however it ended. The handler gets the future.
     * It goes on if another case is chosen.
     */
    public static <F extends Future<?>, R extends @Nullable Object, X extends Throwable>
            Case<R, X> onDone(F future, ScopedBlock<? super F, R, X> handler) {
        return new Case<>(new FutureEnd(future), handler, null);
    }

    /** {@link #onDone(Future, ScopedBlock)} for a handler without a result. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public static <F extends Future<?>, X extends Throwable> Case<Void, X> onDone(
            F future, ScopedVoidBlock<? super F, X> handler) {
        return new Case<>(new FutureEnd(future), handler, null);
    }

    /** A case that is ready when {@code select} has waited for so long. */
    public static <R extends @Nullable Object, X extends Throwable> Case<R, X> after(
            Duration time, Block<R, X> work) {
        return new Case<>(new TimeUp(time), work, null);
    }

    /** {@link #after(Duration, Block)} for work without a result. */
    public static <X extends Throwable> Case<Void, X> after(Duration time, VoidBlock<X> work) {
        return new Case<>(new TimeUp(time), work, null);
    }

    /** A case that is ready if no other one is: with it, {@code select} never waits. */
    public static <R extends @Nullable Object, X extends Throwable> Case<R, X> otherwise(
            Block<R, X> work) {
        return new Case<>(null, work, null);
    }

    /** {@link #otherwise(Block)} for work without a result. */
    public static <X extends Throwable> Case<Void, X> otherwise(VoidBlock<X> work) {
        return new Case<>(null, work, null);
    }

    // ---- choosing

    static <T extends @Nullable Object> T run(List<? extends Case<?, ?>> cases) {
        try {
            return Works.cast(new Select(cases).run());
        } catch (Throwable e) {
            throw Works.sneaky(e);
        }
    }

    private @Nullable Object run() throws Throwable {
        while (true) {
            Case<?, ?> ready = drawReady();
            if (ready != null) {
                return ready.source == null
                        ? Works.run(ready.handler)
                        : ready.takeAndRun(ready.source);
            }
            var entries = new ArrayList<Entry>(cases.size());
            Entry chosen = awaitFirst(entries);
            if (chosen.isServed()) {
                return Works.run(cases.get(entries.indexOf(chosen)).handler, chosen.value());
            }
        }
    }

    /** One of the cases that are ready; the last resort if none is; null if there is none. */
    private @Nullable Case<?, ?> drawReady() {
        Random lots = loop.scheduler.lots();
        Case<?, ?> drawn = null;
        Case<?, ?> lastResort = null;
        int count = 0;
        for (Case<?, ?> one : cases) {
            if (one.source == null) {
                lastResort = one;
            } else if (one.source.isReady(loop, start)
                    && (count++ == 0 || lots.nextInt(count) == 0)) {
                drawn = one;
            }
        }
        return drawn != null ? drawn : lastResort;
    }

    /** Waits for all cases at once; the entries are in their order. */
    private Entry awaitFirst(List<Entry> entries) {
        var choice = new Waiter<Entry>(Task.currentForSuspending().loop, this);
        try {
            for (Case<?, ?> one : cases) {
                entries.add(Objects.requireNonNull(one.source).enter(choice, start));
            }
            return choice.await();
        } finally {
            entries.forEach(Entry::leave);
        }
    }

    @Override
    public String toString() {
        return cases.stream()
                .map(one -> String.valueOf(one.source))
                .collect(Collectors.joining(", ", "<select ", ">"));
    }
}
