package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.server;
import static org.asyncio4j.TlsTransportTest.turns;
import static org.asyncio4j.TlsTransportTest.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.TlsTransportTest.Pair;
import org.asyncio4j.TlsTransportTest.Recorder;
import org.asyncio4j.internal.net.TlsTransports;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

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

    @AsyncTest
    void startTls_onAPausedWriter_tellsItToGoOn() throws IOException {
        var wire = new TestWire();
        var loop = getRunningLoop();
        var first = new Recorder();
        int[] clear = {300_000};
        wire.client.setProtocol(first);
        wire.server.setProtocol(
                new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        clear[0] -= data.remaining();
                        if (clear[0] == 0) {
                            wire.server.pauseReading();
                        }
                    }
                });
        wire.client.chunk = 100_000;
        wire.client.stuck = true;
        wire.client.write(ByteBuffer.allocate(300_000));
        assertEquals(List.of("pause"), first.events);
        var upgrade = createTask(() -> loop.startTls(wire.client, first, client(), "localhost"));
        turns(2);
        wire.client.stuck = false;
        wire.client.pump();
        turns(10);
        assertEquals(0, clear[0]);
        loop.startTls(wire.server, new Recorder(), server(), null);
        upgrade.await();
        assertEquals(List.of("pause", "resume"), first.events);
        wire.client.abort();
        turns(3);
    }

    @AsyncTest
    void write_muchDuringTheHandshake_isToldToPauseUntilItIsDone() {
        var pair = new Pair();
        turns(1);
        pair.wire.server.stuck = true;
        Transport early = TlsTransports.outermost(pair.wire.client);
        int high = early.writeBufferLimits().high();
        early.write(ByteBuffer.allocate(high));
        assertEquals(List.of(), pair.clientSide.events);
        write(early, "x");
        assertEquals(List.of("pause"), pair.clientSide.events);
        write(early, "y");
        turns(5);
        assertEquals(List.of("pause"), pair.clientSide.events);
        pair.wire.server.stuck = false;
        pair.wire.server.pump();
        pair.connect();
        turns(30);
        assertEquals("pause", pair.clientSide.events.getFirst());
        assertEquals("resume", pair.clientSide.events.getLast());
        assertEquals(high + 2, pair.serverSide.received.size());
        assertTrue(pair.serverSide.text().endsWith("xy"));
        pair.client().abort();
        pair.server().abort();
        turns(3);
    }
}
