package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** The protocol that the transport below a {@link TlsTransport} tells what happens. */
final class TlsWire implements Protocol {
    private final TlsTransport transport;

    TlsWire(TlsTransport transport) {
        this.transport = transport;
    }

    TlsTransport transport() {
        return transport;
    }

    @Override
    public void connectionMade(Transport lower) {
        transport.begin(lower);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        transport.receive(data);
    }

    @Override
    public boolean eofReceived() {
        return transport.lowerEnded();
    }

    @Override
    public void pauseWriting() {
        transport.lowerFull(true);
    }

    @Override
    public void resumeWriting() {
        transport.lowerFull(false);
    }

    @Override
    public void connectionLost(@Nullable Exception error) {
        transport.lowerLost(error);
    }
}
