package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * A number of permits. Who acquires takes one, and waits if there is none; who releases adds one.
 *
 * <pre>{@code
 * var atOnce = new Semaphore(10);
 * gather(urls.map(url -> async(() -> atOnce.hold(() -> fetch(url)))).toList());
 * }</pre>
 *
 * <p>First come, first served: nobody takes a permit as long as somebody waits who came before. A
 * task that is cancelled while it waits takes none; one that a permit was handed to has it, and
 * gets its {@link CancelledError} at the next suspension point.
 *
 * <p>Anybody may release, also without having acquired. {@link BoundedSemaphore} sees to it that
 * there are never more permits than at first, and {@link CapacityLimiter} knows who has them.
 *
 * <p>Confined to the loop of the first task that waits for it. It may be made anywhere.
 *
 * <p>Models {@code asyncio.Semaphore}, whose {@code async with semaphore} is {@link #hold}.
 * Differences from asyncio: there, a task that is cancelled when it was handed a permit does not
 * get it.
 */
public sealed class Semaphore implements Holdable permits BoundedSemaphore {
    /**
     * A picture of a semaphore.
     *
     * @param value how many permits there are
     * @param tasksWaiting how many wait for one, and how many were handed one and have not run
     *     since
     */
    public record Statistics(int value, int tasksWaiting) {}

    private final LoopBinding binding;
    private final WaitingLine<@Nullable Void> line;
    private final int bound;

    /** The permits that nobody has, nor was handed. */
    private int value;

    /** Makes a semaphore with one permit. */
    public Semaphore() {
        this(1);
    }

    /**
     * Makes a semaphore with so many permits.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Semaphore(int value) {
        this(value, Integer.MAX_VALUE);
    }

    /** With a bound on the permits that a release may add to. */
    Semaphore(int value, int bound) {
        if (value < 0) {
            throw new IllegalArgumentException("less than no permits: " + value);
        }
        this.value = value;
        this.bound = bound;
        this.binding = new LoopBinding(this);
        this.line = new WaitingLine<>(binding);
    }

    /** Whether who wants a permit has to wait: there is none, or others have come before. */
    public final boolean isLocked() {
        return value == 0 || !line.isDeserted();
    }

    /**
     * Takes a permit; waits until there is one and those who came before have got theirs. Does not
     * suspend if there is one and nobody waits.
     *
     * @throws CancelledError if the task was cancelled before it was its turn
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop, or one that cannot suspend here
     */
    @Override
    public final void acquire() {
        assert binding.isConfined() : "a semaphore was used off its loop";
        if (!isLocked()) {
            value--;
            return;
        }
        binding.bindCurrent();
        try {
            line.await();
        } finally {
            handOver(value); // who came while a permit was there had to stand behind this one
        }
    }

    /**
     * Adds a permit, or hands it to the task that has waited longest.
     *
     * @throws IllegalStateException if a {@link BoundedSemaphore} has all its permits, or any other
     *     2<sup>31</sup> - 1
     */
    @Override
    public final void release() {
        assert binding.isConfined() : "a semaphore was used off its loop";
        if (value >= bound) {
            throw new IllegalStateException("released too often: " + this);
        }
        value++;
        handOver(1);
    }

    /** A permit is taken by who hands it over: nobody can come between. */
    private void handOver(int count) {
        for (int i = 0; i < count && line.serveNext(null); i++) {
            value--;
        }
    }

    /** How many permits there are and how many tasks wait. */
    public final Statistics statistics() {
        return new Statistics(value, line.size());
    }

    @Override
    public final String toString() {
        return "<"
                + getClass().getSimpleName()
                + (isLocked() ? " locked" : " unlocked value=" + value)
                + line.description()
                + ">";
    }
}
