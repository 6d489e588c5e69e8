package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A {@link Generator} whose yields return what the consumer {@linkplain #send sends}, and that may
 * end with a value. Made by {@link Asyncio#sendGenerator}.
 *
 * <pre>{@code
 * SendGenerator<Double, Double> average() {
 *     return sendGenerator(y -> {
 *         double sum = 0;
 *         for (int count = 1; ; count++) {
 *             sum += y.yield(sum / Math.max(1, count - 1));
 *         }
 *     });
 * }
 * try (var average = average()) {
 *     average.next();       // runs up to the first yield
 *     average.send(1.0);    // 1.0
 *     average.send(3.0);    // 2.0
 * }
 * }</pre>
 *
 * <p>What {@link Generator} says of threads, tasks, cancelling and closing holds here. It is no
 * Iterator, because looking ahead would leave nothing to send to. Models Python's generators with
 * {@code send}, and asynchronous ones with {@code asend}, which here may return values too.
 *
 * @param <Y> the type of the values yielded
 * @param <S> the type of the values sent
 */
public final class SendGenerator<Y extends @Nullable Object, S> implements AutoCloseable {
    private final GeneratorCore core;

    SendGenerator(Body<Y, S> body) {
        this.core = new GeneratorCore(Site.of(body), asWork(body));
    }

    /** Static, because the work must not refer to the generator. */
    private static <Y extends @Nullable Object, S> GeneratorCore.Work asWork(Body<Y, S> body) {
        return core -> {
            var yielder = new Yielder<Y, S>(core);
            if (body instanceof ValueBody<Y, S> returning) {
                return returning.call(yielder);
            }
            body.run(yielder);
            return null;
        };
    }

    /** The code of a generator. */
    @FunctionalInterface
    public interface Body<Y extends @Nullable Object, S> {
        /** Yields values until it returns or throws. */
        void run(Yielder<Y, S> yielder) throws Exception;
    }

    /** The code of a generator that ends with a value. */
    @FunctionalInterface
    public interface ValueBody<Y extends @Nullable Object, S> extends Body<Y, S> {
        /** Yields values until it throws, or returns the {@linkplain StopIteration#value value}. */
        @Nullable Object call(Yielder<Y, S> yielder) throws Exception;

        @Override
        default void run(Yielder<Y, S> yielder) throws Exception {
            call(yielder);
        }
    }

    /** What a body yields with. To be used by the body itself, and not by others it calls upon. */
    public static final class Yielder<Y extends @Nullable Object, S> {
        private final GeneratorCore core;

        Yielder(GeneratorCore core) {
            this.core = core;
        }

        /**
         * Gives the consumer a value, and goes on when it asks for the next one.
         *
         * @return what the consumer sends; null if it just asks
         * @throws GeneratorExit if the consumer closes the generator instead
         * @throws IllegalStateException if this is not the body, or the body is inside of a block
         *     that it must not leave by a yield
         */
        @SuppressWarnings("NamedLikeContextualKeyword") // Python's word, and always qualified
        public S yield(Y value) {
            return Works.cast(core.give(value));
        }

        /** Yields everything that the source gives. See {@link Generator.Yielder#yieldFrom}. */
        public void yieldFrom(Iterable<? extends Y> source) {
            new Generator.Yielder<Y>(core).yieldFrom(source);
        }

        /**
         * Lets another generator take the place of this one until it ends: it gets what is sent to
         * this one and thrown into it, and is closed if this one is.
         *
         * @return what the other one has returned
         */
        public @Nullable Object yieldFrom(SendGenerator<? extends Y, ? super S> source) {
            return source.yieldTo(core);
        }
    }

    private @Nullable Object yieldTo(GeneratorCore outer) {
        Object first = core.advance(this, null, null);
        return outer.delegate(core, this, first);
    }

    /**
     * The next value. The yield that the body is at returns null.
     *
     * @throws StopIteration if the body ends
     * @throws IllegalStateException if the generator runs already, or belongs elsewhere
     */
    public Y next() {
        return advance(null, null);
    }

    /**
     * Lets the yield that the body is at return the value given, and returns the next one.
     *
     * @throws StopIteration if the body ends
     * @throws IllegalStateException if the body has not begun, or like {@link #next}
     */
    public Y send(S value) {
        return advance(Objects.requireNonNull(value, "value"), null);
    }

    /**
     * Throws an error at the yield that the body is at, and returns the value it yields next. Where
     * the body has not begun, it ends.
     *
     * @throws StopIteration if the body ends
     */
    public Y throwInto(Throwable error) {
        return advance(null, Objects.requireNonNull(error, "error"));
    }

    private Y advance(@Nullable Object sent, @Nullable Throwable error) {
        Object value = core.advance(this, sent, error);
        if (value == ValueSource.ENDED) {
            throw new StopIteration(core.takeReturned());
        }
        return Works.cast(value);
    }

    /** Ends the body, as {@link Generator#close} does. */
    @Override
    public void close() {
        core.close(this);
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
