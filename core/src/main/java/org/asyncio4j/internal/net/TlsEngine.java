package org.asyncio4j.internal.net;

import org.asyncio4j.TlsInfo;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The JDK's engine with its wants fulfilled: bytes go in and out, whatever it asks for in between.
 * Its delegated tasks run right here: they are a few milliseconds of arithmetic, once in the life
 * of a connection. Confined to its loop.
 */
final class TlsEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Why {@link #unwrap} came back. */
    enum Step {
        /** All bytes are used. */
        NEEDS_DATA,
        /** The buffer for the plain bytes is full. */
        IS_FULL,
        /** The handshake is done; told once. */
        HANDSHAKE_DONE,
        /** The peer has said that nothing more will come. */
        ENDED
    }

    private final SSLEngine engine;
    private final Consumer<ByteBuffer> output;

    /** The part of a record that has come. */
    private @Nullable TlsRecord record;

    private boolean handshakeDone;

    /** Nothing more will be sent. */
    private boolean outputEnded;

    /**
     * Begins.
     *
     * @param output takes what is to be sent; the buffers are lent
     */
    TlsEngine(SSLEngine engine, Consumer<ByteBuffer> output) throws SSLException {
        this.engine = engine;
        this.output = output;
        engine.beginHandshake();
    }

    /** Decrypts until something is to be done, or no bytes are left. */
    Step unwrap(ByteBuffer data, ByteBuffer plain) throws SSLException {
        while (true) {
            serve();
            if (engine.isInboundDone()) {
                return Step.ENDED;
            }
            if (!handshakeDone && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                handshakeDone = true;
                return Step.HANDSHAKE_DONE;
            }
            ByteBuffer input = nextInput(data);
            if (!input.hasRemaining()) {
                return Step.NEEDS_DATA;
            }
            SSLEngineResult result = engine.unwrap(input, plain);
            if (result.bytesConsumed() > 0) {
                record = null;
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                if (record != null) {
                    throw new SSLException("the peer does not speak TLS");
                }
                record = new TlsRecord();
            } else if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                if (plain.position() == 0) {
                    throw new SSLException("a record larger than any may be");
                }
                return Step.IS_FULL;
            } else if (result.getStatus() == Status.CLOSED && !engine.isInboundDone()) {
                data.position(data.limit()); // closed on this side, which hears no more
                return Step.NEEDS_DATA;
            }
        }
    }

    private ByteBuffer nextInput(ByteBuffer data) {
        if (record == null) {
            return data;
        }
        return record.fill(data) ? record.content() : NOTHING;
    }

    /** Does what the engine needs before it can go on. */
    private void serve() throws SSLException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NOT_HANDSHAKING) {
                return;
            }
            refuseRenegotiation();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else if (status != HandshakeStatus.NEED_WRAP || !wrap(NOTHING)) {
                return;
            }
        }
    }

    /** Before TLS 1.3 nothing but another handshake, or the end, asks for anything after it. */
    private void refuseRenegotiation() throws SSLException {
        if (handshakeDone && !isTls13() && !outputEnded && !engine.isInboundDone()) {
            throw new SSLException("the peer wants to renegotiate, which is refused");
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /**
     * Encrypts the data, and adds what the engine has to say itself.
     *
     * @return whether there was anything to send
     */
    boolean wrap(ByteBuffer data) throws SSLException {
        ByteBuffer out = ReadBuffers.take();
        boolean any = false;
        try {
            while (true) {
                SSLEngineResult result = engine.wrap(data, out);
                any |= result.bytesProduced() > 0;
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    if (out.position() == 0) {
                        throw new SSLException("a record larger than any may be");
                    }
                    send(out);
                } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                } else if (result.getStatus() == Status.CLOSED
                        || result.bytesProduced() == 0
                        || (!data.hasRemaining()
                                && result.getHandshakeStatus() != HandshakeStatus.NEED_WRAP)) {
                    return any;
                }
            }
        } finally {
            send(out);
            ReadBuffers.giveBack(out);
        }
    }

    private void send(ByteBuffer out) {
        out.flip();
        if (out.hasRemaining()) {
            output.accept(out);
        }
        out.clear();
    }

    /** Says that nothing more will be sent. */
    void endOutput() throws SSLException {
        outputEnded = true;
        engine.closeOutbound();
        wrap(NOTHING);
    }

    /** Whether a part of a record has come, whose rest has not. */
    boolean isWithinRecord() {
        return record != null;
    }

    /** Whether each side can end alone, once the handshake is done. */
    boolean isTls13() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    /** What the handshake has come to. */
    TlsInfo info() {
        String chosen = engine.getApplicationProtocol();
        return new TlsInfo(engine.getSession(), chosen == null ? "" : chosen);
    }
}
