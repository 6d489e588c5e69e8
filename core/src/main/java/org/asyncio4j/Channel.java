package org.asyncio4j;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;

/**
 * Takes items from senders to receivers, and knows when either have gone.
 *
 * <p>A channel is two kinds of ends. Each task that uses it has an end of its own, copied from
 * another one, and closes it when it is done. When the last {@link Sender} is closed, receivers get
 * what is still there and then see the end; when the last {@link Receiver} is closed, senders hear
 * that nobody listens.
 *
 * <pre>{@code
 * var words = Channel.<String>open();
 * taskGroup(g -> {
 *     try (var sender = words.sender()) {
 *         for (var file : files) {
 *             var mine = sender.copy();
 *             g.createTask(() -> {
 *                 try (mine) {
 *                     read(file).forEach(mine::send);
 *                 }
 *             });
 *         }
 *     }
 *     for (var word : words.receiver()) {      // ends when all files were read
 *         IO.println(word);
 *     }
 * });
 * }</pre>
 *
 * <p>A channel holds a limited number of items; who sends to a full one waits. With a capacity of
 * zero a sender waits until a receiver has its item. Items are received in the order they were
 * sent. Tasks that wait are served in the order they came: an item goes to the receiver that has
 * waited longest and to nobody else, even before that one runs.
 *
 * <p>A task that should go on with whichever comes first of several channels, a time and other
 * tasks uses {@link Asyncio#select}.
 *
 * <p>Confined to the loop of the first task that waits here; a channel may be made anywhere. Models
 * the memory channels of trio and anyio; asyncio has no such thing. Differences: there is a default
 * capacity, items are never null, and an item that was handed to a task before a cancel came is
 * received.
 *
 * @param <T> the type of the items
 */
public final class Channel<T> {
    /**
     * The capacity of {@link #open()}: enough that sender and receiver need not take turns for each
     * item, and so few that a slow receiver is felt soon.
     */
    public static final int DEFAULT_CAPACITY = 16;

    /**
     * A picture of a channel.
     *
     * @param buffered how many items were sent and not received
     * @param capacity how many there can be; {@link Integer#MAX_VALUE} if there is no limit
     * @param openSenders how many senders are not closed
     * @param openReceivers how many receivers are not closed
     * @param tasksSending how many tasks wait to send, those in a {@code select} included
     * @param tasksReceiving how many tasks wait to receive, those in a {@code select} included
     */
    public record Statistics(
            int buffered,
            int capacity,
            int openSenders,
            int openReceivers,
            int tasksSending,
            int tasksReceiving) {}

    // Who waits to receive finds no item, and who waits to send finds no room: so there is no item
    // while the first line has somebody, and the buffer is full while the second one has.

    private final LoopBinding binding = new LoopBinding(this);
    private final SpotLine<T> receiving = new SpotLine<>();
    private final SpotLine<T> sending = new SpotLine<>();
    private final ArrayDeque<T> buffer = new ArrayDeque<>();
    private final int capacity;
    private int openSenders = 1;
    private int openReceivers = 1;
    private final Sender<T> sender = new Sender<>(this);
    private final Receiver<T> receiver = new Receiver<>(this);

    private Channel(int capacity) {
        this.capacity = capacity;
    }

    /** Opens a channel of {@link #DEFAULT_CAPACITY}. */
    public static <T> Channel<T> open() {
        return new Channel<>(DEFAULT_CAPACITY);
    }

