package org.asyncio4j.internal.scheduler;

import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The channels a loop watches and what to run when they are ready. Confined to the loop, but for
 * {@link #wakeup}. Channels are registered and closed by strands, never by the carrier, because
 * that takes locks; a channel stops being watched before it is closed.
 */
public final class Channels {
    private static final int READER_OPS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITER_OPS = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    /** The callbacks of one channel, the attachment of its key. */
    private static final class Watch {
        @Nullable IoCallback reader;
        @Nullable IoCallback writer;

        /** Who watches the channel alone, null for anybody. */
        @Nullable Object owner;

        /** How many of the two are counted in {@link #expected} and in {@link #watched}. */
        int expected;

        int watched;
    }

    private final Scheduler scheduler;
    private final Selector selector;
    private Consumer<SelectionKey> onReady = this::queue;

    /** Orders the channels that one select finds ready; null for the order they are found in. */
    private @Nullable Random lots;

    /** With lots: the channels that the last select found. */
    private final List<SelectionKey> found = new ArrayList<>();

    /** Operations watched that a peer or the kernel may end soon: all but accepting. */
    private int expected;

    /** All operations watched. */
    private int watched;

    /** Channels were given up, which keep their descriptors until the selector looks. */
    private boolean anyGivenUp;

    Channels(Scheduler scheduler) {
        this.scheduler = scheduler;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
    }

    /**
     * Runs the action whenever the channel can be read or accepted from, instead of the one before.
     *
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalStateException if the channel has an owner
     */
    public Handle addReader(SelectableChannel channel, Runnable action)
            throws ClosedChannelException {
        checkUnowned(channel);
        int op = readerOp(channel);
        return setReader(keyOf(channel), op, action);
    }

    /** Runs the action whenever the channel can be written to, or has connected or failed to. */
    public Handle addWriter(SelectableChannel channel, Runnable action)
            throws ClosedChannelException {
        checkUnowned(channel);
        int op = writerOp(channel);
        return setWriter(keyOf(channel), op, action);
    }

    /** Stops watching for reading; tells whether there was anything to stop. */
    public boolean removeReader(SelectableChannel channel) {
        checkUnowned(channel);
        Watch watch = watchOf(channel);
        return watch != null && end(watch.reader);
    }

    /** Stops watching for writing; tells whether there was anything to stop. */
    public boolean removeWriter(SelectableChannel channel) {
        checkUnowned(channel);
        Watch watch = watchOf(channel);
        return watch != null && end(watch.writer);
    }

    private static boolean end(@Nullable IoCallback callback) {
        if (callback == null) {
            return false;
        }
        callback.cancel();
        return true;
    }

    /**
     * Gives the channel an owner, through whose watch alone it is watched from now on.
     *
     * @param inContext makes of a callback what runs in the context of the caller
     * @throws ClosedChannelException if the channel is closed
     * @throws IllegalStateException if the channel has an owner or is watched
     */
    public ChannelWatch own(
            SelectableChannel channel, Object owner, UnaryOperator<Runnable> inContext)
            throws ClosedChannelException {
        checkUnowned(channel);
        SelectionKey key = keyOf(channel);
        Watch watch = (Watch) key.attachment();
        if (watch.watched > 0) {
            throw new IllegalStateException("watched already: " + channel);
        }
        watch.owner = owner;
        return new OwnersWatch(this, key, inContext);
    }

    /**
     * Checks that anybody may use the channel.
     *
     * @throws IllegalStateException if it has an owner
     */
    public void checkUnowned(SelectableChannel channel) {
        Watch watch = watchOf(channel);
        if (watch != null && watch.owner != null) {
            throw new IllegalStateException(channel + " is used by " + watch.owner);
        }
    }

    private @Nullable Watch watchOf(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        return key == null ? null : (Watch) key.attachment();
    }

    static int readerOp(SelectableChannel channel) {
        int op = channel.validOps() & READER_OPS;
        if (op == 0) {
            throw new IllegalArgumentException("cannot be read or accepted from: " + channel);
        }
        return op;
    }

    static int writerOp(SelectableChannel channel) {
        boolean connecting = channel instanceof SocketChannel socket && !socket.isConnected();
        int op = connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        if ((channel.validOps() & op) == 0) {
            throw new IllegalArgumentException("cannot be written to: " + channel);
        }
        return op;
    }

    IoCallback setReader(SelectionKey key, int op, Runnable action) {
        Watch watch = (Watch) key.attachment();
        IoCallback before = watch.reader;
        watch.reader = new IoCallback(this, scheduler, key, op, action);
        begin(watch.reader, before, watch);
        return watch.reader;
    }

    IoCallback setWriter(SelectionKey key, int op, Runnable action) {
        Watch watch = (Watch) key.attachment();
        IoCallback before = watch.writer;
        watch.writer = new IoCallback(this, scheduler, key, op, action);
        begin(watch.writer, before, watch);
        return watch.writer;
    }

    private void begin(IoCallback callback, @Nullable IoCallback before, Watch watch) {
        if (before != null) {
            before.cancel();
        }
        if ((callback.key.interestOps() & callback.op) == 0) {
            callback.key.interestOpsOr(callback.op);
        }
        count(watch);
    }

    /** The callback was cancelled. If it has not been replaced, its watch ends. */
    void ended(IoCallback callback) {
        Watch watch = (Watch) callback.key.attachment();
        if (watch.reader == callback) {
            watch.reader = null;
        } else if (watch.writer == callback) {
            watch.writer = null;
        } else {
            return;
        }
        count(watch);
        if (watch.watched == 0 && watch.owner == null) {
            giveUp(callback.key); // so that the channel may be made blocking
        } else if (callback.key.isValid()) {
            callback.key.interestOpsAnd(~callback.op);
        }
    }

    /** The owner needs the channel no more. */
    void disown(SelectionKey key) {
        Watch watch = (Watch) key.attachment();
        watch.owner = null;
        end(watch.reader);
        end(watch.writer);
        giveUp(key);
    }

    private void giveUp(SelectionKey key) {
        key.cancel();
        anyGivenUp = true;
    }

    /** Whether there is more to be done by the next look than to see what is ready. */
    boolean needLook() {
        return anyGivenUp;
    }

    boolean endReader(SelectionKey key) {
        return end(((Watch) key.attachment()).reader);
    }

    boolean endWriter(SelectionKey key) {
        return end(((Watch) key.attachment()).writer);
    }

    /**
     * The key of a channel, which is registered if it is not. A key that was cancelled is in the
     * way until the selector has looked again.
     */
    private SelectionKey keyOf(SelectableChannel channel) throws ClosedChannelException {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            return key;
        }
        if (key != null && channel.isOpen()) {
            poll();
        }
        return channel.register(selector, 0, new Watch());
    }

    private void count(Watch watch) {
        boolean accepts = watch.reader != null && watch.reader.op == SelectionKey.OP_ACCEPT;
        int now = (watch.reader == null ? 0 : 1) + (watch.writer == null ? 0 : 1);
        watched += now - watch.watched;
        watch.watched = now;
        now -= accepts ? 1 : 0;
        expected += now - watch.expected;
        watch.expected = now;
    }

    /** Whether a watched channel may become ready by itself. */
    boolean expectsEvents() {
        return expected > 0;
    }

    /** Whether any channel is watched, be it for connections that may never come. */
    boolean areWatched() {
        return watched > 0;
    }

    /** How many operations of channels are watched. */
    int watched() {
        return watched;
    }

    // ---- the loop's side

    void shuffleTies(Random random) {
        lots = random;
        onReady = found::add;
    }

    private void queueFoundByLot(Random random) {
        Collections.shuffle(found, random);
        found.forEach(this::queue);
        found.clear();
    }

    /** Queues the callbacks of channels that are ready now; tells whether there were any. */
    boolean poll() {
        if (selector.keys().isEmpty()) {
            return false;
        }
        anyGivenUp = false;
        int count;
        try {
            count = selector.selectNow(onReady);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lots != null) {
            queueFoundByLot(lots);
        }
        return count > 0;
    }

    /**
     * Waits, then queues the callbacks of channels that are ready; tells whether there were any.
     */
    boolean select(long nanos) {
        if (nanos <= 0) {
            return poll();
        }
        anyGivenUp = false;
        Thread.interrupted(); // with the flag set the selector would not wait
        int count;
        try {
            // whole ms, never too early
            count = selector.select(onReady, (nanos + 999_999) / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lots != null) {
            queueFoundByLot(lots);
        }
        return count > 0;
    }

    /** Runs on the carrier, as a rule with the selector's locks held: only queues. */
    private void queue(SelectionKey key) {
        try {
            int ops = key.readyOps();
            if (key.attachment() instanceof Watch watch) {
                if (watch.reader != null && (ops & READER_OPS) != 0) {
                    watch.reader.ready();
                }
                if (watch.writer != null && (ops & WRITER_OPS) != 0) {
                    watch.writer.ready();
                }
            }
        } catch (CancelledKeyException e) {
            // closed by another thread meanwhile
        }
    }

    /** Ends a select that is under way, or the next one. Any thread. */
    void wakeup() {
        selector.wakeup();
    }

    String selectorName() {
        String name = selector.getClass().getSimpleName();
        return name.endsWith("Impl") ? name.substring(0, name.length() - 4) : name;
    }

    /** Closes the selector, and the channels that somebody forgot. */
    void close() {
        for (SelectionKey key : selector.keys()) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // There is nobody left who could do anything about it.
        }
    }
}
