package org.asyncio4j;

import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The incoming half of a {@link Connection}.
 *
 * <p>Data is received into a buffer ahead of the reads; when the buffer holds more than twice the
 * limit, the peer is made to wait. One task may read at a time. Confined to its loop.
 *
 * <p>Cancellation: a read that is cancelled takes nothing; the bytes stay for the next read.
 *
 * <p>Models {@code asyncio.StreamReader}. Difference: {@link #readLine} gives text without its line
 * end, and null at the end, as Java readers do; {@link #readUntil} gives the bytes.
 */
public final class StreamReader {
    /** asyncio's default limit, in bytes. */
    static final int DEFAULT_LIMIT = 64 * 1024;

    private static final byte[] NEWLINE = {'\n'};

    private final int limit;
    private final StreamBuffer buffer = new StreamBuffer();
    private @Nullable Transport transport;
    private boolean paused;
    private boolean eof;
    private @Nullable Exception error;

    /** What the reading task waits on. */
    private @Nullable Future<@Nullable Void> waiter;

    StreamReader(int limit) {
        this.limit = checkLimit(limit);
    }

    static int checkLimit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("the limit must be positive: " + limit);
        }
        return limit;
    }

    // ---- reading

    /**
     * Waits until there is something and returns up to {@code max} bytes of it.
     *
     * @param max the most to return; 0 returns nothing at once
     * @return at least one byte, or none at the end of the stream
     */
    public byte[] read(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("max must not be negative: " + max);
        }
        checkAlone("read");
        if (max == 0) {
            return new byte[0];
        }
        while (buffer.size() == 0) {
            throwError();
            if (eof) {
                return new byte[0];
            }
            waitForData();
        }
        return take(Math.min(max, buffer.size()));
    }

    /** Reads to the end of the stream. The limit does not apply. */
    public byte[] readAllBytes() throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part = read(limit); part.length > 0; part = read(limit)) {
            all.write(part);
        }
        return all.toByteArray();
    }

    /**
     * Reads exactly {@code count} bytes. The limit does not apply.
     *
     * @throws IncompleteReadException if the stream ends first; it carries what had come
     */
    public byte[] readExactly(int count) throws IOException {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative: " + count);
        }
        checkAlone("readExactly");
        while (buffer.size() < count) {
            throwError();
            if (eof) {
                throw new IncompleteReadException(take(buffer.size()), count + " bytes");
            }
            waitForData();
        }
        return take(count);
    }

    /**
     * Reads up to and including the separator.
     *
     * @throws LimitOverrunException if more than the limit comes before the separator; the data
     *     stays in the buffer
     * @throws IncompleteReadException if the stream ends first; it carries what had come
     */
    public byte[] readUntil(byte[] separator) throws IOException {
        if (separator.length == 0) {
            throw new IllegalArgumentException("the separator must not be empty");
        }
        checkAlone("readUntil");
        int found = find(separator);
        if (found < 0) {
            throw new IncompleteReadException(take(buffer.size()), "a separator");
        }
        return take(found + separator.length);
    }

    /**
     * Reads a line of UTF-8 text, ended by {@code \n} or {@code \r\n}, which is left out. The last
     * line may lack it.
     *
     * @return null at the end of the stream
     * @throws LimitOverrunException if the line is longer than the limit; what has come of it is
     *     discarded, so that the next call reads what follows
     */
    public @Nullable String readLine() throws IOException {
        checkAlone("readLine");
        byte[] line;
        try {
            int found = find(NEWLINE);
            line = take(found < 0 ? buffer.size() : found + 1);
        } catch (LimitOverrunException e) {
            discardLine(e.consumed());
            throw e;
        }
        return line.length == 0 ? null : text(line);
    }

    private void discardLine(int consumed) {
        boolean atNewline = consumed < buffer.size() && buffer.get(consumed) == '\n';
        buffer.skip(atNewline ? consumed + 1 : buffer.size());
        resumeIfSmall();
    }

    private static String text(byte[] line) {
        int length = line.length;
        if (line[length - 1] == '\n') {
            length--;
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Waits for the separator and returns where it begins; -1 if the stream ended without. */
    private int find(byte[] separator) throws IOException {
        int searched = 0;
        while (true) {
            int found = buffer.indexOf(separator, searched);
            if (found > limit) {
                throw new LimitOverrunException(
                        "separator found, but only after the limit of " + limit + " bytes", found);
            }
            if (found >= 0) {
                return found;
            }
            searched = Math.max(0, buffer.size() - separator.length + 1);
            if (searched > limit) {
                throw new LimitOverrunException(
                        "no separator within the limit of " + limit + " bytes", searched);
            }
            throwError();
            if (eof) {
                return -1;
            }
            waitForData();
        }
    }

    /** Whether the stream has ended and everything was read. Never suspends. */
    public boolean atEof() {
        return eof && buffer.size() == 0;
    }

    private byte[] take(int count) {
        byte[] taken = buffer.take(count);
        resumeIfSmall();
        return taken;
    }

    private void throwError() throws IOException {
        if (error != null) {
            var broken = new SocketException("connection lost: " + error.getMessage());
            broken.initCause(error); // a new one each time, with the stack of the task that reads
            throw broken;
        }
    }

    private void checkAlone(String caller) {
        if (waiter != null) {
            throw new IllegalStateException(
                    caller + "() called while another task is reading from this stream");
        }
    }

    private void waitForData() {
        resume();
        Future<@Nullable Void> waiting = Future.pending();
        waiter = waiting;
        try {
            waiting.await();
        } finally {
            waiter = null;
        }
    }

    // ---- being fed

    void setTransport(Transport newTransport) {
        transport = newTransport;
    }

    void feedData(ByteBuffer data) {
        buffer.append(data);
        wakeUp();
        if (transport != null && !paused && buffer.size() > 2L * limit) {
            paused = true;
            transport.pauseReading();
        }
    }

    void feedEof() {
        eof = true;
        wakeUp();
    }

    void fail(Exception cause) {
        error = cause;
        eof = true;
        wakeUp();
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
                + (limit == DEFAULT_LIMIT ? "" : " limit=" + limit)
                + (waiter == null ? "" : " waiting")
                + (error == null ? "" : " exception=" + error)
                + (paused ? " paused" : "")
                + ">";
    }
}
