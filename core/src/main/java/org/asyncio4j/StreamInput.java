package org.asyncio4j;

import org.asyncio4j.internal.net.ReadSource;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * What came from the peer and was not read yet, and the task that waits for more. Fed by a {@link
 * StreamProtocol}, read through a {@link StreamReader}; the protocol must not know the reader, or a
 * connection that the program dropped could not be noticed. Confined to its loop.
 */
final class StreamInput {
    /** Whose it is; null for an input that nobody but a test feeds. */
    private final @Nullable Loop loop;

    private final int limit;
    private final StreamBuffer buffer = new StreamBuffer();
    private @Nullable Transport transport;
    private boolean paused;
    private boolean eof;
    private boolean refused;
    private @Nullable Exception error;

    /** What the reading task waits on. */
    private @Nullable Future<@Nullable Void> waiter;

    /** Where the task that was woken finds what has come; null if that is in the buffer. */
    private @Nullable ReadSource source;

    StreamInput(int limit) {
        this(null, limit);
    }

    StreamInput(@Nullable Loop loop, int limit) {
        this.loop = loop;
        this.limit = StreamReader.checkLimit(limit);
    }

    int limit() {
        return limit;
    }

    /** What is there; to be changed by {@link #take} and {@link #skip} only. */
    StreamBuffer buffer() {
        return buffer;
    }

    // ---- being read

    /** Whether nothing more will come. */
    boolean isEnded() {
        return eof;
    }

    @Nullable Exception error() {
        return error;
    }

    /** Throws what broke the stream, once all that came before was read. */
    void throwError() throws IOException {
        if (error != null) {
            var broken = new SocketException("connection lost: " + error.getMessage());
            broken.initCause(error); // a new one each time, with the stack of the task that reads
            throw broken;
        }
    }

    void checkAlone(String caller) {
        if (loop != null) {
            loop.checkConfined();
        }
        if (waiter != null) {
            throw new IllegalStateException(
                    caller + "() called while another task is reading from this stream");
        }
    }

    boolean isAwaited() {
        return waiter != null;
    }

    /** Suspends until something comes, or the end. */
    void waitForData() throws IOException {
        waitForData(this::feedData);
    }

    /**
     * {@link #waitForData()} that lends what comes to a receiver if it is not in the buffer yet.
     *
     * @throws IOException what the receiver threw
     */
    void waitForData(ReadSource.Receiver receiver) throws IOException {
        waitUntilWoken();
        ReadSource found = source;
        if (found != null) {
            source = null;
            found.read(receiver);
        }
    }

    private void waitUntilWoken() {
        source = null;
        resume();
        Future<@Nullable Void> waiting = Future.pending();
        waiter = waiting;
        try {
            waiting.await();
        } finally {
            waiter = null;
        }
    }

    byte[] take(int count) {
        byte[] taken = buffer.take(count);
        resumeIfSmall();
        return taken;
    }

    /** Takes as much as the target has room for. */
    void take(ByteBuffer target, int count) {
        buffer.take(target, count);
        resumeIfSmall();
    }

    void skip(int count) {
        buffer.skip(count);
        resumeIfSmall();
    }

    /** Takes out what is there, which turned out not to be for the program. */
    byte[] takeAll() throws IOException {
        throwError();
        if (eof) {
            throw new EOFException("the peer has ended the connection");
        }
        paused = false; // the transport is about to be another
        return buffer.take(buffer.size());
    }

    // ---- being fed

    void setTransport(Transport newTransport) {
        transport = newTransport;
    }

    /**
     * Something can be read; tells whether the waiting task will do so. If the transport finds that
     * again before the task has had its turn, this is fed as if no task were waiting.
     */
    boolean readReady(ReadSource newSource) {
        if (waiter == null || waiter.isDone() || refused || buffer.size() > 0) {
            return false;
        }
        source = newSource;
        waiter.finish(null);
        return true;
    }

    void feedData(ByteBuffer data) {
        if (refused) {
            return;
        }
        source = null;
        buffer.append(data);
        wakeUp();
        if (!paused && transport != null && buffer.size() > 2L * limit) {
            paused = true;
            transport.pauseReading();
        }
    }

    /** Drops what is there and what comes: it is not for the program. */
    void refuse() {
        refused = true;
        buffer.skip(buffer.size());
    }

    void feedEof() {
        source = null;
        eof = true;
        wakeUp();
    }

    void fail(Exception cause) {
        error = cause;
        feedEof();
    }

    private void wakeUp() {
        if (waiter != null) {
            waiter.finish(null);
        }
    }

    private void resumeIfSmall() {
        if (buffer.size() <= limit) {
            resume();
        }
    }

    private void resume() {
        if (paused && transport != null) {
            paused = false;
            transport.resumeReading();
        }
    }

    @Override
    public String toString() {
        return "<StreamReader "
                + buffer.size()
                + " bytes"
                + (eof ? " eof" : "")
                + (limit == StreamReader.DEFAULT_LIMIT ? "" : " limit=" + limit)
                + (waiter == null ? "" : " waiting")
                + (error == null ? "" : " exception=" + error)
                + (paused ? " paused" : "")
                + ">";
    }
}
