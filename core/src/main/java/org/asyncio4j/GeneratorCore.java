package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What {@link Generator} and {@link SendGenerator} have in common: the body, and the rules of
 * advancing it. Nothing here, nor on the body's stack, refers to those two, so that they become
 * garbage when a program drops them, and the body can be ended then.
 *
 * <p>One at a time may advance the body, which {@link #busy} decides for any thread. Everything
 * else is touched by that one, or by the body while that one waits for it.
 */
final class GeneratorCore implements ValueSource {
    /** The body with its yielder. */
    @FunctionalInterface
    interface Work {
        @Nullable Object run(GeneratorCore core) throws Throwable;

        /** The generator is closed, and the body will not begin. */
        default void neverBegun() {}
    }

    private final Site site;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Cleared when the body begins, or when it is closed before. */
    private @Nullable Work work;

    /** Null until the body is first advanced. */
    private volatile @Nullable Relay relay;

    private @Nullable GeneratorDropped whenDropped;
    private boolean begun;
    private volatile boolean finished;

    /** To the body: what is sent. From the body: what it yields, or {@link #ENDED}. */
    private @Nullable Object message;

    /** To the body: what to throw. From the body: what it has thrown. */
    private @Nullable Throwable error;

    private @Nullable Object returned;

    GeneratorCore(Site site, Work work) {
        this.site = site;
        this.work = work;
    }

    // ---- the consumer's side

    /** Runs the body to its next yield. */
    @Override
    public @Nullable Object advance(
            Object handle, @Nullable Object sent, @Nullable Throwable toThrow) {
        checkConsumer();
        if (!busy.compareAndSet(false, true)) {
            throw alreadyExecuting();
        }
        try {
            return exchange(handle, sent, toThrow);
        } finally {
            busy.set(false);
            Reference.reachabilityFence(handle); // not before its body rests, or has ended
        }
    }

    @Override
    public void checkAtRest() {
        checkConsumer();
        if (busy.get()) {
            throw alreadyExecuting();
        }
    }

    private void checkConsumer() {
        Relay known = relay;
        if (known != null && !finished) {
            known.checkConsumer();
        }
    }

    private IllegalStateException alreadyExecuting() {
        return new IllegalStateException("generator already executing: " + this);
    }

    private @Nullable Object exchange(
            Object handle, @Nullable Object sent, @Nullable Throwable toThrow) {
        if (!finished && !begun && sent != null) {
            throw new IllegalStateException(
                    "cannot send a value to a generator that has just been started: there is no"
                            + " yield to return it; call next() first");
        }
        if (!finished && relay == null && toThrow != null) {
            Work mine = Objects.requireNonNull(work);
            finished = true;
            work = null;
            mine.neverBegun();
        }
        if (finished) {
            if (toThrow != null) {
                throw Works.sneaky(toThrow);
            }
            return ENDED;
        }
        Relay to = relay == null ? begin(handle) : relay;
        message = sent;
        error = toThrow;
        try {
            to.advance();
        } catch (Throwable e) { // the consumer cannot suspend where it is
            message = null;
            error = null;
            throw e;
        }
        Object result = message;
        message = null;
        Throwable failure = error;
        if (failure != null) {
            error = null;
            throw Works.sneaky(failure);
        }
        return result;
    }

    private Relay begin(Object handle) {
        Relay made = Relay.forCaller(this);
        relay = made;
        whenDropped = new GeneratorDropped(handle, made);
        return made;
    }

    /**
     * Ends the body at the yield it is at.
     *
     * @throws IllegalStateException if it runs, or yields once more
     */
    @Override
    public void close(Object handle) {
        if (finished) {
            return;
        }
        try {
            if (advance(handle, null, new GeneratorExit()) != ENDED) {
                throw new IllegalStateException("generator ignored GeneratorExit: " + this);
            }
        } catch (GeneratorExit e) { // as it should
            throwHidden(e);
        }
    }

    /**
     * An error of the clean-up, when try-with-resources did it, hides behind the exit; and so does
     * a cancel that came then, which must not get lost.
     */
    private static void throwHidden(GeneratorExit exit) {
        List<Throwable> hidden = Arrays.asList(exit.getSuppressed());
        if (!hidden.isEmpty()) {
            Throwable first =
                    hidden.stream()
                            .filter(error -> error instanceof CancelledError)
                            .findFirst()
                            .orElse(hidden.getFirst());
            hidden.stream().filter(error -> error != first).forEach(first::addSuppressed);
            throw Works.sneaky(first);
        }
    }

    boolean isFinished() {
        return finished;
    }

    @Override
    public @Nullable Object takeReturned() {
        Object result = returned;
        returned = null;
        return result;
    }

    // ---- the body's side

    /** Called by the relay on the body's thread. Throws nothing. */
    void runBody() {
        Work mine = Objects.requireNonNull(work);
        work = null;
        begun = true;
        try {
            returned = throwOrTake() == null ? mine.run(this) : null;
        } catch (StopIteration e) { // or the consumer would take it for the end
            error = new IllegalStateException("generator raised StopIteration", e);
        } catch (Throwable e) {
            error = e;
        }
        message = ENDED;
        finished = true;
        if (whenDropped != null) {
            whenDropped.clear();
        }
    }

    /** Hands a value to the consumer; returns what the consumer sends. */
    @Nullable Object give(@Nullable Object value) {
        checkMayYield();
        message = value;
        relay().rest();
        return throwOrTake();
    }

    private @Nullable Object throwOrTake() {
        Throwable toThrow = error;
        if (toThrow != null) {
            error = null;
            throw Works.sneaky(toThrow);
        }
        Object sent = message;
        message = null;
        return sent;
    }

    private void checkMayYield() {
        if (finished || !relay().isBody()) {
            throw new IllegalStateException("cannot yield outside of the generator's body");
        }
        relay().checkMayRest();
    }

    private Relay relay() {
        return Objects.requireNonNull(relay);
    }

    /**
     * Yields all that another generator does, and passes on what is sent and thrown: Python's
     * {@code yield from}.
     *
     * @param first what the inner one has yielded already
     * @return what it has returned
     */
    @Nullable Object delegate(ValueSource inner, Object innerHandle, @Nullable Object first) {
        Object item = first;
        while (item != ENDED) {
            checkMayYield();
            Object sent = null;
            Throwable thrown = null;
            try {
                sent = give(item);
            } catch (GeneratorExit e) {
                inner.close(innerHandle);
                throw e;
            } catch (Throwable e) {
                thrown = e;
            }
            item = inner.advance(innerHandle, sent, thrown);
        }
        return inner.takeReturned();
    }

    @Override
    public String toString() {
        return "<generator " + site + ">";
    }
}
