package org.asyncio4j.internal.net;

import org.asyncio4j.Future;
import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.BufferedProtocol;
import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A transport over a connected socket channel, TCP or Unix. Confined to its loop.
 *
 * <p>Life: open; then closing, when nothing is read any more and what was written is still sent;
 * then losing, when nothing is left to send; then lost, when the protocol has been told so. An
 * error, or abort, skips the sending.
 */
final class SocketTransport implements Transport, ReadSource {
    /** How many writes to a lost connection are forgiven before a warning, as in asyncio. */
    private static final int LOST_WRITES = 5;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final WriteQueue unsent = new WriteQueue();
    private final WriteFlow flow;
    private final ChannelWatch watch;

    /** Run when the connection is lost, after the protocol was told. */
    private final Runnable whenLost;

    private Protocol protocol;

    /** Whose task was woken to read. */
    private @Nullable PullingProtocol puller;

    private boolean readingPaused;
    private boolean eofWritten;
    private boolean eofReceived;
    private boolean closing;
    private boolean losing;

    /** The peer is gone, and the protocol wants to hear what it had sent. */
    private boolean wantsRest;

    private boolean lost;
    private int lostWrites;
    private boolean sendingFile;

    /** What the task waits for that sends a file. */
    private @Nullable Future<@Nullable Void> fileMayGoOn;

