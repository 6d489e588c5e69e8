package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Objects;

/**
 * Values that a piece of code yields one after the other, made by {@link Asyncio#generator}. The
 * code, the body, runs until its next yield each time a value is asked for, and not ahead.
 *
 * <pre>{@code
 * Generator<Integer> countdown(int from) {
 *     return generator(y -> {
 *         for (int i = from; i > 0; i--) {
 *             y.yield(i);
 *             sleep(seconds(1));
 *         }
 *     });
 * }
 * try (var numbers = countdown(10)) {
 *     for (int i : numbers) {
 *         IO.println(i);
 *     }
 * }
 * }</pre>
 *
 * <p>On a loop the body runs as part of the task that asks: what it awaits, that task waits for; a
 * cancel of the task is raised in the body; {@link Asyncio#currentTask} and {@link ContextVar
 * context variables} are the task's. Asking for a value suspends only if the body does. Tasks of
 * one loop may take turns in asking, but not two at once. Elsewhere generators work as well, but
 * cannot suspend. Where the first value is asked for decides which of the two it is: one that was
 * begun on a loop stays there.
 *
 * <p>The body has a thread of its own, whose stack lives on between values. So it has other thread
 * locals than its consumer, and does not own the locks that the consumer holds.
 *
 * <p>{@link #hasNext}, and so a for-each, runs the body up to its next yield, and keeps the value
 * for {@link #next}. What the body throws comes out of the call that made it run, as it is; then
 * the generator has ended. A body must not yield inside of a {@code timeout}, {@code taskGroup},
 * cancel scope or {@link Context#run}, because leaving it through the yield the block would act on
 * the consumer: that yield throws {@link IllegalStateException}.
 *
 * <p>A generator that is not used up is to be {@linkplain #close closed}, by try-with-resources;
 * then its {@code finally} blocks run at a known time and in the consumer's task. One that is
 * dropped is closed when the garbage collector finds it, and one that is left at the end of its
 * loop then.
 *
 * <p>Models Python's generators and asynchronous generators in one. Differences: a loop over one
 * can end in {@code hasNext}; a yield out of a cancelling block is refused; what is left is closed
 * although nobody holds it.
 *
 * @param <Y> the type of the values
 */
@SuppressWarnings("IterableAndIterator") // as in Python, where it costs no second object either
public final class Generator<Y extends @Nullable Object>
        implements Iterable<Y>, Iterator<Y>, AutoCloseable {
    /** In {@link #ahead}: there is no such value. */
    private static final Object NONE = new Object();

    private final GeneratorCore core;

    /** What {@link #hasNext} has found, for {@link #next}. */
    private @Nullable Object ahead = NONE;

    Generator(Body<Y> body) {
        this.core = new GeneratorCore(Site.of(body), asWork(body));
    }

    /** Static, because the work must not refer to the generator. */
    private static <Y extends @Nullable Object> GeneratorCore.Work asWork(Body<Y> body) {
        return core -> {
            body.run(new Yielder<>(core));
            return null;
        };
    }

    /** The code of a generator. */
    @FunctionalInterface
    public interface Body<Y extends @Nullable Object> {
        /** Yields values until it returns or throws. */
        void run(Yielder<Y> yielder) throws Exception;
    }

    /** What a body yields with. To be used by the body itself, and not by others it calls upon. */
    public static final class Yielder<Y extends @Nullable Object> {
        private final GeneratorCore core;

        Yielder(GeneratorCore core) {
            this.core = core;
        }

        /**
         * Gives the consumer a value, and goes on when it asks for the next one.
         *
         * @throws GeneratorExit if the consumer closes the generator instead
         * @throws IllegalStateException if this is not the body, or the body is inside of a block
         *     that it must not leave by a yield
         */
        @SuppressWarnings("NamedLikeContextualKeyword") // Python's word, and always qualified
        public void yield(Y value) {
            core.give(value);
        }

        /**
         * Yields everything that the source gives. If that is a generator, it gets what is
         * {@linkplain Generator#throwInto thrown} into this one, and is closed if this one is.
         */
        public void yieldFrom(Iterable<? extends Y> source) {
            if (source instanceof Generator<?> generator) {
                generator.yieldTo(core);
            } else {
                for (Y value : source) {
                    core.give(value);
                }
            }
        }
    }

    private void yieldTo(GeneratorCore outer) {
        Object first = hasNext() ? takeAhead() : GeneratorCore.ENDED;
        outer.delegate(core, this, first);
    }

    /** This generator: there is one pass over the values. */
    @Override
    public Iterator<Y> iterator() {
        return this;
    }

    /**
     * Whether there is another value. Runs the body up to its next yield, unless that was done.
     *
     * @throws IllegalStateException if the generator runs already, or belongs elsewhere
     */
    @Override
    public boolean hasNext() {
        if (ahead == NONE) {
            ahead = core.advance(this, null, null);
        }
        return ahead != GeneratorCore.ENDED;
    }

    /**
     * The next value.
     *
     * @throws StopIteration if the body has ended
     * @throws IllegalStateException if the generator runs already, or belongs elsewhere
     */
    @Override
    public Y next() {
        if (!hasNext()) {
            throw new StopIteration(null);
        }
        return Works.cast(takeAhead());
    }

    private @Nullable Object takeAhead() {
        Object value = ahead;
        ahead = NONE;
        return value;
    }

    /**
     * Throws an error at the yield that the body is at, and returns the value it yields next. A
     * value that {@link #hasNext} has found is lost. Where the body has not begun, it ends.
     *
     * @throws StopIteration if the body ends without a value
     */
    public Y throwInto(Throwable error) {
        Objects.requireNonNull(error, "error");
        core.checkAtRest();
        ahead = NONE;
        Object value = core.advance(this, null, error);
        if (value == GeneratorCore.ENDED) {
            throw new StopIteration(null);
        }
        return Works.cast(value);
    }

    /**
     * Ends the body: the yield it is at throws {@link GeneratorExit}. What the body throws instead
     * comes out here, and so does what its try-with-resources add to that. One that has not begun
     * never begins. Closing again does nothing.
     *
     * @throws IllegalStateException if the body yields once more, or runs at the moment
     */
    @Override
    public void close() {
        core.checkAtRest();
        ahead = NONE;
        core.close(this);
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
