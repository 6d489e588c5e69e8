package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
 * locals than its consumer, and does not own the locks that the consumer holds. A generator that is
 * used in a class initialiser must not need that class in its body, which a lambda written there
 * does: it would wait for the initialiser for ever.
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

    private final ValueSource values;

    /** What {@link #hasNext} has found, for {@link #next}. */
    private @Nullable Object ahead = NONE;

    Generator(Body<Y> body) {
        this(new GeneratorCore(Site.of(body), asWork(body)));
    }

    private Generator(ValueSource values) {
        this.values = values;
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
        Object first = hasNext() ? takeAhead() : ValueSource.ENDED;
        outer.delegate(values, this, first);
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
            ahead = values.advance(this, null, null);
        }
        return ahead != ValueSource.ENDED;
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

    /** Whether {@link #hasNext} has found a null. */
    boolean isNullNext() {
        return ahead == null;
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
        values.checkAtRest();
        ahead = NONE;
        Object value = values.advance(this, null, error);
        if (value == ValueSource.ENDED) {
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
        values.checkAtRest();
        ahead = NONE;
        values.close(this);
    }

    // ---- made of other things

    /**
     * A generator of what the source gives; the source itself if that is a generator. It is asked
     * for its iterator with the first value.
     */
    @SuppressWarnings("unchecked") // a generator only gives
    public static <Y extends @Nullable Object> Generator<Y> from(Iterable<? extends Y> source) {
        return source instanceof Generator<?> generator
                ? (Generator<Y>) generator
                : new Generator<>(Stage.of(source::iterator, () -> {}));
    }

    /**
     * A generator of what the stream gives, which is closed at the end. The stream runs on the
     * threads that it always does, but if it is sequential, then as part of whoever asks.
     */
    public static <Y extends @Nullable Object> Generator<Y> from(Stream<? extends Y> stream) {
        return new Generator<>(Stage.of(stream::iterator, stream::close));
    }

    /**
     * A generator of what the publisher gives. Subscribes with the first value and then requests
     * one at a time, as it is asked for one; {@link #buffer} asks ahead. The publisher may use any
     * thread. On a loop, waiting for it suspends. Closing cancels the subscription.
     */
    public static <Y> Generator<Y> from(Flow.Publisher<? extends Y> publisher) {
        Objects.requireNonNull(publisher, "publisher");
        return ofWork(new SubscribedSource<Y>(publisher));
    }

    private static <Y extends @Nullable Object> Generator<Y> ofWork(GeneratorCore.Work work) {
        return new Generator<>(new GeneratorCore(Site.ofCaller(), work));
    }

    /** {@link #merge(Collection)}. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <Y extends @Nullable Object> Generator<Y> merge(
            Generator<? extends Y>... sources) {
        return merge(Arrays.asList(sources));
    }

    /**
     * What several generators yield, in the order in which it comes. Each is read by a task of its
     * own, which waits after each value until that was asked for. The first error of a source comes
     * out, and then, as at a close, the other ones are cancelled, waited for and closed. Needs a
     * task.
     */
    public static <Y extends @Nullable Object> Generator<Y> merge(
            Collection<? extends Generator<? extends Y>> sources) {
        return ofWork(new MergedSources<Y>(Site.ofCaller(), sources, 1));
    }

    /**
     * The results of several works in the order in which they complete. The works begin with the
     * first value; those that are not futures become tasks. The first error comes out, and then, as
     * at a close, the rest is cancelled and waited for. Needs a task. See {@link
     * Asyncio#asCompleted} for a way that cancels nothing.
     */
    public static <Y extends @Nullable Object> Generator<Y> asCompleted(
            Collection<? extends Block<? extends Y, ?>> works) {
        return ofWork(new CompletedResults<Y>(works));
    }

    // ---- made into other things

    /** A value, and how many came before it. */
    public record Indexed<Y extends @Nullable Object>(long index, Y value) {}

    /**
     * The values with their numbers, from zero. As with all that is made of this generator, it is
     * not to be used otherwise then, and is closed along.
     */
    public Generator<Indexed<Y>> enumerate() {
        var count = new long[1];
        return staged(
                "enumerate",
                () -> hasNext() ? new Indexed<>(count[0]++, next()) : ValueSource.ENDED);
    }

    /** What the function makes of the values. It may suspend. */
    public <R extends @Nullable Object> Generator<R> map(
            Function<? super Y, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return staged("map", () -> hasNext() ? function.apply(next()) : ValueSource.ENDED);
    }

    /** The values that the predicate accepts. It may suspend. */
    public Generator<Y> filter(Predicate<? super Y> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return staged(
                "filter",
                () -> {
                    while (hasNext()) {
                        Y value = next();
                        if (predicate.test(value)) {
                            return value;
                        }
                    }
                    return ValueSource.ENDED;
                });
    }

    /**
     * So many values at most. This generator is closed when one more is asked for.
     *
     * @throws IllegalArgumentException if the count is negative
     */
    public Generator<Y> take(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("cannot take " + count + " values");
        }
        var left = new long[] {count};
        return staged("take", () -> left[0]-- > 0 && hasNext() ? next() : ValueSource.ENDED);
    }

    private <R extends @Nullable Object> Generator<R> staged(String name, Stage.Pull pull) {
        return new Generator<>(new Stage(name + " of " + this, pull, this::close));
    }

    /**
     * The same values, read ahead by a task of its own: up to so many wait until they are asked
     * for. Needs a task.
     *
     * @throws IllegalArgumentException if the size is not positive
     */
    public Generator<Y> buffer(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("cannot buffer " + size + " values");
        }
        return ofWork(new MergedSources<Y>(Site.ofCaller(), List.of(this), size));
    }

    /**
     * The values as a stream, to be used sequentially and where the generator may be advanced.
     * Closing the stream closes the generator.
     */
    public Stream<Y> stream() {
        var spliterator = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    /**
     * The values for one subscriber, on any thread. A task of this loop advances the generator when
     * there is demand, and calls the subscriber; cancelling the subscription closes the generator.
     * A null among the values is an error.
     *
     * @throws IllegalStateException if no loop is running
     */
    public Flow.Publisher<Y> publisher() {
        return new GeneratorPublisher<>(this);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
