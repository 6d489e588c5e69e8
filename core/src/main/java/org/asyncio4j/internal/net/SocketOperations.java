package org.asyncio4j.internal.net;

import org.asyncio4j.Datagram;
import org.asyncio4j.Future;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Single operations on the caller's own channels: tried at once, and again whenever the channel is
 * ready. Each waits in the calling task and takes back its own watch only. Confined to its loop.
 */
public final class SocketOperations {
    private static final byte[] NOTHING = {};

    private final EventLoop loop;

    /** The channels that a task waits for in here. */
    private final Set<SelectableChannel> reading =
            Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<SelectableChannel> writing =
            Collections.newSetFromMap(new IdentityHashMap<>());

    public SocketOperations(EventLoop loop) {
        this.loop = loop;
    }

    // ---- streams

    public byte[] recv(SocketChannel channel, int max) throws IOException {
        checkSize(max);
        checkReadable(channel);
        byte[] data = max == 0 ? NOTHING : tryRecv(channel, max);
        while (data == null) {
            awaitReadable(channel);
            data = tryRecv(channel, max);
        }
        return data;
    }

    private static byte @Nullable [] tryRecv(SocketChannel channel, int max) throws IOException {
        ByteBuffer buffer = ReadBuffers.take();
        try {
            int count = channel.read(buffer.limit(Math.min(max, buffer.capacity())));
            return count == 0 ? null : count < 0 ? NOTHING : bytes(buffer.flip());
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    public int recvInto(SocketChannel channel, ByteBuffer buffer) throws IOException {
        checkReadable(channel);
        int count = channel.read(buffer);
        while (count == 0 && buffer.hasRemaining()) {
            awaitReadable(channel);
            count = channel.read(buffer);
        }
        return count;
    }

    public void sendAll(SocketChannel channel, ByteBuffer data) throws IOException {
        checkWritable(channel);
        while (data.hasRemaining()) {
            WriteQueue.send(channel, data);
            if (data.hasRemaining()) {
                awaitWritable(channel);
            }
        }
    }

    public long sendfile(SocketChannel channel, FileChannel file, long offset, long count)
            throws IOException {
        checkWritable(channel);
        var sending = new FileSending(loop, file, offset, count);
        writing.add(channel); // also while it does not wait
        try {
            return sending.send(channel, () -> {}, () -> awaitWritable(channel));
        } finally {
            writing.remove(channel);
        }
    }

    public void connect(SocketChannel channel, SocketAddress address) throws IOException {
        checkWritable(channel);
        SocketAddress resolved = resolve(address);
        checkWritable(channel); // that may have taken its time
        try {
            if (channel.isConnectionPending() || !channel.connect(resolved)) {
                do {
                    awaitWritable(channel);
                } while (!channel.finishConnect());
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            var explained =
                    new ConnectException(
                            "cannot connect to " + format(resolved) + ": " + e.getMessage());
            explained.initCause(e);
            throw explained;
        }
    }

    private SocketAddress resolve(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress inet && inet.isUnresolved()
                ? loop.getAddrInfo(inet.getHostString(), inet.getPort()).getFirst()
                : address;
    }

    private static String format(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Names.format(inet) : address.toString();
    }

    public SocketChannel accept(ServerSocketChannel channel) throws IOException {
        checkReadable(channel);
        SocketChannel accepted = channel.accept();
        while (accepted == null) {
            awaitReadable(channel);
            accepted = channel.accept();
        }
        try {
            accepted.configureBlocking(false);
            return accepted;
        } catch (IOException e) {
            accepted.close();
            throw e;
        }
    }

    // ---- datagrams

    public Datagram recvFrom(DatagramChannel channel, int max) throws IOException {
        checkSize(max);
        checkReadable(channel);
        Datagram datagram = tryRecvFrom(channel, max);
        while (datagram == null) {
            awaitReadable(channel);
            datagram = tryRecvFrom(channel, max);
        }
        return datagram;
    }

    private static @Nullable Datagram tryRecvFrom(DatagramChannel channel, int max)
            throws IOException {
        ByteBuffer buffer = ReadBuffers.take();
        try {
            var sender =
                    (InetSocketAddress)
                            channel.receive(buffer.limit(Math.min(max, buffer.capacity())));
            return sender == null ? null : new Datagram(bytes(buffer.flip()), sender);
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    public InetSocketAddress recvFromInto(DatagramChannel channel, ByteBuffer buffer)
            throws IOException {
        checkReadable(channel);
        SocketAddress sender = channel.receive(buffer);
        while (sender == null) {
            awaitReadable(channel);
            sender = channel.receive(buffer);
        }
        return (InetSocketAddress) sender;
    }

    public void sendTo(DatagramChannel channel, ByteBuffer data, SocketAddress address)
            throws IOException {
        checkWritable(channel);
        while (!DatagramSocketTransport.send(channel, data, address)) {
            awaitWritable(channel);
        }
    }

    // ---- waiting

    private static void checkSize(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + max);
        }
    }

    private void checkReadable(SelectableChannel channel) {
        check(channel, reading, "read from ");
    }

    private void checkWritable(SelectableChannel channel) {
        check(channel, writing, "write to ");
    }

    /** Two tasks at once would take each other's bytes, or leave one of them waiting for ever. */
    private static void check(
            SelectableChannel channel, Set<SelectableChannel> waiting, String what) {
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    "call configureBlocking(false) first; blocking channel: " + channel);
        }
        if (waiting.contains(channel)) {
            throw new IllegalStateException("another task waits to " + what + channel);
        }
    }

    private void awaitReadable(SelectableChannel channel) throws IOException {
        await(channel, reading, loop::addReader);
    }

    private void awaitWritable(SelectableChannel channel) throws IOException {
        await(channel, writing, loop::addWriter);
    }

    @FunctionalInterface
    private interface Watching {
        Handle begin(SelectableChannel channel, Runnable callback) throws IOException;
    }

    private void await(SelectableChannel channel, Set<SelectableChannel> waiting, Watching watching)
            throws IOException {
        var readiness = new Readiness(loop.createFuture());
        readiness.watch = watching.begin(channel, readiness);
        boolean added = waiting.add(channel);
        try {
            readiness.future.await();
        } finally {
            if (added) {
                waiting.remove(channel);
            }
            readiness.watch.cancel();
        }
    }

    /** What a watch calls once. */
    private static final class Readiness implements Runnable {
        final Future<@Nullable Void> future;
        @Nullable Handle watch;

        Readiness(Future<@Nullable Void> future) {
            this.future = future;
        }

        @Override
        public void run() {
            if (watch != null) {
                watch.cancel();
            }
            if (!future.isDone()) {
                future.setResult(null);
            }
        }
    }
}
