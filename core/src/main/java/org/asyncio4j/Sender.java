package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * An end of a {@link Channel} for sending. When the last one is closed, receivers see the end.
 *
 * <p>Cancellation: a {@code send} that is cancelled has sent nothing; one whose item was taken
 * before the cancel came returns, and the error comes at the next suspension point.
 *
 * <p>Confined to the loop of the channel. One end may be used by several tasks; but closing it ends
 * it for all.
 *
 * @param <T> the type of the items
 */
public final class Sender<T> implements AutoCloseable {
    private final Channel<T> channel;
    private boolean isClosed;

    Sender(Channel<T> channel) {
        this.channel = channel;
    }

    /**
     * Sends an item. Waits while the channel is full; with a capacity of zero, until it is
     * received. Does not suspend if it need not wait.
     *
     * @throws BrokenChannelException if all receivers are closed, before or meanwhile
     * @throws ChannelClosedException if this end is closed, before or meanwhile
     * @throws IllegalStateException if it has to wait and no task is running here, or one of
     *     another loop
     */
    public void send(T item) {
        Objects.requireNonNull(item, "item");
        while (!canSend()) {
            if (Channel.await(channel.joinSenders(channel.newChoice(channel), this, item))) {
                return;
            }
        }
        channel.put(item);
    }

    /**
     * Sends an item if that is possible at once. Never suspends.
     *
     * @throws WouldBlockException if the channel is full; with a capacity of zero, if nobody waits
     *     to receive
     * @throws BrokenChannelException if all receivers are closed
     * @throws ChannelClosedException if this end is closed
     */
    public void sendNowait(T item) {
        Objects.requireNonNull(item, "item");
        if (!canSend()) {
            throw new WouldBlockException("the channel is full");
        }
        channel.put(item);
    }

    private boolean canSend() {
        checkOpen();
        if (!channel.hasReceivers()) {
            throw new BrokenChannelException();
        }
        return channel.hasRoom();
    }

    /**
     * A case of a {@link Asyncio#select}: sends the item, and then does the work. Nothing is sent
     * if another case is chosen.
     *
     * <p>That all receivers are closed is a reason to choose it, too: {@code select} throws {@link
     * BrokenChannelException} then.
     */
    public <R extends @Nullable Object, X extends Throwable> Select.Case<R, X> onSend(
            T item, Block<R, X> then) {
        return new Select.Case<>(new Offer(item), then, null);
    }

    /** {@link #onSend(Object, Block)} for work without a result. */
    public <X extends Throwable> Select.Case<Void, X> onSend(T item, VoidBlock<X> then) {
        return new Select.Case<>(new Offer(item), then, null);
    }

    /**
     * Makes another sender for the same channel, to be closed by itself.
     *
     * @throws ChannelClosedException if this end is closed
     */
    public Sender<T> copy() {
        checkOpen();
        var copy = new Sender<>(channel);
        channel.opened(copy);
        return copy;
    }

    private void checkOpen() {
        if (isClosed) {
            throw new ChannelClosedException("this sender is closed");
        }
    }

    /**
     * Closes this end. Tasks that wait with it get {@link ChannelClosedException}, and their items
     * are not sent. If it was the last sender, receivers see the end when they have received what
     * was sent. Never suspends; to close twice is allowed.
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
        return "<Sender" + (isClosed ? " closed" : "") + " of " + channel + ">";
    }

    /** An item for whoever receives it first, or nobody. */
    private final class Offer implements Source {
        private final T item;

        Offer(T item) {
            this.item = Objects.requireNonNull(item, "item");
        }

        @Override
        public boolean isReady(Loop loop, long start) {
            checkOpen();
            return !channel.hasReceivers() || channel.hasRoom();
        }

        @Override
        public Object take() {
            sendNowait(item);
            return item;
        }

        @Override
        public Entry enter(Waiter<Entry> choice, long start) {
            channel.bind(choice.loop);
            return channel.joinSenders(choice, Sender.this, item);
        }

        @Override
        public String toString() {
            return "send to " + channel;
        }
    }
}
