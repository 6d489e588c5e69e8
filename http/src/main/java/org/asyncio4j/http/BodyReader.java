package org.asyncio4j.http;

import org.asyncio4j.Asyncio;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The body of a response as a stream, compression undone. {@link ClientResponse#body()} has it.
 *
 * <p>At most 64 KiB of what was received wait here; a body that is not read stays with the server,
 * which is how a slow reader slows the server down.
 *
 * {@snippet :
 * try (var response = session.get(url); var file = AsyncFile.open(path, WRITE)) {
 *     for (byte[] chunk : response.body()) {
 *         file.write(chunk);
 *     }
 * }
 * }
 *
 * <p>Every method throws {@link ClientPayloadException} if the body is cut off or damaged, {@link
 * ClientTimeoutException} for a limit that passed, and {@link IllegalStateException} once the
 * response is closed, or if two tasks read at a time.
 *
 * <p><b>Differences from aiohttp.</b> The counterpart of {@code response.content}. The iterator of
 * a for-each loop throws {@link IOException} without declaring it.
 */
public final class BodyReader implements Iterable<byte[]> {
    private static final int STEP = 64 * 1024;

    /** Decoded in one go before other tasks get a turn: a small input may stand for a lot. */
    private static final int STEPS_PER_TURN = 16;

    private static final byte[] END = new byte[0];

    private final Exchange exchange;
    private @Nullable ContentDecoder decoder;

    /** Without a decoder: what was received and is still to be read. */
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private boolean isReading;
    private boolean isClosed;
    private int steps;

    /** A decoder's failure; those of the exchange are kept there. */
    private @Nullable ClientPayloadException damage;

    BodyReader(Exchange exchange, @Nullable ContentDecoder decoder) {
        this.exchange = exchange;
        this.decoder = decoder;
    }

    /**
     * Reads what is there, suspending until there is something.
     *
     * <p>Cancelled midway, nothing is lost: the next read continues.
     *
     * @param max the most bytes to return; more than 64 KiB never come at a time
     * @return at least one byte, or an empty array at the end
     */
    public byte[] read(int max) throws IOException {
        if (max <= 0) {
            throw new IllegalArgumentException("max must be positive: " + max);
        }
        requireReadable();
        isReading = true;
        try {
            ContentDecoder active = decoder;
            return active == null ? readPlain(max) : readDecoded(active, Math.min(max, STEP));
        } finally {
            isReading = false;
        }
    }

    private void requireReadable() throws ClientPayloadException {
        if (isClosed) {
            throw new IllegalStateException("the response is closed");
        }
        if (isReading) {
            throw new IllegalStateException("another task is reading this body");
        }
        if (damage != null) {
            throw damage;
        }
    }

    private byte[] readPlain(int max) throws IOException {
        if (!rest.hasRemaining()) {
            ByteBuffer slice = exchange.nextSlice();
            if (slice == null) {
                return END;
            }
            rest = slice;
        }
        byte[] data = new byte[Math.min(max, rest.remaining())];
        rest.get(data);
        return data;
    }

    private byte[] readDecoded(ContentDecoder active, int max) throws IOException {
        if (++steps % STEPS_PER_TURN == 0) {
            Asyncio.sleep(Duration.ZERO);
        }
        byte[] output = new byte[max];
        try {
            int count = active.pull(output, max);
            while (count == 0) {
                ByteBuffer slice = exchange.nextSlice();
                if (slice == null) {
                    active.end();
                    closeDecoder();
                    return END;
                }
                active.feed(slice);
                count = active.pull(output, max);
            }
            return count == max ? output : Arrays.copyOf(output, count);
        } catch (IOException e) {
            closeDecoder(); // the exchange throws it from now on
            throw e;
        } catch (ProtocolViolation e) {
            var problem =
                    new ClientPayloadException(e.problem(), exchange.requestUrl().toString(), e);
            damage = problem;
            exchange.abandon(problem);
            closeDecoder();
            throw problem;
        }
    }

    /**
     * Reads to the end. A body of any length is collected in memory; {@link #read} has a bound.
     *
     * <p>Cancelled midway, the connection is closed and the body is lost.
     */
    public byte[] readAllBytes() throws IOException {
        requireReadable();
        boolean isWhole = false;
        try {
            byte[] all = collect();
            isWhole = true;
            return all;
        } finally {
            if (!isWhole) {
                exchange.abandon(
                        new ClientPayloadException(
                                "reading the body was broken off",
                                exchange.requestUrl().toString(),
                                null));
                closeDecoder();
            }
        }
    }

    private byte[] collect() throws IOException {
        byte[] first = read(STEP);
        byte[] second = first.length == 0 ? END : read(STEP);
        if (second.length == 0) {
            return first;
        }
        var all = new ByteArrayOutputStream(4 * STEP);
        all.writeBytes(first);
        for (byte[] data = second; data.length > 0; data = read(STEP)) {
            all.writeBytes(data);
        }
        return all.toByteArray();
    }

    /**
     * The rest of the body in pieces of up to 64 KiB, to be iterated once. A loop that is left
     * early leaves the rest unread.
     */
    @Override
    public Iterator<byte[]> iterator() {
        return new Pieces();
    }

    private final class Pieces implements Iterator<byte[]> {
        private byte @Nullable [] next;

        @Override
        public boolean hasNext() {
            return peek().length > 0;
        }

        @Override
        public byte[] next() {
            byte[] piece = peek();
            if (piece.length == 0) {
                throw new NoSuchElementException();
            }
            next = null;
            return piece;
        }

        private byte[] peek() {
            byte[] piece = next;
            if (piece == null) {
                piece = readUndeclared();
                next = piece;
            }
            return piece;
        }

        private byte[] readUndeclared() {
            try {
                return read(STEP);
            } catch (IOException e) {
                throw Sneaky.sneaky(e);
            }
        }
    }

    void close() {
        if (!isClosed) {
            isClosed = true;
            exchange.close();
            closeDecoder();
        }
    }

    private void closeDecoder() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
