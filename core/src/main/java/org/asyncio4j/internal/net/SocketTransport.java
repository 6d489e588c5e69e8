package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * A transport over a connected socket channel. Confined to its loop.
 *
 * <p>Life: open; then closing, when nothing is read any more and what was written is still sent;
 * then losing, when nothing is left to send; then lost, when the protocol has been told so. An
 * error, or abort, skips the sending.
 */
final class SocketTransport implements Transport {
    private static final int HIGH_WATER = 64 * 1024;
    private static final int LARGEST_WRITE = 256 * 1024;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Protocol protocol;
    private final SocketAddress local;
    private final SocketAddress remote;

    /** What the socket did not take yet. Copies, so callers may reuse their buffers. */
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();

    private int unsentBytes;
    private int highWater = HIGH_WATER;
    private int lowWater = HIGH_WATER / 4;
    private boolean writingPaused;
    private boolean readingPaused;
    private boolean eofWritten;
    private boolean eofReceived;
    private boolean closing;
    private boolean losing;
    private boolean lost;

    private SocketTransport(EventLoop loop, SocketChannel channel, Protocol protocol)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.protocol = protocol;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
    }

    /**
     * Takes a connected, non-blocking channel over and connects it with the protocol.
     *
     * @param whenMade run after the protocol was told of the connection and reading began
     */
    static SocketTransport start(
            EventLoop loop, SocketChannel channel, Protocol protocol, Runnable whenMade)
            throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var transport = new SocketTransport(loop, channel, protocol);
        loop.callSoon(
                () -> {
                    transport.call("connectionMade", () -> protocol.connectionMade(transport));
                    transport.watchReads();
                    whenMade.run();
                });
        return transport;
    }

    // ---- reading

    private void watchReads() {
        if (closing || readingPaused || eofReceived) {
            return;
        }
        try {
            loop.addReader(channel, this::readReady);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void readReady() {
        ByteBuffer buffer = ReadBuffers.take();
        try {
            int count = channel.read(buffer);
            if (count < 0) {
                endOfInput();
            } else if (count > 0) {
                buffer.flip();
                call("dataReceived", () -> protocol.dataReceived(buffer));
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    private void endOfInput() {
        eofReceived = true;
        loop.removeReader(channel);
        call(
                "eofReceived",
                () -> {
                    if (!protocol.eofReceived()) {
                        close();
                    }
                });
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
        loop.removeReader(channel);
    }

    @Override
    public void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            watchReads();
        }
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        if (eofWritten) {
            throw new IllegalStateException("cannot write after writeEof");
        }
        if (losing) {
            return;
        }
        try {
            if (unsent.isEmpty()) {
                send(data);
                if (data.hasRemaining()) {
                    loop.addWriter(channel, this::writeReady);
                }
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (data.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
            unsent.add(copy);
            unsentBytes += copy.remaining();
            pauseWritingIfFull();
        }
    }

    /** Sends what the socket takes, in pieces: the JDK copies all that it is given each time. */
    private int send(ByteBuffer data) throws IOException {
        int begin = data.position();
        int end = data.limit();
        try {
            do {
                data.limit(Math.min(end, data.position() + LARGEST_WRITE));
                channel.write(data);
            } while (!data.hasRemaining() && data.limit() < end);
        } finally {
            data.limit(end);
        }
        return data.position() - begin;
    }

    private void writeReady() {
        try {
            while (!unsent.isEmpty()) {
                ByteBuffer first = unsent.peek();
                unsentBytes -= send(first);
                if (first.hasRemaining()) {
                    break;
                }
                unsent.remove();
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        resumeWritingIfDrained(); // may write again, even while closing
        if (unsent.isEmpty()) {
            loop.removeWriter(channel);
            allSent();
        }
    }

    private void allSent() {
        if (closing) {
            loseSoon(null);
        } else if (eofWritten) {
            shutdownOutput();
        }
    }

    private void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void pauseWritingIfFull() {
        if (!writingPaused && unsentBytes > highWater) {
            writingPaused = true;
            call("pauseWriting", protocol::pauseWriting);
        }
    }

    private void resumeWritingIfDrained() {
        if (writingPaused && unsentBytes <= lowWater) {
            writingPaused = false;
            call("resumeWriting", protocol::resumeWriting);
        }
    }

    @Override
    public void writeEof() {
        if (closing || eofWritten) {
            return;
        }
        eofWritten = true;
        if (unsent.isEmpty()) {
            shutdownOutput();
        }
    }

    @Override
    public int writeBufferSize() {
        return unsentBytes;
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException(
                    "high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
        highWater = high;
        lowWater = low;
        pauseWritingIfFull();
    }

    // ---- ending

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        loop.removeReader(channel);
        if (unsent.isEmpty()) {
            loseSoon(null);
        }
    }

    @Override
    public void abort() {
        breakOff(null);
    }

    private void fail(IOException error) {
        breakOff(error);
    }

    /** Ends the connection without sending what is left. */
    private void breakOff(@Nullable Exception error) {
        if (losing) {
            return;
        }
        closing = true;
        loop.removeReader(channel);
        loop.removeWriter(channel);
        unsent.clear();
        loseSoon(error);
    }

    private void loseSoon(@Nullable Exception error) {
        if (!losing) {
            losing = true;
            loop.callSoon(() -> lose(error));
        }
    }

    private void lose(@Nullable Exception error) {
        lost = true;
        try {
            protocol.connectionLost(error);
        } catch (Throwable e) {
            report("connectionLost", e);
        } finally {
            unsentBytes = 0;
            closeChannel();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            report("close", e);
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    /** Calls the protocol, whose failure ends the connection. */
    private void call(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            report(method, e);
            breakOff(null);
        }
    }

    private void report(String method, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext("fatal error: protocol." + method + "() failed", error, this));
    }

    @Override
    public SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public String toString() {
        String state = lost ? "closed" : closing ? "closing" : "open";
        return "<SocketTransport "
                + state
                + " local="
                + local
                + " remote="
                + remote
                + " unsent="
                + unsentBytes
                + ">";
    }
}
