package org.asyncio4j.http;

import org.asyncio4j.Connection;
import org.asyncio4j.http.ClientTimeoutException.Phase;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A connection to an origin, with the parser of what comes from it. Loop-confined. */
final class HttpConnection {
    /** The most that is taken from the socket's buffer at a time, and held here. */
    private static final int READ_SIZE = 64 * 1024;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Origin origin;
    private final Connection connection;
    private final ResponseParser parser = new ResponseParser();
    private ByteBuffer input = EMPTY;
    private boolean isReused;
    private boolean hasReceived;
    private boolean isAtEof;

    /** Only while idle. */
    private @Nullable IdleWatch watch;

    private long idleOrder;

    HttpConnection(Origin origin, Connection connection) {
        this.origin = origin;
        this.connection = connection;
    }

    Origin origin() {
        return origin;
    }

    /** To be called before each request. */
    void begin(boolean isHead) {
        parser.begin(isHead);
        hasReceived = false;
    }

    ResponseParser parser() {
        return parser;
    }

    /** What was received and is not parsed yet. */
    ByteBuffer input() {
        return input;
    }

    /** Whether a request was answered on it before this one. */
    boolean isReused() {
        return isReused;
    }

    /** Whether anything came in answer to this request. */
    boolean hasReceived() {
        return hasReceived;
    }

    /** Whether the next response is certain to begin where this one ended. */
    boolean isClean() {
        return !isAtEof && !input.hasRemaining() && !connection.isClosing();
    }

    /** Suspends while the server reads slower than we write. */
    void write(byte[] data) throws IOException {
        write(ByteBuffer.wrap(data));
    }

    /** Like {@link #write(byte[])}. */
    void write(ByteBuffer data) throws IOException {
        if (connection.isClosing()) {
            throw new SocketException("the connection is closed");
        }
        connection.writer().write(data);
    }

    /** Receives more input, when all of it is used; false at the end of the stream. */
    boolean receive(TimeLimits limits) throws IOException {
        byte[] data = limits.within(Phase.SOCK_READ, () -> connection.reader().read(READ_SIZE));
        if (data.length == 0) {
            isAtEof = true;
            return false;
        }
        hasReceived = true;
        input = ByteBuffer.wrap(data);
        return true;
    }

    /** Closes at once; who waits for the connection is woken. Never suspends. */
    void abort() {
        connection.abort();
    }

    /** Closes and waits until that is done. */
    void close() throws IOException {
        connection.close();
    }

    // ---- while idle

    /**
     * Begins to listen for what a server may do to an unused connection.
     *
     * @param order larger than that of connections that became idle earlier
     */
    void watch(IdleWatch newWatch, long order) {
        isReused = true;
        watch = newWatch;
        idleOrder = order;
        newWatch.start(connection.reader());
    }

    long idleOrder() {
        return idleOrder;
    }

    /** Ends the listening; false if the connection is of no use any more. */
    boolean stopWatch() {
        IdleWatch active = watch;
        watch = null;
        return active == null || active.stop();
    }

    @Override
    public String toString() {
        return origin + (watch == null ? " in use" : " idle");
    }
}
