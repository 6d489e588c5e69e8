package org.asyncio4j.internal.net;

import org.asyncio4j.Future;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * Stands before the protocol of a transport while a task writes to the transport by itself, to know
 * when it may write more. Passes everything on. Confined to its loop.
 */
final class FlowProtocol implements Protocol {
    private final EventLoop loop;
    private final Transport transport;
    private final Protocol protocol;

    /** What the task waits for. */
    private @Nullable Future<@Nullable Void> change;

    /** Whether the task has begun: what there was before, the protocol knows. */
    private final boolean begun;

    private boolean lost;

    FlowProtocol(EventLoop loop, Transport transport) {
        this.loop = loop;
        this.transport = transport;
        this.protocol = transport.protocol();
        transport.setProtocol(this);
        this.begun = true;
    }

    /** Gives the bytes to the transport. */
    void write(ByteBuffer data) throws IOException {
        checkConnected();
        transport.write(data);
    }

    /** Suspends while more than the high mark waits to be sent. */
    void drain() throws IOException {
        while (!lost && transport.writeBufferSize() > transport.writeBufferLimits().high()) {
            change = loop.createFuture();
            change.await();
        }
        checkConnected();
    }

    private void checkConnected() throws IOException {
        if (lost || transport.isClosing()) {
            throw new SocketException("the connection was closed while a file was sent");
        }
    }

    /** Gives the protocol its place back. */
    void end() {
        if (transport.protocol() == this) {
            transport.setProtocol(protocol);
        }
    }

    private void changed() {
        if (change != null && !change.isDone()) {
            change.setResult(null);
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        protocol.dataReceived(data);
    }

    @Override
    public boolean eofReceived() {
        return protocol.eofReceived();
    }

    @Override
    public void pauseWriting() {
        if (begun) {
            protocol.pauseWriting();
        }
    }

    @Override
    public void resumeWriting() {
        changed();
        protocol.resumeWriting();
    }

    @Override
    public void connectionLost(@Nullable Exception error) {
        lost = true;
        changed();
        protocol.connectionLost(error);
    }
}
