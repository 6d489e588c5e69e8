package org.asyncio4j;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Two transports joined in memory, one turn of the loop apart, so that time is virtual and every
 * byte can be got at: delayed, changed, or the last one. What one end is given is all that the
 * other gets: no sockets, no time of their own.
 */
final class TestWire {
    final End client = new End("client");
    final End server = new End("server");

    TestWire() {
        client.peer = server;
        server.peer = client;
    }

    /** What happens to the bytes that an end sends. */
    interface Tampering {
        /** Called for each byte, counted from 0; the result is sent on, -1 cuts the wire. */
        int tamper(long position, int value);
    }

    /** One of the two. */
    static final class End implements Transport {
        final String name;

        /** How many bytes go over at a time. */
        int chunk = 1 << 16;

        /** What happens to what this end sends. */
        Tampering tampering = (position, value) -> value;

        /** Run when something is written here, before that is sent. */
        Runnable onWrite = () -> {};

        /** Holds back what this end sends. */
        boolean stuck;

        /** How many bytes have gone over. */
        long sent;

        /** Whether {@link Protocol#connectionLost} was called. */
        boolean lost;

        private @Nullable End peer;
        private Protocol protocol = new Protocol() {};
        private final Queue<Byte> unsent = new ArrayDeque<>();
        private BufferLimits limits = BufferLimits.DEFAULT;
        private boolean full;
        private boolean paused;
        private boolean closing;
        private boolean eofWritten;
        private boolean eofSent;
        private boolean pumping;

        private End(String name) {
            this.name = name;
        }

        private End peer() {
            if (peer == null) {
                throw new AssertionError("alone");
            }
            return peer;
        }

        /** Tells the protocol that the connection was made. */
        void begin(Protocol first) {
            protocol = first;
            first.connectionMade(this);
        }

        /** Lets bytes go over, from the next turn on. */
        void pump() {
            if (!pumping) {
                pumping = true;
                Asyncio.getRunningLoop()
                        .callSoon(
                                () -> {
                                    pumping = false;
                                    deliver();
                                });
            }
        }

        private void deliver() {
            End to = peer();
            if (lost || stuck || (to.paused && !to.closing)) {
                return;
            }
            boolean cut = false;
            ByteBuffer data = ByteBuffer.allocate(Math.min(chunk, unsent.size()));
            while (data.hasRemaining() && !cut) {
                int value = tampering.tamper(sent++, unsent.remove() & 0xFF);
                cut = value < 0;
                if (!cut) {
                    data.put((byte) value);
                }
            }
            data.flip();
            if (cut) {
                unsent.clear();
                closing = true;
            }
            if (data.hasRemaining() && !to.closing) {
                to.protocol.dataReceived(data.asReadOnlyBuffer());
            }
            shrunk();
            if (!unsent.isEmpty()) {
                pump();
            } else if (closing) {
                end();
                lose(null);
            } else if (eofWritten) {
                end();
            }
        }

        private void end() {
            if (!eofSent) {
                eofSent = true;
                End to = peer();
                if (!to.closing && !to.protocol.eofReceived()) {
                    to.close();
                }
            }
        }

        private void lose(@Nullable Exception error) {
            if (!lost) {
                lost = true;
                closing = true;
                unsent.clear();
                protocol.connectionLost(error);
            }
        }

        /** As if the network told of an error. */
        void fail(Exception error) {
            closing = true;
            Asyncio.getRunningLoop().callSoon(() -> lose(error));
        }

        @Override
        public void write(ByteBuffer data) {
            onWrite.run();
            while (data.hasRemaining()) {
                byte value = data.get();
                if (!lost && !closing) {
                    unsent.add(value);
                }
            }
            if (!full && unsent.size() > limits.high()) {
                full = true;
                protocol.pauseWriting();
            }
            pump();
        }

        private void shrunk() {
            if (full && unsent.size() <= limits.low()) {
                full = false;
                protocol.resumeWriting();
            }
        }

        @Override
        public void writeEof() {
            eofWritten = true;
            pump();
        }

        @Override
        public void pauseReading() {
            paused = true;
        }

        @Override
        public void resumeReading() {
            paused = false;
            peer().pump();
        }

        @Override
        public boolean isReading() {
            return !paused && !closing;
        }

        @Override
        public void close() {
            if (!closing) {
                closing = true;
                pump();
            }
        }

        @Override
        public void abort() {
            closing = true;
            unsent.clear();
            Asyncio.getRunningLoop()
                    .callSoon(
                            () -> {
                                lose(null);
                                end();
                            });
        }

        @Override
        public boolean isClosing() {
            return closing;
        }

        @Override
        public int writeBufferSize() {
            return unsent.size();
        }

        @Override
        public BufferLimits writeBufferLimits() {
            return limits;
        }

        @Override
        public void setWriteBufferLimits(BufferLimits newLimits) {
            limits = newLimits;
            if (!full && unsent.size() > limits.high()) {
                full = true;
                protocol.pauseWriting();
            }
        }

        @Override
        public Protocol protocol() {
            return protocol;
        }

        @Override
        public void setProtocol(Protocol newProtocol) {
            protocol = newProtocol;
        }

        @Override
        public SocketAddress remoteAddress() {
            return InetSocketAddress.createUnresolved(peer().name, 1);
        }

        @Override
        public SocketAddress localAddress() {
            return InetSocketAddress.createUnresolved(name, 1);
        }

        @Override
        public String toString() {
            return "<End " + name + " unsent=" + unsent.size() + ">";
        }
    }
}
