package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TlsTransportTest.turns;
import static org.asyncio4j.TlsTransportTest.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.TlsTransportTest.Pair;
import org.asyncio4j.TlsTransportTest.Recorder;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.test.AsyncTest;

import java.nio.ByteBuffer;

/** When protocols above TLS are told to pause and to go on, on a wire in memory. */
class TlsFlowTest {
    /** A write within another must not let the protocol be told in the middle of the outer one. */
    @AsyncTest
    void write_withinAnother_isToldToPauseAfterBoth() {
        var pair = new Pair().connect();
        var end = pair.wire.client;
        int[] sizes = {-1};
        pair.client()
                .setProtocol(
                        new Recorder() {
                            @Override
                            public void pauseWriting() {
                                sizes[0] = end.writeBufferSize();
                            }
                        });
        pair.client().setWriteBufferLimits(BufferLimits.ofHigh(1000));
        end.stuck = true;
        end.onWrite =
                () -> {
                    end.onWrite = () -> {};
                    write(pair.client(), "inner");
                };
        pair.client().write(ByteBuffer.allocate(1_000_000));
        assertEquals(end.writeBufferSize(), sizes[0]);
        pair.client().abort();
        pair.server().abort();
        turns(3);
    }
}
