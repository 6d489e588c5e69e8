package org.asyncio4j;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A transport that notes what it is told; what it tells the protocol is up to the test. */
final class FakeTransport implements Transport {
    /** Calls of other methods than write, in order. */
    final List<String> calls = new ArrayList<>();

    /** What {@link #isClosing} says. */
    boolean closing;

    /** What {@link #writeBufferSize} says. */
    int unsent;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void write(ByteBuffer data) {
        while (data.hasRemaining()) {
            written.write(data.get());
        }
    }

    @Override
    public void writeEof() {
        calls.add("writeEof");
    }

    @Override
    public int writeBufferSize() {
        return unsent;
    }

    @Override
    public BufferLimits writeBufferLimits() {
        return BufferLimits.DEFAULT;
    }

    @Override
    public void setWriteBufferLimits(BufferLimits limits) {
        calls.add("setWriteBufferLimits");
    }

    @Override
    public void pauseReading() {
        calls.add("pauseReading");
    }

    @Override
    public void resumeReading() {
        calls.add("resumeReading");
    }

    @Override
    public boolean isReading() {
        return !closing;
    }

    @Override
    public Protocol protocol() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setProtocol(Protocol protocol) {
        calls.add("setProtocol");
    }

    @Override
    public void close() {
        calls.add("close");
        closing = true;
    }

    @Override
    public void abort() {
        calls.add("abort");
        closing = true;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("remote", 1);
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("local", 2);
    }

    @Override
    public String toString() {
        return "<FakeTransport>";
    }
}
