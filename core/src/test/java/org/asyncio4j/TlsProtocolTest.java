package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TlsTransportTest.assertNoTimers;
import static org.asyncio4j.TlsTransportTest.turns;
import static org.asyncio4j.TlsTransportTest.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.TlsTransportTest.Pair;
import org.asyncio4j.TlsTransportTest.Recorder;
import org.asyncio4j.lowlevel.BufferedProtocol;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** What TLS tells the protocol above it, and asks of the transport below, on a wire in memory. */
class TlsProtocolTest {
    // ---- the protocol

    @AsyncTest
    void protocol_throws_isReportedAndEndsTheConnection(TestLoop loop) {
        var pair = new Pair().connect();
        pair.serverSide.onData =
                () -> {
                    throw new IllegalStateException("oops");
                };
        write(pair.client(), "x");
        turns(10);
        assertEquals(
                "fatal error: protocol.dataReceived() failed",
                loop.takeReports().getFirst().message());
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    @AsyncTest
    void setProtocol_live_nextDataGoesThere() {
        var pair = new Pair().connect();
        var other = new Recorder();
        write(pair.client(), "first");
        turns(5);
        pair.server().setProtocol(other);
        write(pair.client(), "second");
        turns(5);
        pair.client().close();
        turns(10);
        assertEquals("first", pair.serverSide.text());
        assertEquals("second", other.text());
        assertEquals(List.of("eof", "lost"), other.events);
        assertEquals(List.of(), pair.serverSide.events);
    }

    @AsyncTest
    void setProtocol_writingPaused_isToldSo() {
        var pair = new Pair().connect();
        var other = new Recorder();
        pair.server().pauseReading();
        pair.client().write(ByteBuffer.allocate(2_000_000));
        pair.client().setProtocol(other);
        assertEquals(List.of("pause"), other.events);
        pair.server().resumeReading();
        turns(100);
        assertEquals(List.of("pause", "resume"), other.events);
        assertEquals(List.of("pause"), pair.clientSide.events);
    }

    @AsyncTest
    void pauseWriting_throws_isOnlyReported(TestLoop loop) {
        var pair = new Pair().connect();
        pair.client()
                .setProtocol(
                        new Protocol() {
                            @Override
                            public void pauseWriting() {
                                throw new IllegalStateException("oops");
                            }
                        });
        pair.client().write(ByteBuffer.allocate(2_000_000));
        turns(100);
        assertEquals(2_000_000, pair.serverSide.received.size());
        assertFalse(pair.client().isClosing());
        var reports = loop.takeReports();
        assertEquals(1, reports.size());
        assertEquals("protocol.pauseWriting() failed", reports.getFirst().message());
    }

    @AsyncTest
    void bufferedProtocol_smallBuffers_getsAll() {
        var pair = new Pair().connect();
        var collected = new ByteArrayOutputStream();
        byte[] room = new byte[7];
        pair.server()
                .setProtocol(
                        new BufferedProtocol() {
                            @Override
                            public ByteBuffer getBuffer(int sizeHint) {
                                return ByteBuffer.wrap(room);
                            }

                            @Override
                            public void bufferUpdated(int count) {
                                collected.write(room, 0, count);
                            }
                        });
        byte[] data = new byte[50_000];
        new Random(5).nextBytes(data);
        pair.client().write(ByteBuffer.wrap(data));
        turns(20);
        assertArrayEquals(data, collected.toByteArray());
    }

    @AsyncTest
    void dataReceived_closesInTheMiddle_getsNoMore() {
        var pair = new Pair().connect();
        pair.serverSide.onData = () -> pair.server().close();
        write(pair.client(), "one");
        turns(5);
        write(pair.client(), "two");
        turns(10);
        assertEquals("one", pair.serverSide.text());
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    // ---- flow

    @AsyncTest
    void pauseReading_stopsThePeerAndLosesNothing() {
        var pair = new Pair().connect();
        pair.server().pauseReading();
        pair.server().pauseReading();
        assertFalse(pair.server().isReading());
        byte[] data = new byte[2_000_000];
        new Random(6).nextBytes(data);
        pair.client().write(ByteBuffer.wrap(data));
        turns(100);
        assertEquals(0, pair.serverSide.received.size());
        assertEquals(List.of("pause"), pair.clientSide.events);
        assertTrue(pair.client().writeBufferSize() > 1_900_000);
        pair.server().resumeReading();
        turns(100);
        assertArrayEquals(data, pair.serverSide.received.toByteArray());
        assertEquals(List.of("pause", "resume"), pair.clientSide.events);
    }

    @AsyncTest
    void pauseReading_ofAWireThatGoesOn_holdsWhatComes() {
        var pair = new Pair().connect();
        var eager = new Recorder();
        pair.server().setProtocol(eager);
        eager.onData = () -> pair.server().pauseReading();
        write(pair.client(), "one");
        turns(5);
        // A transport that does not care for pauseReading.
        pair.wire.server.resumeReading();
        write(pair.client(), "two");
        turns(5);
        write(pair.client(), "three");
        pair.client().close();
        turns(5);
        assertEquals("one", eager.text());
        for (int i = 0; i < 10; i++) {
            pair.server().resumeReading();
            turns(3);
        }
        assertEquals("onetwothree", eager.text());
        assertTrue(pair.bothLost());
        assertEquals(List.of("eof", "lost"), eager.events);
    }

    @AsyncTest
    void close_whileReadingIsPaused_isClean() {
        var pair = new Pair().connect();
        pair.server().pauseReading();
        write(pair.client(), "unread");
        turns(5);
        pair.server().close();
        turns(10);
        assertTrue(pair.bothLost());
        assertEquals(List.of("lost"), pair.serverSide.events);
        assertNoTimers();
    }
}
