package org.asyncio4j.internal.net;

import org.asyncio4j.TlsContext;
import org.asyncio4j.TlsInfo;
import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Handle;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * TLS on top of any transport, which may be TLS itself. Confined to its loop.
 *
 * <pre>
 * state        from                  when
 * UNWRAPPED    -                     made: the transport below is not there yet
 * HANDSHAKING  UNWRAPPED             it is there
 * WRAPPED      HANDSHAKING           the handshake is done: bytes flow
 * FLUSHING     WRAPPED               closed here before the peer: what was written, close_notify and
 *                                    the end are on their way; what comes is dropped
 * SHUTDOWN     FLUSHING              all that is sent: the protocol is told that the connection is
 *                                    lost, and the transport below is kept until the peer ends, too
 *              HANDSHAKING           closed here: the transport below is aborted
 *              WRAPPED               closed here after the peer: the transport below is closed, and
 *                                    sends what is left
 *              any                   a failure, abort, or the transport below is lost
 * </pre>
 */
/*
 * Implementation notes.
 *
 * Outgoing bytes are encrypted at once and given to the transport below, whose buffer is the only
 * one: the marks and the size of this transport are those below, in encrypted bytes. Only what is
 * written during a handshake is kept in the clear.
 *
 * Incoming bytes are decrypted from the lent buffer into another shared one, which is lent to the
 * protocol. What is kept between reads is the part of a record that has come, so an idle connection
 * holds no buffers. A protocol that pauses pauses the transport below; what that had lent already
 * and is not decrypted yet is kept (held), which is one read at most, so this direction needs no
 * marks.
 *
 * An end of the transport below without close_notify may be the work of anybody on the way, so it
 * is an error, unless the context allows it. After close it is not: what the peer might have said
 * is dropped anyway.
 *
 * close() must not make a program wait for the peer's close_notify: from TLS 1.3 on the peer may go
 * on as long as it likes. Nor may it close a socket on which something can still come, such as a
 * session ticket that is under way: the system would answer by a reset, and drop what it has not
 * delivered yet. So the transport below lingers, unknown to the program, as the system's own
 * FIN_WAIT does.
 *
 * The transport below may call back from within write: it reads what is left when the peer is gone.
 * Bytes that come while others are processed wait in line (held).
 *
 * Python's transport has marks for both directions, is UNWRAPPED again in the end, and takes every
 * end for a good one.
 */
public final class TlsTransport implements Transport {
    /** asyncio's marks for what waits to be sent. */
    private static final BufferLimits WRITE_LIMITS = BufferLimits.ofHigh(512 * 1024);

    /** How many writes to a closed connection are forgiven before a warning, as in asyncio. */
    private static final int LOST_WRITES = 5;

    private enum State {
        UNWRAPPED,
        HANDSHAKING,
        WRAPPED,
        FLUSHING,
        SHUTDOWN
    }

    private final EventLoop loop;
    private final @Nullable String serverName;
    private final int port;
    private final TlsWire wire = new TlsWire(this);

    /** Told once what became of the handshake: null if it is done. */
    private final Consumer<@Nullable Exception> whenDone;

    private TlsContext context;
    private Protocol protocol;
    private State state = State.UNWRAPPED;
    private @Nullable Transport lower;

    /** Made late on a server of several names: when a client has said which one it wants. */
    private @Nullable TlsEngine engine;

    /** What a client has said until then. */
    private @Nullable ClientHello hello;

    /** What came and has to wait. */
    private final ArrayDeque<ByteBuffer> held = new ArrayDeque<>(1);

    /** What was written during the handshake. */
    private final ArrayDeque<ByteBuffer> early = new ArrayDeque<>(1);

    private int earlySize;

    /** The time limit of the handshake, or of the shutdown. */
    private @Nullable Handle timer;

    private @Nullable TlsInfo info;
    private @Nullable Exception failure;

    /** Whether the protocol knows of the connection, and so has to be told of its end. */
    private boolean connected;

    private boolean doneTold;
    private boolean processing;
    private boolean readingPaused;
    private boolean lowerFull;
    private boolean writing;

    /** Whether the protocol was told to pause; or may have been, before it got TLS. */
    private boolean writingPaused;

