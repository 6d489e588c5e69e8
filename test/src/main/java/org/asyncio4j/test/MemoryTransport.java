package org.asyncio4j.test;

import org.asyncio4j.Context;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * One end of an in-memory connection. Confined to its loop.
 *
 * <p>Life, as a socket's: open; then closing, when nothing is received any more and what was
 * written is still sent; then losing, when nothing is left to send; then lost, when the protocol
 * has been told so. An error, or abort, skips the sending.
 */
final class MemoryTransport implements Transport {
    private static final Logger LOG = System.getLogger("asyncio");

    /** From how many lost writes on that is worth a warning, asyncio's number. */
    private static final int MANY_LOST_WRITES = 5;

    private final EventLoop loop;
    private final Context context;
    private final MemoryLink incoming;
    private final MemoryLink outgoing;
    private final MemoryAddress local;
    private final MemoryAddress remote;
    private Protocol protocol;

    /** Run when the connection is lost, after the protocol was told. */
    private Runnable whenLost = () -> {};

    /** What the link had no room for. Copies, so callers may reuse their buffers. */
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();

    private int unsentBytes;
    private BufferLimits limits = BufferLimits.DEFAULT;
    private boolean sendingSoon;
    private boolean writingPaused;
    private boolean readingPaused;
    private boolean eofWritten;
    private boolean eofReceived;
    private boolean made;
    private boolean closing;
    private boolean losing;
    private boolean lost;
    private int lostWrites;

    MemoryTransport(
            EventLoop loop,
            Context context,
            MemoryLink incoming,
            MemoryLink outgoing,
            MemoryAddress local,
            MemoryAddress remote,
            Protocol protocol) {
        this.loop = loop;
        this.context = context;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.local = local;
        this.remote = remote;
        this.protocol = protocol;
    }

    /** Tells the protocol of the connection, in the next turn, and begins to receive. */
    void start() {
        loop.callSoon(
                context,
                () -> {
                    call("connectionMade", () -> protocol.connectionMade(this));
                    startReceiving();
                });
    }

    void onLost(Runnable action) {
        whenLost = action;
    }

    void startReceiving() {
        made = true;
        incoming.receive();
    }

    // ---- reading

    /** Whether the protocol has asked to be left alone. */
    boolean isReadingPaused() {
        return readingPaused;
    }

    /** Whether the link may deliver. */
    boolean isReceiving() {
        return made && isReading();
    }

    void received(ByteBuffer data) {
        call("dataReceived", () -> protocol.dataReceived(data));
    }

    void receivedEnd() {
        eofReceived = true;
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
        readingPaused = true; // what is about to be delivered asks isReceiving
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
        incoming.receive();
    }

    @Override
    public boolean isReading() {
        return !readingPaused && !closing && !eofReceived;
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        if (eofWritten) {
            throw new IllegalStateException("cannot write after writeEof");
        }
        if (losing) {
            loseWrite(data);
            return;
        }
        if (unsent.isEmpty() && !outgoing.send(data)) {
            peerIsGone();
            loseWrite(data);
            return;
        }
        if (data.hasRemaining()) {
            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
            unsent.add(copy);
            unsentBytes += copy.remaining();
            pauseWritingIfFull();
        }
    }

    private void loseWrite(ByteBuffer data) {
        data.position(data.limit());
        if (++lostWrites == MANY_LOST_WRITES) {
            LOG.log(Level.WARNING, "writing to a lost connection: {0}", this);
        }
    }

    /** There may be room in the link. In a turn of its own, as with sockets. */
    void sendSoon() {
        if (!sendingSoon && !unsent.isEmpty()) {
            sendingSoon = true;
            loop.callSoon(context, this::sendUnsent);
        }
    }

    private void sendUnsent() {
        sendingSoon = false;
        while (!unsent.isEmpty()) {
            ByteBuffer first = unsent.peek();
            int before = first.remaining();
            boolean isPeerThere = outgoing.send(first);
            unsentBytes -= before - first.remaining();
            if (!isPeerThere) {
                peerIsGone();
                return;
            }
            if (first.hasRemaining()) {
                break;
            }
            unsent.remove();
        }
        resumeWritingIfDrained(); // may write again, even while closing
        if (unsent.isEmpty()) {
            allSent();
        }
    }

    private void allSent() {
        if (closing) {
            loseSoon(null);
        } else if (eofWritten) {
            outgoing.sendEnd();
        }
    }

    private void pauseWritingIfFull() {
        if (!writingPaused && unsentBytes > limits.high()) {
            writingPaused = true;
            tell("pauseWriting", protocol::pauseWriting);
        }
    }

    private void resumeWritingIfDrained() {
        if (writingPaused && unsentBytes <= limits.low()) {
            writingPaused = false;
            tell("resumeWriting", protocol::resumeWriting);
        }
    }

    @Override
    public void writeEof() {
        if (closing || eofWritten) {
            return;
        }
        eofWritten = true;
        if (unsent.isEmpty()) {
            outgoing.sendEnd();
        }
    }

    @Override
    public int writeBufferSize() {
        return unsentBytes;
    }

    @Override
    public BufferLimits writeBufferLimits() {
        return limits;
    }

    @Override
    public void setWriteBufferLimits(BufferLimits newLimits) {
        limits = newLimits;
        pauseWritingIfFull();
    }

    // ---- ending

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        if (unsent.isEmpty()) {
            loseSoon(null);
        }
    }

    @Override
    public void abort() {
        breakOff(null);
    }

    /** The connection breaks, as if a reset had come. */
    void reset() {
        breakOff(new SocketException("Connection reset"));
    }

    /** What the peer has sent before it went is still received, as with sockets. */
    private void peerIsGone() {
        if (!losing) {
            boolean wasReceiving = isReceiving();
            closing = true;
            losing = true;
            unsent.clear();
            loop.callSoon(
                    context,
                    () -> {
                        if (wasReceiving) {
                            incoming.deliverAll();
                        }
                        lose(new SocketException("Broken pipe"));
                    });
        }
    }

    /** Ends the connection without sending what is left. */
    private void breakOff(@Nullable Exception error) {
        if (!losing) {
            closing = true;
            unsent.clear();
            loseSoon(error);
        }
    }

    private void loseSoon(@Nullable Exception error) {
        if (!losing) {
            losing = true;
            loop.callSoon(context, () -> lose(error));
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
            incoming.close();
            outgoing.sendEnd();
            whenLost.run();
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
            breakOff(
                    e instanceof Exception exception
                            ? exception
                            : new IOException("protocol." + method + "() failed", e));
        }
    }

    /** Calls the protocol, whose failure changes nothing. */
    private void tell(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            loop.callExceptionHandler(
                    new ExceptionContext("protocol." + method + "() failed", e, this));
        }
    }

    private void report(String method, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext("fatal error: protocol." + method + "() failed", error, this));
    }

    // ---- what is known of it

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public void setProtocol(Protocol newProtocol) {
        protocol = newProtocol;
        if (writingPaused && !lost) {
            tell("pauseWriting", newProtocol::pauseWriting);
        }
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
        return "<MemoryTransport "
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
