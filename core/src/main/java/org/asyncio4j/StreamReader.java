package org.asyncio4j;

import org.asyncio4j.internal.file.LineIterator;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The incoming half of a {@link Connection}.
 *
 * <p>Data is received into a buffer ahead of the reads; when the buffer holds more than twice the
 * limit, the peer is made to wait. One task may read at a time. Confined to its loop.
 *
 * <pre>{@code
 * for (String line : connection.reader().lines()) {
 *     IO.println(line);
 * }
 * }</pre>
 *
 * <p>Cancellation: a read that is cancelled takes nothing; the bytes stay for the next read.
 *
 * <p>Models {@code asyncio.StreamReader}. Difference: {@link #readLine} gives text without its line
 * end, and null at the end, as Java readers do; {@link #readUntil} gives the bytes.
 */
public final class StreamReader {
    /** asyncio's default limit, in bytes. */
    static final int DEFAULT_LIMIT = 64 * 1024;

    private static final List<byte[]> NEWLINE = List.of(new byte[] {'\n'});

    final StreamInput input;

    /** Keeps the connection from being taken for forgotten while somebody may read. */
    @SuppressWarnings({"unused", "UnusedVariable"})
    private final @Nullable Connection connection;

    StreamReader(StreamInput input, @Nullable Connection connection) {
        this.input = input;
        this.connection = connection;
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
     * @throws IOException if the connection broke, once what came before is read
     */
    public byte[] read(int max) throws IOException {
        if (max < 0) {
            throw new IllegalArgumentException("max must not be negative: " + max);
        }
        input.checkAlone("read");
        return max == 0 || !hasData() ? new byte[0] : input.take(Math.min(max, buffered()));
    }

    /**
     * Waits until there is something and puts as much of it into the buffer as that has room for.
     *
     * @return how many bytes, at least one unless the buffer has no room; -1 at the end of the
     *     stream
     * @throws IOException if the connection broke, once what came before is read
     */
    public int read(ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        input.checkAlone("read");
        if (!target.hasRemaining()) {
            return 0;
        }
        int begin = target.position();
        while (target.position() == begin && lacksData()) {
            input.waitForData(data -> fill(target, data));
        }
        if (target.position() == begin) {
            input.take(target, Math.min(target.remaining(), buffered()));
        }
        int count = target.position() - begin;
        return count == 0 ? -1 : count;
    }

    /** Moves as much as there is room for, and what is left to the buffer. */
    private void fill(ByteBuffer target, ByteBuffer data) {
        int count = Math.min(target.remaining(), data.remaining());
        try {
            target.put(data.slice(data.position(), count)); // a buffer off the heap may refuse it
            data.position(data.position() + count);
        } finally {
            if (data.hasRemaining()) {
                input.feedData(data);
            }
        }
    }

    /** Waits until there is something to read; false at the end of the stream. */
    private boolean hasData() throws IOException {
        while (lacksData()) {
            input.waitForData();
        }
        return buffered() > 0;
    }

    /** Whether there is nothing to read, but may be later. */
    private boolean lacksData() throws IOException {
        if (buffered() > 0) {
            return false;
        }
        input.throwError();
        return !input.isEnded();
    }

    /**
     * Reads to the end of the stream. The limit does not apply.
     *
     * @throws IOException if the connection broke; what came before can still be read
     */
    public byte[] readAllBytes() throws IOException {
        input.checkAlone("readAllBytes");
        while (!input.isEnded()) {
            input.waitForData();
        }
        input.throwError();
        return input.take(buffered());
    }

    /**
     * Sends everything up to the end of the stream to a writer, as fast as that takes it.
     *
     * <p>Cancellation: what was taken from this stream has been given to the writer.
     *
     * @return how many bytes
     * @throws IOException if either connection broke
     */
    public long transferTo(StreamWriter writer) throws IOException {
        var total = new long[1];
        input.checkAlone("transferTo");
        while (lacksData() || buffered() > 0) {
            if (buffered() > 0) {
                byte[] part = input.take(Math.min(input.limit(), buffered()));
                total[0] += part.length;
                writer.write(part);
            } else {
                long before = total[0];
                input.waitForData(
                        data -> {
                            total[0] += data.remaining();
                            writer.send(data);
                        });
                if (total[0] > before) {
                    writer.drain();
                }
            }
            input.checkAlone("transferTo"); // writing may have suspended
        }
        return total[0];
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
        input.checkAlone("readExactly");
        while (buffered() < count) {
            input.throwError();
            if (input.isEnded()) {
                throw new IncompleteReadException(input.take(buffered()), count + " bytes");
            }
            input.waitForData();
        }
        return input.take(count);
    }

    /**
     * Reads up to and including a separator. Of several the one that ends first counts.
     *
     * @param separators one or more, none of them empty
     * @throws LimitOverrunException if more than the limit comes before the separator; the data
     *     stays in the buffer
     * @throws IncompleteReadException if the stream ends first; it carries what had come
     */
    public byte[] readUntil(byte[]... separators) throws IOException {
        if (separators.length == 0) {
            throw new IllegalArgumentException("there must be a separator");
        }
        for (byte[] separator : separators) {
            if (separator.length == 0) {
                throw new IllegalArgumentException("the separator must not be empty");
            }
        }
        input.checkAlone("readUntil");
        int end = find(List.of(separators));
        if (end < 0) {
            throw new IncompleteReadException(input.take(buffered()), "a separator");
        }
        return input.take(end);
    }

    /** {@link #readUntil(byte[][])} with separators in UTF-8. */
    public byte[] readUntil(String separator, String... others) throws IOException {
        var separators = new byte[others.length + 1][];
        separators[0] = separator.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < others.length; i++) {
            separators[i + 1] = others[i].getBytes(StandardCharsets.UTF_8);
        }
        return readUntil(separators);
    }

    /**
     * Reads a line of UTF-8 text, ended by {@code \n} or {@code \r\n}, which is left out. The last
     * line may lack it, and looks the same if it was cut off: {@link #readUntil} can tell.
     *
     * @return null at the end of the stream
     * @throws LimitOverrunException if the line is longer than the limit; what has come of it is
     *     discarded, so that the next call reads what follows
     */
    public @Nullable String readLine() throws IOException {
        input.checkAlone("readLine");
        byte[] line;
        try {
            int end = find(NEWLINE);
            line = input.take(end < 0 ? buffered() : end);
        } catch (LimitOverrunException e) {
            discardLine(e.consumed());
            throw e;
        }
        return line.length == 0 ? null : text(line);
    }

    private void discardLine(int consumed) {
        boolean atNewline = consumed < buffered() && input.buffer().get(consumed) == '\n';
        input.skip(atNewline ? consumed + 1 : buffered());
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

    /**
     * The lines up to the end of the stream, for a {@code for} statement: asyncio's {@code async
     * for}. Each is read by {@link #readLine} when the statement asks for it; what that throws
     * comes out of the statement as it is, although an {@code Iterable} cannot declare it.
     */
    public Iterable<String> lines() {
        return () -> new LineIterator(this::readLine);
    }

    /** Waits for a separator and returns where it ends; -1 if the stream ended without. */
    private int find(List<byte[]> separators) throws IOException {
        int limit = input.limit();
        int longest = 0;
        for (byte[] separator : separators) {
            longest = Math.max(longest, separator.length);
        }
        int searched = 0;
        while (true) {
            StreamBuffer.Match match = input.buffer().find(separators, searched);
            if (match != null && match.begin() > limit) {
                throw new LimitOverrunException(
                        "separator found, but only after the limit of " + limit + " bytes",
                        match.begin());
            }
            if (match != null) {
                return match.end();
            }
            searched = Math.max(0, buffered() - longest + 1);
            if (searched > limit) {
                throw new LimitOverrunException(
                        "no separator within the limit of " + limit + " bytes", searched);
            }
            input.throwError();
            if (input.isEnded()) {
                return -1;
            }
            input.waitForData();
        }
    }

    // ---- asking

    /** Whether the stream has ended and everything was read. Never suspends. */
    public boolean atEof() {
        return input.isEnded() && buffered() == 0;
    }

    /** How many bytes can be read without waiting. Never suspends. */
    public int buffered() {
        return input.buffer().size();
    }

    /** What broke the connection, null while it is fine. Never suspends. */
    public @Nullable Exception exception() {
        return input.error();
    }

    @Override
    public String toString() {
        return input.toString();
    }
}