    private boolean eofWritten;
    private boolean eofReceived;
    private boolean lowerEnded;
    private boolean lost;
    private int lostWrites;

    /**
     * For a connection that is about to be made: {@link #wire} is the protocol to make it with.
     *
     * @param protocol told of the connection when the handshake is done, and of nothing if it fails
     * @param whenDone told after the protocol what became of the handshake; null if it is done
     * @param remote the address of the other side
     * @throws IllegalArgumentException if the context needs a server name and has none
     * @throws SSLException if what the context allows does not fit together
     */
    TlsTransport(
            EventLoop loop,
            Protocol protocol,
            TlsContext context,
            @Nullable String serverName,
            SocketAddress remote,
            Consumer<@Nullable Exception> whenDone)
            throws SSLException {
        this.loop = loop;
        this.protocol = protocol;
        this.context = context;
        this.serverName = serverName;
        this.port = remote instanceof InetSocketAddress address ? address.getPort() : -1;
        this.whenDone = whenDone;
        if (context.serverNames() == null) {
            engine = newEngine();
        }
    }

    private TlsEngine newEngine() throws SSLException {
        return new TlsEngine(context.newEngine(serverName, port), data -> lower().write(data));
    }

    /**
     * Puts TLS between a live transport and its protocol, which is not told that a connection was
     * made, but that it is lost, also if the handshake fails.
     *
     * @param received what came already and is for TLS
     * @param whenDone told what became of the handshake; null if it is done
     * @throws IllegalArgumentException if the context needs a server name and has none
     * @throws SSLException if what the context allows does not fit together
     */
    public static TlsTransport upgrade(
            EventLoop loop,
            Transport lower,
            Protocol protocol,
            TlsContext context,
            @Nullable String serverName,
            ByteBuffer received,
            Consumer<@Nullable Exception> whenDone)
            throws SSLException {
        var transport =
                new TlsTransport(
                        loop, protocol, context, serverName, lower.remoteAddress(), whenDone);
        transport.connected = true;
        transport.writingPaused = lower.writeBufferSize() > lower.writeBufferLimits().low();
        lower.setProtocol(transport.wire);
        transport.begin(lower);
        transport.receive(received);
        lower.resumeReading();
        return transport;
    }

    /** The protocol of the transport below. */
    Protocol wire() {
        return wire;
    }

    /** The transport that a program talks to: the last TLS on top of one, if there is any. */
    static Transport outermost(Transport transport) {
        Transport top = transport;
        while (top.protocol() instanceof TlsWire wire) {
            top = wire.transport();
        }
        return top;
    }

    private Transport lower() {
        if (lower == null) {
            throw new IllegalStateException("not connected");
        }
        return lower;
    }