    private SocketTransport(
            EventLoop loop, SocketChannel channel, Protocol protocol, Runnable whenLost)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.protocol = protocol;
        this.whenLost = whenLost;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.flow = new WriteFlow(loop, this, BufferLimits.DEFAULT);
        this.watch = loop.watch(channel, this);
    }

    /**
     * Takes a connected, non-blocking channel over and connects it with the protocol.
     *
     * @param whenMade run after the protocol was told of the connection and reading began
     * @param whenLost run when the connection is lost, after the protocol was told
     */
    static SocketTransport start(
            EventLoop loop,
            SocketChannel channel,
            Protocol protocol,
            Runnable whenMade,
            Runnable whenLost)
            throws IOException {
        var transport = new SocketTransport(loop, channel, protocol, whenLost);
        if (transport.local instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
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
        if (!isReading()) {
            return;
        }
        try {
            watch.addReader(this::readReady);
        } catch (IOException e) {
            breakOff(e);
        }
    }

    private void readReady() {
        if (protocol instanceof PullingProtocol pulling && pulling.readReady(this)) {
            puller = pulling;
            return;
        }
        try {
            if (read() < 0) {
                endOfInput();
            }
        } catch (IOException e) {
            breakOff(e);
        }
    }

    /** Reads once and gives the protocol what came. */
    private int read() throws IOException {
        return protocol instanceof BufferedProtocol buffered ? readInto(buffered) : readAndLend();
    }

    private int readAndLend() throws IOException {
        ByteBuffer buffer = ReadBuffers.take();
        try {
            int count = channel.read(buffer);
            if (count > 0) {
                buffer.flip();
                call("dataReceived", () -> protocol.dataReceived(buffer));
            }
            return count;
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    private int readInto(BufferedProtocol buffered) throws IOException {
        ByteBuffer buffer;
        try {
            buffer = buffered.getBuffer(-1);
            if (!buffer.hasRemaining() || buffer.isReadOnly()) {
                throw new IllegalStateException("getBuffer() returned a buffer without room");
            }
        } catch (Throwable e) {
            protocolFailed("getBuffer", e);
            return 0;
        }
        int count = channel.read(buffer);
        if (count > 0) {
            call("bufferUpdated", () -> buffered.bufferUpdated(count));
        }
        return count;
    }

    @Override
    public void read(Receiver receiver) throws IOException {
        if (!isReading() || protocol != puller) { // another one has taken over
            return;
        }
        ByteBuffer buffer = ReadBuffers.take();
        try {
            if (fill(buffer)) {
                receiver.accept(buffer.flip());
            }
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    private boolean fill(ByteBuffer buffer) {
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException e) {
            breakOff(e);
            return false;
        }
        if (count < 0) {
            endOfInput();
        }
        return count > 0;
    }

    private void endOfInput() {
        eofReceived = true;
        watch.removeReader();
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
        if (!readingPaused) {
            readingPaused = true;
            watch.removeReader();
        }
    }

    @Override
    public void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            watchReads();
        }
    }

    @Override
    public boolean isReading() {
        return !closing && !readingPaused && !eofReceived;
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        checkMayWrite();
        if (losing) {
            loseWrite(data);
            return;
        }
        try {
            if (unsent.isEmpty()) {
                WriteQueue.send(channel, data);
                if (data.hasRemaining()) {
                    watch.addWriter(this::writeReady);
                }
            }
        } catch (IOException e) {
            data.position(data.limit());
            writeFailed(e);
            return;
        }
        if (data.hasRemaining()) {
            unsent.add(data);
            flow.grown(unsent.size(), protocol);
        }
    }

    /**
     * Puts small buffers together: the JDK copies what lies on the heap in any case, and a call of
     * the system costs more than that.
     */
    @Override
    public void writeAll(List<ByteBuffer> data) {
        checkMayWrite();
        if (data.size() == 1) {
            write(data.getFirst());
            return;
        }
        ByteBuffer together = ReadBuffers.take();
        try {
            for (ByteBuffer next : data) {
                if (next.remaining() > together.remaining()) {
                    writeTogether(together);
                }
                if (next.remaining() > together.remaining()) {
                    write(next);
                } else {
                    together.put(next);
                }
            }
            writeTogether(together);
        } finally {
            ReadBuffers.giveBack(together);
        }
    }

    private void writeTogether(ByteBuffer together) {
        if (together.position() > 0) {
            write(together.flip());
            together.clear();
        }
    }

    private void checkMayWrite() {
        if (eofWritten) {
            throw new IllegalStateException("cannot write after writeEof");
        }
        if (sendingFile) {
            throw new IllegalStateException("cannot write while a file is sent");
        }
    }

    private void loseWrite(ByteBuffer data) {
        data.position(data.limit());
        if (++lostWrites == LOST_WRITES) {
            Log.asyncio().log(Level.WARNING, "writing to a lost connection: {0}", this);
        }
    }

    private void writeReady() {
        try {
            unsent.send(channel);
        } catch (IOException e) {
            writeFailed(e);
            return;
        }
        flow.shrunk(unsent.size(), protocol); // may write again, even while closing
        if (unsent.isEmpty()) {
            watch.removeWriter();
            allSent();
        }
    }

    private void allSent() {
        if (closing) {
            loseSoon(null);
        } else if (eofWritten) {
            shutdownOutput();
        }
        letFileGoOn();
    }

    private void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            breakOff(e);
        }
    }

    /**
     * The peer is gone, but what it sent before may still be there to be read: the answer to a
     * request whose rest it did not want, as a rule. That is read in a turn of its own, as the
     * failed write may come from within a callback.
     */
    private void writeFailed(IOException error) {
        if (losing) {
            return;
        }
        wantsRest = isReading();
        closing = true;
        losing = true;
        watch.removeReader();
        watch.removeWriter();
        loop.callSoon(
                () -> {
                    readTheRest();
                    lose(error);
                });
    }

    private void readTheRest() {
        try {
            while (wantsRest && !readingPaused && read() > 0) {}
        } catch (IOException e) {
            // the same as that of the write
        }
    }

    @Override
    public void writeEof() {
        if (closing || eofWritten) {
            return;
        }
        checkMayWrite();
        eofWritten = true;
        if (unsent.isEmpty()) {
            shutdownOutput();
        }
    }

    // ---- sending files

    /** Sends a file after what was written. Nothing else can be written meanwhile. */
    long send(FileSending file) throws IOException {
        checkMayWrite();
        sendingFile = true;
        try {
            while (!unsent.isEmpty()) {
                awaitWritable();
            }
            return file.send(channel, this::checkNotLost, this::awaitWritable);
        } finally {
            sendingFile = false;
            if (lost) {
                closeChannel();
            }
        }
    }

    /** Suspends until what was written is sent and the socket takes more. */
    private void awaitWritable() throws IOException {
        checkNotLost();
        fileMayGoOn = loop.createFuture();
        watch.addWriter(this::writeReady);
        try {
            fileMayGoOn.await();
        } finally {
            if (unsent.isEmpty()) {
                watch.removeWriter();
            }
        }
        checkNotLost();
    }

    private void checkNotLost() throws IOException {
        if (losing) {
            throw new SocketException("the connection was closed while a file was sent");
        }
    }

    private void letFileGoOn() {
        if (fileMayGoOn != null && !fileMayGoOn.isDone()) {
            fileMayGoOn.setResult(null);
        }
    }

    // ---- what waits to be sent

    @Override
    public int writeBufferSize() {
        return unsent.size();
    }

    @Override
    public BufferLimits writeBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(BufferLimits limits) {
        flow.setLimits(limits);
        flow.grown(unsent.size(), protocol);
    }

    // ---- ending

    @Override
    public void close() {
        wantsRest = false;
        if (closing) {
            return;
        }
        closing = true;
        watch.removeReader();
        if (unsent.isEmpty()) {
            loseSoon(null);
        }
    }

    @Override
    public void abort() {
        breakOff(null);
    }

    /** Ends the connection without sending what is left. */
    private void breakOff(@Nullable Exception error) {
        wantsRest = false;
        if (losing) {
            return;
        }
        closing = true;
        watch.removeReader();
        watch.removeWriter();
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
            unsent.clear();
            letFileGoOn();
            if (!sendingFile) {
                closeChannel();
            }
            whenLost.run();
        }
    }

    /**
     * Not while another thread sends a file by it: a lock of the channel would then go from that
     * thread to a strand of ours, and a selector that waits for the same lock stops the loop.
     */
    private void closeChannel() {
        watch.close();
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

    // ---- the protocol

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public void setProtocol(Protocol newProtocol) {
        protocol = newProtocol;
        if (!lost) {
            flow.takenOver(newProtocol);
        }
    }

    /** Calls the protocol, whose failure ends the connection. */
    private void call(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            protocolFailed(method, e);
        }
    }

    private void protocolFailed(String method, Throwable error) {
        report(method, error);
        breakOff(
                error instanceof Exception exception
                        ? exception
                        : new IOException("protocol." + method + "() failed", error));
    }

    private void report(String method, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext("fatal error: protocol." + method + "() failed", error, this));
    }

    // ---- what is known of it

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
                + unsent.size()
                + ">";
    }
}