    /**
     * Opens a channel that holds so many items.
     *
     * @param capacity zero for a channel that holds none: each goes from task to task
     */
    public static <T> Channel<T> open(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("the capacity must not be negative: " + capacity);
        }
        return new Channel<>(capacity);
    }

    /**
     * Opens a channel on which a sender never waits. What is sent faster than it is received fills
     * the memory.
     */
    public static <T> Channel<T> unbounded() {
        return new Channel<>(Integer.MAX_VALUE);
    }

    /** The first sender: the same one each time. */
    public Sender<T> sender() {
        return sender;
    }

    /** The first receiver: the same one each time. */
    public Receiver<T> receiver() {
        return receiver;
    }

    /** How full the channel is, how many ends are open, and how many tasks wait. */
    public Statistics statistics() {
        return new Statistics(
                buffer.size(),
                capacity,
                openSenders,
                openReceivers,
                sending.count(),
                receiving.count());
    }

    @Override
    public String toString() {
        String limit = capacity == Integer.MAX_VALUE ? "" : " capacity=" + capacity;
        return "<Channel"
                + limit
                + " buffered="
                + buffer.size()
                + " senders="
                + openSenders
                + " receivers="
                + openReceivers
                + ">";
    }

    // ---- sending

    /** Whether {@link #put} may be called. */
    boolean hasRoom() {
        assert binding.isConfined() : "a channel was used off its loop";
        return buffer.size() < capacity || receiving.first() != null;
    }

    void put(T item) {
        Spot<T> waiting = receiving.first();
        if (waiting != null) {
            waiting.give(item);
        } else {
            buffer.add(item);
        }
    }

    boolean hasReceivers() {
        return openReceivers > 0;
    }

    Spot<T> joinSenders(Waiter<Entry> choice, Sender<T> end, T item) {
        return sending.add(choice, end, item);
    }

    // ---- receiving

    /** Whether {@link #take} may be called. */
    boolean hasItem() {
        assert binding.isConfined() : "a channel was used off its loop";
        return !buffer.isEmpty() || sending.first() != null;
    }

    T take() {
        Spot<T> waiting = sending.first();
        T item = buffer.poll();
        if (item == null) {
            return Objects.requireNonNull(waiting).take();
        }
        if (waiting != null && buffer.size() < capacity) { // not after a putBack
            buffer.add(waiting.take());
        }
        return item;
    }

    /** Makes an item that was taken the next one again; there may be one too many then. */
    private void putBack(T item) {
        Spot<T> waiting = receiving.first();
        if (waiting != null) {
            waiting.give(item);
        } else {
            buffer.addFirst(item);
        }
    }

    boolean hasSenders() {
        return openSenders > 0;
    }

    Spot<T> joinReceivers(Waiter<Entry> choice, Receiver<T> end) {
        return receiving.add(choice, end, null);
    }

    /** Takes up to so many items; one that the collection refuses stays. */
    int drainTo(Collection<? super T> target, int max) {
        int count = 0;
        while (count < max && hasItem()) {
            T item = take(); // first, because the collection is user code: it may let others in
            try {
                target.add(item);
            } catch (Throwable e) {
                putBack(item);
                throw e;
            }
            count++;
        }
        return count;
    }

    // ---- both

    /** What the current task waits on. */
    Waiter<Entry> newChoice(Object awaited) {
        return new Waiter<>(binding.bind(Task.currentForSuspending().loop), awaited);
    }

    /** For a task that waits for several things. */
    void bind(Loop loop) {
        binding.bind(loop);
    }

    /** Waits at one place only; the result tells whether it was served. */
    static boolean await(Entry place) {
        try {
            place.choice.await();
        } finally {
            place.leave();
        }
        return place.isServed();
    }

    void opened(Sender<T> end) {
        assert binding.isConfined() : "a channel was used off its loop";
        openSenders++;
    }

    void opened(Receiver<T> end) {
        assert binding.isConfined() : "a channel was used off its loop";
        openReceivers++;
    }

    void closed(Sender<T> end) {
        assert binding.isConfined() : "a channel was used off its loop";
        openSenders--;
        sending.wake(end);
        if (openSenders == 0) {
            receiving.wake(null);
        }
    }

    void closed(Receiver<T> end) {
        assert binding.isConfined() : "a channel was used off its loop";
        openReceivers--;
        receiving.wake(end);
        if (openReceivers == 0) {
            buffer.clear();
            sending.wake(null);
        }
    }
}
