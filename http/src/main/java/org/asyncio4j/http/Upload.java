package org.asyncio4j.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.asyncio4j.Asyncio;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Task;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Sends a request body in a task of its own, so that a response that comes early is read while the
 * body is still on its way. Loop-confined.
 *
 * <p>A connection that breaks while sending is not an error here: the server may have answered and
 * closed. The reading side finds out. A body that cannot be produced ends the connection, and the
 * reading side throws {@link #bodyFailure}.
 */
final class Upload {
    private static final int PIECE = 64 * 1024;

    private final HttpConnection connection;
    private final RequestBody body;
    private @Nullable Task<Void> task;
    private boolean isComplete;
    private boolean isStopping;
    private @Nullable Throwable bodyFailure;
    private @Nullable IOException sendFailure;

    Upload(HttpConnection connection, RequestBody body) {
        this.connection = connection;
        this.body = body;
    }

    void start() {
        task = Asyncio.createTask(this::run);
    }

    /** Ends it where it is, if it has not ended. */
    void stop() {
        isStopping = true;
        if (task != null) {
            task.cancel();
        }
    }

    /** The sending task, to be waited for. */
    @Nullable Task<Void> task() {
        return task;
    }

    /** Whether there is more to send, and somebody who takes it. */
    boolean isRunning() {
        return !isComplete && !isStopping && bodyFailure == null && sendFailure == null;
    }

    /** Whether all of the body was sent. */
    boolean isComplete() {
        return isComplete;
    }

    /** What the user's iterator or stream threw. */
    @Nullable Throwable bodyFailure() {
        return bodyFailure;
    }

    /** What the connection said when it did not take more. */
    @Nullable IOException sendFailure() {
        return sendFailure;
    }

    private void run() {
        try {
            switch (body) {
                case RequestBody.Fixed fixed -> sendFixed(fixed.data());
                case RequestBody.Blocking blocking -> sendChunked(() -> next(blocking.stream()));
                case RequestBody.Pieces pieces -> sendChunked(() -> next(pieces.pieces()));
            }
        } catch (IOException e) {
            sendFailure = e;
        }
    }

    private void sendFixed(byte[] data) throws IOException {
        for (int sent = 0; sent < data.length; sent += PIECE) {
            connection.write(ByteBuffer.wrap(data, sent, Math.min(PIECE, data.length - sent)));
        }
        isComplete = true;
    }

    @FunctionalInterface
    private interface Source {
        /** The next piece, null at the end. */
        byte @Nullable [] next() throws Exception;
    }

    private void sendChunked(Source source) throws IOException {
        for (byte[] piece = pull(source); piece != null; piece = pull(source)) {
            if (piece.length > 0) { // an empty chunk would end the body
                connection.write(chunk(piece));
            }
        }
        if (bodyFailure == null) {
            connection.write("0\r\n\r\n".getBytes(US_ASCII));
            isComplete = true;
        }
    }

    private static byte[] chunk(byte[] piece) {
        byte[] head = (Integer.toHexString(piece.length) + "\r\n").getBytes(US_ASCII);
        byte[] chunk = Arrays.copyOf(head, head.length + piece.length + 2);
        System.arraycopy(piece, 0, chunk, head.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        return chunk;
    }

    /** Runs the user's code; its failure is kept, and ends the body and the connection. */
    private byte @Nullable [] pull(Source source) {
        try {
            return source.next();
        } catch (Throwable e) {
            if (e instanceof CancelledError cancelled && isStopping) {
                throw cancelled;
            }
            bodyFailure = e;
            connection.abort();
            return null;
        }
    }

    private static byte @Nullable [] next(InputStream stream) throws IOException {
        var buffer = new byte[PIECE];
        int count = Asyncio.toThread(() -> stream.read(buffer));
        return count < 0 ? null : Arrays.copyOf(buffer, count);
    }

    private static byte @Nullable [] next(Iterator<byte[]> pieces) {
        return pieces.hasNext() ? pieces.next() : null;
    }
}
