package org.asyncio4j.http;

import org.asyncio4j.Task;
import org.asyncio4j.http.ClientTimeoutException.Phase;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** One request and its response on one connection. Loop-confined. */
/*
 * States, and who makes the transitions:
 *
 *   SENDING    -> RECEIVING   start(): the head of the response is there
 *   SENDING    -> OVER        start(): anything else
 *   RECEIVING  -> OVER        nextSlice(): the body ended or broke; close(); abandon()
 *
 * Becoming OVER gives the connection back, to be used again only if the response ended where it
 * should and both sides are ready for another request. It happens exactly once.
 *
 * close() and abandon() may come from another task while one is suspended in start() or
 * nextSlice(): that one is woken by the end of the connection and throws `failure`.
 */
final class Exchange {
    private enum State {
        SENDING,
        RECEIVING,
        OVER
    }

    private final OutgoingRequest request;
    private final ConnectionPool pool;
    private final HttpConnection connection;
    private final ResponseParser parser;
    private final TimeLimits limits;

    /** The session's exchanges that are not over. */
    private final Set<Exchange> active;

    private State state = State.SENDING;
    private boolean isSent;
    private boolean keepsAlive;
    private @Nullable Upload upload;

    /** Why it is OVER, unless the response was complete. */
    private @Nullable Throwable failure;

    /** Takes over the connection. */
    Exchange(
            OutgoingRequest request,
            ConnectionPool pool,
            HttpConnection connection,
            TimeLimits limits,
            Set<Exchange> active) {
        this.request = request;
        this.pool = pool;
        this.connection = connection;
        this.parser = connection.parser();
        this.limits = limits;
        this.active = active;
        active.add(this);
    }

    /** Whether the connection was an old one that ended before the server said anything. */
    boolean wentUnanswered() {
        return connection.isReused() && !connection.hasReceived();
    }

    // ---- the request, and the head of the response

    /**
     * Sends the encoded request and returns the head of the response, which may come while the body
     * is still being sent. Whatever is thrown, the connection has been given back.
     */
    ResponseHead start(byte[] encoded) throws IOException {
        try {
            connection.begin(request.isHead());
            send(encoded);
            ResponseHead head = receiveHead();
            keepsAlive = head.keepsAlive() && !request.headers().hasToken("Connection", "close");
            state = State.RECEIVING;
            if (hasNoBody(head)) {
                nextSlice();
            }
            return head;
        } catch (ProtocolViolation e) {
            throw new ClientProtocolException(e.problem(), url(), e);
        } finally {
            if (state == State.SENDING) {
                end(false);
            }
        }
    }

    private boolean hasNoBody(ResponseHead head) {
        return request.isHead()
                || head.status() == 204
                || head.status() == 304
                || head.contentLength().orElse(-1) == 0;
    }

    private void send(byte[] encoded) throws IOException {
        try {
            connection.write(encoded);
        } catch (IOException e) {
            return; // the server may have answered before it closed: look for that
        }
        if (request.hasSmallBody()) {
            isSent = true;
        } else {
            upload = new Upload(connection, request.body());
            upload.start();
        }
    }

    private ResponseHead receiveHead() throws IOException, ProtocolViolation {
        ResponseHead head = parser.parseHead(connection.input());
        while (head == null) {
            if (!receive()) {
                throw connectionEnded(null);
            }
            head = parser.parseHead(connection.input());
        }
        return head;
    }

    private ClientException connectionEnded(@Nullable IOException cause) {
        if (state == State.RECEIVING) {
            return new ClientPayloadException(
                    "the connection broke in the middle of the response body", url(), cause);
        }
        IOException sendFailure = upload == null ? null : upload.sendFailure();
        return new ClientConnectionException(
                connection.hasReceived()
                        ? "the connection ended in the middle of the response"
                        : "the server closed the connection without a response",
                url(),
                cause == null ? sendFailure : cause);
    }

    // ---- the body of the response

    /**
     * The next bytes of the body as they came; null at its end, as often as asked.
     *
     * <p>If cancelled, nothing is lost and it may be called again. If it throws an exception, the
     * connection has been given back, and the next call throws the same.
     */
    @Nullable ByteBuffer nextSlice() throws IOException {
        throwIfFailed();
        if (state == State.OVER) {
            return null;
        }
        try {
            ByteBuffer slice = parser.parseBody(connection.input());
            while (slice == null && !parser.isComplete()) {
                if (!receive()) {
                    parser.end();
                }
                slice = parser.parseBody(connection.input());
            }
            if (slice == null) {
                end(true);
            }
            return slice;
        } catch (ProtocolViolation e) {
            throw fail(new ClientPayloadException(e.problem(), url(), e));
        } catch (IOException e) {
            throw fail(e);
        }
    }

    /** False at the end of the connection. */
    private boolean receive() throws IOException {
        while (true) {
            boolean wasSending = upload != null && upload.isRunning();
            try {
                boolean hasMore = connection.receive(limits);
                throwIfFailed();
                return hasMore;
            } catch (ClientTimeoutException e) {
                // Silence is no wonder while the server still receives.
                if (!wasSending || e.phase() != Phase.SOCK_READ) {
                    throw e;
                }
            } catch (ClientException e) {
                throw e;
            } catch (IOException e) {
                throwIfFailed();
                throw connectionEnded(e);
            }
        }
    }

    private void throwIfFailed() throws IOException {
        Throwable bodyFailure = upload == null ? null : upload.bodyFailure();
        if (bodyFailure != null) {
            abandon(bodyFailure);
        }
        if (failure != null) {
            throw Sneaky.sneaky(failure); // of a user's body: anything
        }
    }

    // ---- the end

    private <X extends IOException> X fail(X problem) {
        abandon(problem);
        return problem;
    }

    /** Ends the exchange where it is; who reads from now on gets {@code reason}. */
    void abandon(Throwable reason) {
        if (state != State.OVER) {
            failure = reason;
            end(false);
        }
    }

    /** Ends the exchange; keeps the connection if the rest of the response is already here. */
    void close() {
        if (state == State.RECEIVING && hasRestBuffered()) {
            end(true);
        } else {
            abandon(new ClientConnectionException("the response was closed", url(), null));
        }
    }

    private boolean hasRestBuffered() {
        try {
            while (parser.parseBody(connection.input()) != null) {
                // not wanted
            }
            return parser.isComplete();
        } catch (ProtocolViolation e) {
            return false;
        }
    }

    private void end(boolean isResponseComplete) {
        state = State.OVER;
        active.remove(this);
        if (upload != null) {
            isSent = upload.isComplete();
            upload.stop();
        }
        if (isResponseComplete && isSent && keepsAlive && connection.isClean()) {
            pool.release(connection);
        } else {
            pool.discard(connection);
        }
    }

    /** The task that sends the body, if there is one. */
    @Nullable Task<Void> uploadTask() {
        return upload == null ? null : upload.task();
    }

    boolean isOver() {
        return state == State.OVER;
    }

    RequestUrl requestUrl() {
        return limits.url();
    }

    private String url() {
        return limits.url().toString();
    }
}
