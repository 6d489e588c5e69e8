package org.asyncio4j.internal.scheduler;

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
     */
    public void addReader(SelectableChannel channel, Runnable action)
            throws ClosedChannelException {
        int op = channel.validOps() & READER_OPS;
        if (op == 0) {
            throw new IllegalArgumentException("cannot be read or accepted from: " + channel);
        }
        SelectionKey key = keyOf(channel);
        Watch watch = (Watch) key.attachment();
        if (watch.reader != null) {
            watch.reader.cancel();
        }
        watch.reader = new IoCallback(scheduler, key, op, action);
        want(key, op);
        count(watch);
    }

    /** Runs the action whenever the channel can be written to, or has connected or failed to. */
    public void addWriter(SelectableChannel channel, Runnable action)
            throws ClosedChannelException {
        boolean connecting = channel instanceof SocketChannel socket && !socket.isConnected();
        int op = connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        if ((channel.validOps() & op) == 0) {
            throw new IllegalArgumentException("cannot be written to: " + channel);
        }
        SelectionKey key = keyOf(channel);
        Watch watch = (Watch) key.attachment();
        if (watch.writer != null) {
            watch.writer.cancel();
        }
        watch.writer = new IoCallback(scheduler, key, op, action);
        want(key, op);
        count(watch);
    }

    /** Stops watching for reading; tells whether there was anything to stop. */
    public boolean removeReader(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null || !(key.attachment() instanceof Watch watch) || watch.reader == null) {
            return false;
        }
        watch.reader.cancel();
        watch.reader = null;
        unwant(key, READER_OPS);
        count(watch);
        return true;
    }

    /** Stops watching for writing; tells whether there was anything to stop. */
    public boolean removeWriter(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null || !(key.attachment() instanceof Watch watch) || watch.writer == null) {
            return false;
        }
        watch.writer.cancel();
        watch.writer = null;
        unwant(key, WRITER_OPS);
        count(watch);
        return true;
    }

    private SelectionKey keyOf(SelectableChannel channel) throws ClosedChannelException {
        SelectionKey key = channel.keyFor(selector);
        return key != null && key.isValid() ? key : channel.register(selector, 0, new Watch());
    }

    private static void want(SelectionKey key, int op) {
        if ((key.interestOps() & op) == 0) {
            key.interestOpsOr(op);
        }
    }

    private static void unwant(SelectionKey key, int ops) {
        if (key.isValid()) {
            key.interestOpsAnd(~ops);
        }
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

    /** Queues the callbacks of channels that are ready now. */
    void poll() {
        if (!selector.keys().isEmpty()) {
            try {
                selector.selectNow(onReady);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (lots != null) {
                queueFoundByLot(lots);
            }
        }
    }

    /** Waits, then queues the callbacks of channels that are ready. */
    void select(long nanos) {
        if (nanos <= 0) {
            poll();
            return;
        }
        Thread.interrupted(); // with the flag set the selector would not wait
        try {
            selector.select(onReady, (nanos + 999_999) / 1_000_000); // whole ms, never too early
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lots != null) {
            queueFoundByLot(lots);
        }
    }

    /** Runs on the carrier, as a rule with the selector's locks held: only queues. */
    private void queue(SelectionKey key) {
        int ops;
        try {
            ops = key.readyOps();
        } catch (CancelledKeyException e) {
            return; // closed meanwhile
        }
        if (key.attachment() instanceof Watch watch) {
            if (watch.reader != null && (ops & READER_OPS) != 0) {
                watch.reader.ready();
            }
            if (watch.writer != null && (ops & WRITER_OPS) != 0) {
                watch.writer.ready();
            }
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
