package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Iterator;

/**
 * An end of a {@link Channel} for receiving. When the last one is closed, what is in the channel is
 * dropped and senders hear that nobody listens.
 *
 * <p>Cancellation: a {@code receive} that is cancelled takes nothing; one that was handed an item
 * before the cancel came returns it, and the error comes at the next suspension point.
 *
 * <p>Confined to the loop of the channel. One end may be used by several tasks, and each item goes
 * to one of them; but closing the end ends it for all.
 *
 * @param <T> the type of the items
 */
public final class Receiver<T> implements AutoCloseable, Iterable<T> {
    private final Channel<T> channel;
    private boolean isClosed;

    Receiver(Channel<T> channel) {
        this.channel = channel;
    }

    /**
     * Receives the next item; waits until there is one. Does not suspend if there is.
     *
     * @throws EndOfChannelException if there is none and all senders are closed, before or
     *     meanwhile
     * @throws ChannelClosedException if this end is closed, before or meanwhile
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop
     */
    public T receive() {
        T item = receiveOrNull();
        if (item == null) {
            throw new EndOfChannelException();
        }
        return item;
    }

    /** Null stands for the end. */
    private @Nullable T receiveOrNull() {
        while (!hasItem()) {
            if (!channel.hasSenders()) {
                return null;
            }
            Spot<T> place = channel.joinReceivers(channel.newChoice(channel), this);
            if (Channel.await(place)) {
                return place.item();
            }
        }
        return channel.take();
    }

    /**
     * Receives the next item if there is one. Never suspends.
     *
     * @throws WouldBlockException if there is none
     * @throws EndOfChannelException if there is none and all senders are closed
     * @throws ChannelClosedException if this end is closed
     */
    public T receiveNowait() {
        if (hasItem()) {
            return channel.take();
        }
        if (!channel.hasSenders()) {
            throw new EndOfChannelException();
        }
        throw new WouldBlockException("the channel is empty");
    }

    private boolean hasItem() {
        checkOpen();
        return channel.hasItem();
    }

    /**
     * Receives all items that are there, those of waiting senders included, and adds them to the
     * collection. Never suspends.
     *
     * @return how many there were, also at the end of the channel
     * @throws ChannelClosedException if this end is closed
     */
    public int drainTo(Collection<? super T> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    /**
     * {@link #drainTo(Collection)} for so many items at most. An item that the collection refuses
     * stays in the channel.
     */
    public int drainTo(Collection<? super T> target, int max) {
        checkOpen();
        return channel.drainTo(target, max);
    }

    /**
     * The items to come, for a loop that ends where {@link #receive} would throw {@link
     * EndOfChannelException}. Does not close this end. {@code hasNext} waits and takes the item
     * that {@code next} gives.
     */
    @Override
    public Iterator<T> iterator() {
        return new Items<>(this::receiveOrNull);
    }

    /**
     * A case of a {@link Asyncio#select}: receives an item and hands it to the handler.
     *
     * <p>The end of the channel is a reason to choose it, too: {@code select} throws {@link
     * EndOfChannelException} then. See {@link #onReceive(ScopedBlock, Block)}.
     */
    public <R extends @Nullable Object, X extends Throwable> Select.Case<R, X> onReceive(
            ScopedBlock<? super T, R, X> handler) {
        return new Select.Case<>(new Arrival(), handler, null);
    }

    /** {@link #onReceive(ScopedBlock)} for a handler without a result. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public <X extends Throwable> Select.Case<Void, X> onReceive(
            ScopedVoidBlock<? super T, X> handler) {
        return new Select.Case<>(new Arrival(), handler, null);
    }

    /**
     * A case of a {@link Asyncio#select}: receives an item and hands it to the handler, or does
     * other work if the channel has ended. From then on the case is always ready.
     */
    public <R extends @Nullable Object, X extends Throwable> Select.Case<R, X> onReceive(
            ScopedBlock<? super T, R, X> handler, Block<R, X> atEnd) {
        return new Select.Case<>(new Arrival(), handler, atEnd);
    }

    /** {@link #onReceive(ScopedBlock, Block)} for work without a result. */
    @SuppressWarnings("overloads") // ScopedBlock is the more specific one
    public <X extends Throwable> Select.Case<Void, X> onReceive(
            ScopedVoidBlock<? super T, X> handler, VoidBlock<X> atEnd) {
        return new Select.Case<>(new Arrival(), handler, atEnd);
    }

    /**
     * Makes another receiver for the same channel, to be closed by itself. Each item goes to one of
     * them.
     *
     * @throws ChannelClosedException if this end is closed
     */
    public Receiver<T> copy() {
        checkOpen();
        var copy = new Receiver<>(channel);
        channel.opened(copy);
        return copy;
    }

    private void checkOpen() {
        if (isClosed) {
            throw new ChannelClosedException("this receiver is closed");
        }
    }

    /**
     * Closes this end. Tasks that wait with it get {@link ChannelClosedException}. If it was the
     * last receiver, items that are in the channel are dropped and senders get {@link
     * BrokenChannelException}. Never suspends; to close twice is allowed.
     */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            channel.closed(this);
        }
    }

    /** The channel's statistics. */
    public Channel.Statistics statistics() {
        return channel.statistics();
    }

    @Override
    public String toString() {
        return "<Receiver" + (isClosed ? " closed" : "") + " of " + channel + ">";
    }

    /** The next item, or the end. */
    private final class Arrival implements Source {
        @Override
        public boolean isReady(Loop loop, long start) {
            return hasItem() || !channel.hasSenders();
        }

        @Override
        public Object take() {
            return receiveNowait();
        }

        @Override
        public Entry enter(Waiter<Entry> choice, long start) {
            channel.bind(choice.loop);
            return channel.joinReceivers(choice, Receiver.this);
        }

        @Override
        public String toString() {
            return "receive from " + channel;
        }
    }
}
