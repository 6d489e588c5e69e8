package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.Connection;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Streams that break a rule each, for {@link StreamConformanceKitTest}, which runs the suite on
 * them. The build does not run them.
 */
final class BrokenStreams {
    private BrokenStreams() {}

    /** The suite on pairs whose transports are wrapped. */
    interface Suite extends StreamConformance {
        Transport breakIt(Transport transport);

        @Override
        default StreamPair connect() {
            var ends =
                    MemoryStreams.join(
                            MemoryStreams.End.of("first", new Protocol() {}),
                            MemoryStreams.End.of("second", new Protocol() {}),
                            o -> o,
                            o -> o);
            ends.first().startReceiving();
            ends.second().startReceiving();
            return new StreamPair(
                    Connection.over(breakIt(ends.first())),
                    Connection.over(breakIt(ends.second())));
        }

        @Override
        default int large() {
            return 1 << 19;
        }
    }

    static final class Unbroken implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol);
        }
    }

    static final class CloseDropsWhatIsUnsent implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol) {
                @Override
                public void close() {
                    abort();
                }
            };
        }
    }

    static final class LosesAByteOfManyAtOnce implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol) {
                @Override
                public void write(ByteBuffer data) {
                    if (data.remaining() > 60_000) {
                        data.position(data.position() + 1);
                    }
                    super.write(data);
                }
            };
        }
    }

    static final class KeepsTheCallersBuffer implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol) {
                @Override
                public void write(ByteBuffer data) {
                    ByteBuffer kept = data.duplicate();
                    data.position(data.limit());
                    getRunningLoop().callSoon(() -> super.write(kept));
                }
            };
        }
    }

    static final class NeverPausesTheWriter implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(
                    transport,
                    protocol ->
                            new Listening(protocol) {
                                @Override
                                public void pauseWriting() {}
                            });
        }
    }

    static final class NeverPausesReading implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol) {
                @Override
                public void pauseReading() {}
            };
        }
    }

    static final class NeverTellsTheEnd implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(
                    transport,
                    protocol ->
                            new Listening(protocol) {
                                @Override
                                public boolean eofReceived() {
                                    return true;
                                }
                            });
        }
    }

    static final class NeverTellsThatItIsLost implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(
                    transport,
                    protocol ->
                            new Listening(protocol) {
                                @Override
                                public void connectionLost(@Nullable Exception error) {}
                            });
        }
    }

    static final class ClosesBothWaysAtOnce implements Suite {
        @Override
        public Transport breakIt(Transport transport) {
            return new Wrapper(transport, protocol -> protocol) {
                @Override
                public void writeEof() {
                    close();
                }
            };
        }
    }

    /** Passes everything on. */
    private static class Wrapper implements Transport {
        private final Transport real;
        private final Function<Protocol, Protocol> wrapping;

        Wrapper(Transport real, Function<Protocol, Protocol> wrapping) {
            this.real = real;
            this.wrapping = wrapping;
        }

        @Override
        public void write(ByteBuffer data) {
            real.write(data);
        }

        @Override
        public void writeEof() {
            real.writeEof();
        }

        @Override
        public void pauseReading() {
            real.pauseReading();
        }

        @Override
        public void resumeReading() {
            real.resumeReading();
        }

        @Override
        public boolean isReading() {
            return real.isReading();
        }

        @Override
        public Protocol protocol() {
            return real.protocol();
        }

        @Override
        public void setProtocol(Protocol protocol) {
            real.setProtocol(wrapping.apply(protocol));
        }

        @Override
        public SocketAddress remoteAddress() {
            return real.remoteAddress();
        }

        @Override
        public SocketAddress localAddress() {
            return real.localAddress();
        }

        @Override
        public void close() {
            real.close();
        }

        @Override
        public void abort() {
            real.abort();
        }

        @Override
        public boolean isClosing() {
            return real.isClosing();
        }

        @Override
        public int writeBufferSize() {
            return real.writeBufferSize();
        }

        @Override
        public BufferLimits writeBufferLimits() {
            return real.writeBufferLimits();
        }

        @Override
        public void setWriteBufferLimits(BufferLimits limits) {
            real.setWriteBufferLimits(limits);
        }

        @Override
        public String toString() {
            return "broken " + real;
        }
    }

    private static class Listening implements Protocol {
        private final Protocol real;

        Listening(Protocol real) {
            this.real = real;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            real.dataReceived(data);
        }

        @Override
        public boolean eofReceived() {
            return real.eofReceived();
        }

        @Override
        public void pauseWriting() {
            real.pauseWriting();
        }

        @Override
        public void resumeWriting() {
            real.resumeWriting();
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            real.connectionLost(error);
        }
    }
}