    private TlsEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("no TLS yet");
        }
        return engine;
    }

    // ---- the handshake

    /** The transport below is there. */
    void begin(Transport transport) {
        lower = transport;
        if (state != State.UNWRAPPED) { // aborted before it began
            transport.abort();
            return;
        }
        state = State.HANDSHAKING;
        transport.setWriteBufferLimits(WRITE_LIMITS);
        timer = loop.callLater(context.handshakeTimeout(), this::handshakeTimedOut);
        receive(ByteBuffer.allocate(0)); // it is for the client to speak first
    }

    private void handshakeTimedOut() {
        fail(TlsErrors.handshakeTimedOut(context.handshakeTimeout()));
    }

    /** On a server of several names: makes the engine once it is known which one is wanted. */
    private void listen(ByteBuffer data, Function<String, @Nullable TlsContext> names) {
        ClientHello heard = hello == null ? new ClientHello() : hello;
        hello = heard;
        if (!heard.add(data)) {
            return;
        }
        String name = heard.serverName();
        try {
            TlsContext chosen = name == null ? null : names.apply(name);
            if (chosen != null && !chosen.isServer()) {
                throw new IllegalArgumentException("a server needs a server's context: " + chosen);
            }
            context = chosen == null ? context : chosen;
            engine = newEngine();
        } catch (Throwable e) {
            report("the choice of a TLS context for '" + name + "' failed", e);
            fail(new SSLHandshakeException("no TLS context for '" + name + "'"));
            return;
        }
        hello = null;
        receive(heard.received());
    }

    private void handshakeDone() {
        stopTimer();
        state = State.WRAPPED;
        info = engine().info();
        if (readingPaused) {
            lower().pauseReading();
        }
        writing = true; // the protocol must not write in between
        for (ByteBuffer data = early.poll(); data != null; data = early.poll()) {
            write(data);
        }
        writing = false;
        earlySize = 0;
        if (!connected) {
            connected = true;
            call("connectionMade", () -> protocol.connectionMade(this));
        }
        tellFlow();
        tellDone(null);
    }

    private void tellDone(@Nullable Exception error) {
        if (!doneTold) {
            doneTold = true;
            whenDone.accept(error);
        }
    }

    // ---- receiving

    /** The transport below has received something. */
    void receive(ByteBuffer data) {
        if (eofReceived || isClosing()) { // what comes after close_notify is not of TLS
            return;
        }
        if (engine == null) {
            Function<String, @Nullable TlsContext> names = context.serverNames();
            if (state == State.HANDSHAKING && names != null) {
                listen(data, names);
            }
            return;
        }
        if (!processing && held.isEmpty()) {
            process(data);
        }
        if (data.hasRemaining() && !isClosing()) {
            held.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
        }
        processHeld();
    }

    private void processHeld() {
        while (!held.isEmpty() && !processing && isProcessing()) {
            process(held.element());
            if (!held.isEmpty() && !held.element().hasRemaining()) {
                held.remove();
            }
        }
        if (held.isEmpty() && !processing && isProcessing() && lowerEnded) {
            endWithoutNotice();
        }
    }

    /** Whether what comes is wanted now. */
    private boolean isProcessing() {
        return switch (state) {
            case HANDSHAKING -> true;
            case WRAPPED -> !readingPaused;
            case UNWRAPPED, FLUSHING, SHUTDOWN -> false;
        };
    }

    /** Decrypts what there is, as long as it is wanted, and does what it says. */
    private void process(ByteBuffer data) {
        ByteBuffer plain = ReadBuffers.take();
        processing = true;
        try {
            boolean more = true;
            while (more && isProcessing()) {
                TlsEngine.Step step = engine().unwrap(data, plain);
                deliver(plain);
                switch (step) {
                    case IS_FULL -> {}
                    case HANDSHAKE_DONE -> handshakeDone();
                    case NEEDS_DATA -> more = false;
                    case ENDED -> {
                        more = false;
                        data.position(data.limit());
                        held.clear();
                        peerEnded(engine().isTls13());
                    }
                }
            }
        } catch (SSLException | RuntimeException e) { // the JDK lets some of the latter slip
            deliver(plain);
            fail(TlsErrors.explain(e));
        } finally {
            processing = false;
            ReadBuffers.giveBack(plain);
        }
    }

    private void deliver(ByteBuffer plain) {
        plain.flip();
        if (plain.hasRemaining() && state == State.WRAPPED) {
            call("dataReceived", () -> protocol.dataReceived(plain));
        }
        plain.clear();
    }

    /** The peer will send no more. */
    private void peerEnded(boolean canGoOn) {
        eofReceived = true;
        switch (state) {
            case HANDSHAKING -> fail(TlsErrors.endedInHandshake());
            case WRAPPED ->
                    call(
                            "eofReceived",
                            () -> {
                                if (!protocol.eofReceived() || !canGoOn) {
                                    close();
                                }
                            });
            case UNWRAPPED, FLUSHING, SHUTDOWN -> {}
        }
    }

    /**
     * The transport below has come to its end.
     *
     * @return whether to keep it open for writing
     */
    boolean lowerEnded() {
        lowerEnded = true;
        if (held.isEmpty() && !processing && !isClosing()) {
            endWithoutNotice();
        }
        return !isClosing();
    }

    private void endWithoutNotice() {
        if (eofReceived) {
            return;
        }
        if (state == State.HANDSHAKING) {
            fail(TlsErrors.endedInHandshake());
        } else if (mayBeCut()) {
            peerEnded(false);
        } else {
            fail(TlsErrors.cut());
        }
    }

    /** Never within a record: no peer that means to end does that. */
    private boolean mayBeCut() {
        return context.isTruncationAllowed() && (engine == null || !engine.isWithinRecord());
    }

    @Override
    public void pauseReading() {
        if (!readingPaused && !isClosing()) {
            readingPaused = true;
            if (state == State.WRAPPED) {
                lower().pauseReading();
            }
        }
    }

    @Override
    public void resumeReading() {
        if (readingPaused) {
            readingPaused = false;
            if (state == State.WRAPPED) {
                loop.callSoon(this::readOn);
            }
        }
    }

    private void readOn() {
        processHeld();
        if (!readingPaused) {
            lower().resumeReading();
        }
    }

    @Override
    public boolean isReading() {
        return !isClosing() && !readingPaused && !eofReceived;
    }

    // ---- writing

    @Override
    public void write(ByteBuffer data) {
        if (eofWritten) {
            throw new IllegalStateException("cannot write after writeEof");
        }
        switch (state) {
            case UNWRAPPED, HANDSHAKING -> {
                earlySize += data.remaining();
                early.add(ByteBuffer.allocate(data.remaining()).put(data).flip());
                if (!writingPaused) {
                    tellFlow();
                }
            }
            case WRAPPED -> encrypt(data);
            case FLUSHING, SHUTDOWN -> {
                data.position(data.limit());
                if (++lostWrites == LOST_WRITES) {
                    Log.asyncio().log(Level.WARNING, "writing to a closed connection: {0}", this);
                }
            }
        }
    }

    private void encrypt(ByteBuffer data) {
        if (!data.hasRemaining()) {
            return;
        }
        boolean within = writing; // a write that was called back from another
        writing = true;
        try {
            engine().wrap(data);
        } catch (SSLException | RuntimeException e) {
            fail(TlsErrors.explain(e));
        } finally {
            data.position(data.limit());
            writing = within;
        }
        tellFlow();
    }

    /** The transport below has more to send than is good, or little again. */
    void lowerFull(boolean isFull) {
        lowerFull = isFull;
        tellFlow();
        if (!isFull) {
            flushed();
        }
    }

    /** Tells the protocol how the transport below does, when all of a write is with that. */
    private void tellFlow() {
        if (writing || !connected) {
            return;
        }
        boolean full = lowerFull || earlySize > writeBufferLimits().high();
        if (full == writingPaused || (full && isClosing())) {
            return;
        }
        writingPaused = full;
        if (writingPaused) {
            tell("pauseWriting", protocol::pauseWriting);
        } else {
            tell("resumeWriting", protocol::resumeWriting);
        }
    }

    @Override
    public boolean canWriteEof() {
        return state == State.WRAPPED && engine().isTls13();
    }

    /** Only TLS 1.3 lets one side end alone, and not all programs know what to do then. */
    @Override
    public void writeEof() {
        if (eofWritten || isClosing()) {
            return;
        }
        if (!canWriteEof()) {
            throw new UnsupportedOperationException(
                    info == null
                            ? "cannot write an EOF before the handshake is done"
                            : info.protocol() + " cannot close one side alone");
        }
        eofWritten = true;
        endOutput();
    }

    private void endOutput() {
        try {
            engine().endOutput();
        } catch (SSLException | RuntimeException e) {
            fail(TlsErrors.explain(e));
        }
    }

    @Override
    public int writeBufferSize() {
        return earlySize + (lower == null ? 0 : lower.writeBufferSize());
    }

    @Override
    public BufferLimits writeBufferLimits() {
        return lower().writeBufferLimits();
    }

    @Override
    public void setWriteBufferLimits(BufferLimits limits) {
        lower().setWriteBufferLimits(limits);
    }

    // ---- ending

    @Override
    public void close() {
        switch (state) {
            case UNWRAPPED, HANDSHAKING -> abort();
            case WRAPPED -> {
                if (!eofWritten) {
                    endOutput();
                }
                if (state == State.WRAPPED) { // it went out
                    if (eofReceived || !lower().canWriteEof()) {
                        shutDown();
                    } else {
                        flush();
                    }
                }
            }
            case FLUSHING, SHUTDOWN -> {}
        }
    }

    /** Ends the output of the transport below, and waits until all is sent. */
    private void flush() {
        state = State.FLUSHING;
        forget();
        watchShutdown();
        lower().writeEof();
        lowerFull = true; // until it is empty, which is told to who waits for room, too
        lower().setWriteBufferLimits(new BufferLimits(0, 0));
        if (readingPaused) {
            lower().resumeReading();
        }
        if (lower().writeBufferSize() == 0) {
            flushed();
        }
    }

    private void flushed() {
        if (state == State.FLUSHING) {
            state = State.SHUTDOWN;
            loop.callSoon(() -> tellLost(failure));
        }
    }

    private void tellLost(@Nullable Exception error) {
        lost = true;
        if (connected) {
            connected = false;
            protocol.connectionLost(error);
        }
    }

    /** Closes the transport below, which sends what is left. */
    private void shutDown() {
        state = State.SHUTDOWN;
        forget();
        stopTimer();
        lower().close();
        if (lower().writeBufferSize() > 0) {
            watchShutdown();
        }
    }

    private void forget() {
        held.clear();
        early.clear();
        earlySize = 0;
        hello = null;
    }

    /** Gives the peer time, and again as long as it takes something. */
    private void watchShutdown() {
        int unsent = lower().writeBufferSize();
        timer =
                loop.callLater(
                        context.shutdownTimeout(),
                        () -> {
                            if (lower().writeBufferSize() < unsent) {
                                watchShutdown();
                            } else {
                                shutdownTimedOut();
                            }
                        });
    }

    /** A peer that took everything but does not confirm the end is not worth an error. */
    private void shutdownTimedOut() {
        int unsent = lower().writeBufferSize();
        if (unsent > 0 && failure == null) {
            failure = TlsErrors.nothingTaken(context.shutdownTimeout(), unsent);
        }
        abort();
    }

    @Override
    public void abort() {
        state = State.SHUTDOWN;
        forget();
        stopTimer();
        if (lower != null) {
            lower.abort();
        }
    }

    /** Ends the connection for an error, which the peer is told in an alert. */
    private void fail(Exception error) {
        if (isClosing()) {
            return;
        }
        failure = error;
        state = State.SHUTDOWN;
        if (engine != null) {
            try {
                engine.endOutput();
            } catch (SSLException | RuntimeException e) {
                Log.asyncio().log(Level.DEBUG, "no TLS alert could be sent", e);
            }
        }
        tellDone(error);
        shutDown();
    }

    /** The transport below is gone. */
    void lowerLost(@Nullable Exception error) {
        boolean handshaking = info == null;
        if (state == State.WRAPPED && error == null && !eofReceived && !mayBeCut()) {
            failure = TlsErrors.cut(); // by somebody who closed the transport below
        }
        state = State.SHUTDOWN;
        forget();
        stopTimer();
        Exception cause = failure == null ? error : failure;
        if (handshaking) {
            tellDone(
                    cause == null
                            ? new SSLHandshakeException(
                                    "the connection was closed during the TLS handshake")
                            : cause);
        }
        tellLost(cause);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public boolean isClosing() {
        return state == State.FLUSHING || state == State.SHUTDOWN;
    }

    // ---- the protocol

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

    /** Calls the protocol, whose failure ends the connection. */
    private void call(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            report("fatal error: protocol." + method + "() failed", e);
            abort();
        }
    }

    /** Calls the protocol, whose failure changes nothing. */
    private void tell(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            report("protocol." + method + "() failed", e);
        }
    }

    private void report(String message, Throwable error) {
        loop.callExceptionHandler(new ExceptionContext(message, error, this));
    }

    // ---- what is known of it

    @Override
    public SocketAddress remoteAddress() {
        return lower().remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return lower().localAddress();
    }

    @Override
    public Optional<TlsInfo> tls() {
        return Optional.ofNullable(info);
    }

    @Override
    public String toString() {
        return "<TlsTransport "
                + (lost ? "closed" : state.name().toLowerCase(java.util.Locale.ROOT))
                + (info == null ? "" : " " + info.protocol())
                + " over "
                + lower
                + ">";
    }
}
