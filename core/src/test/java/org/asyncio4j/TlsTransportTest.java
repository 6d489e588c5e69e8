package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.TestCertificates.client;
import static org.asyncio4j.TestCertificates.server;
import static org.asyncio4j.TestCertificates.serverThatDemands;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.internal.scheduler.Leftovers;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.AsyncioExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** TLS on a wire in memory, where time is virtual and each byte can be got at. */
class TlsTransportTest {
    /** Notes what it is told. */
    static class Recorder implements Protocol {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        @Nullable Exception error;
        @Nullable Runnable onData;
        boolean keepOpen;

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void connectionMade(Transport made) {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            while (data.hasRemaining()) {
                received.write(data.get());
            }
            if (onData != null) {
                onData.run();
            }
        }

        @Override
        public boolean eofReceived() {
            events.add("eof");
            return keepOpen;
        }

        @Override
        public void pauseWriting() {
            events.add("pause");
        }

        @Override
        public void resumeWriting() {
            events.add("resume");
        }

        @Override
        public void connectionLost(@Nullable Exception cause) {
            error = cause;
            events.add(cause == null ? "lost" : "lost " + cause.getClass().getSimpleName());
        }
    }

    /** A wire with TLS at both ends. */
    static final class Pair {
        final TestWire wire = new TestWire();
        final Recorder clientSide = new Recorder();
        final Recorder serverSide = new Recorder();
        @Nullable Transport client;
        @Nullable Transport server;
        private final Task<Transport> clientTask;
        private final Task<Transport> serverTask;

        Pair(TlsContext clientTls, TlsContext serverTls) {
            var loop = getRunningLoop();
            wire.client.setProtocol(clientSide);
            wire.server.setProtocol(serverSide);
            serverTask = createTask(() -> loop.startTls(wire.server, serverSide, serverTls, null));
            clientTask =
                    createTask(
                            () -> loop.startTls(wire.client, clientSide, clientTls, "localhost"));
        }

        Pair() {
            this(TestCertificates.client(), TestCertificates.server());
        }

        Pair connect() {
            client = clientTask.await();
            server = serverTask.await();
            return this;
        }

        /** What became of the handshakes; null for done. */
        List<@Nullable Throwable> outcome() {
            waitAll(List.of(clientTask, serverTask));
            var outcome = new ArrayList<@Nullable Throwable>();
            for (Task<Transport> task : List.of(clientTask, serverTask)) {
                outcome.add(task.isCancelled() ? new CancelledError("x") : task.exception());
            }
            return outcome;
        }

        Transport client() {
            if (client == null) {
                throw new AssertionError("not connected");
            }
            return client;
        }

        Transport server() {
            if (server == null) {
                throw new AssertionError("not connected");
            }
            return server;
        }

        boolean bothLost() {
            return wire.client.lost && wire.server.lost;
        }
    }

    static void write(Transport transport, String text) {
        transport.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    static void assertNoTimers() {
        assertEquals("", Leftovers.of(((Loop) getRunningLoop()).scheduler));
    }

    private static Duration now() {
        return getRunningLoop().time();
    }

    // ---- handshakes and data

    @AsyncTest
    void transport_goodPair_carriesDataAndTellsOfIt() {
        var pair = new Pair().connect();
        assertNoTimers();
        write(pair.client(), "hello");
        write(pair.server(), "welcome");
        turns(5);
        assertEquals("hello", pair.serverSide.text());
        assertEquals("welcome", pair.clientSide.text());
        assertEquals("localhost", pair.server().tls().orElseThrow().serverName());
        assertSame(pair.clientSide, pair.client().protocol());
        assertTrue(pair.client().isReading());
        assertFalse(pair.client().isClosing());
        pair.client().close();
        turns(10);
        assertEquals(List.of("lost"), pair.clientSide.events);
        assertEquals(List.of("eof", "lost"), pair.serverSide.events);
        assertNoTimers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void wire_oneByteAtATime_carriesAll(String version) {
        var pair = new Pair(client().withProtocols(version), serverThatAsks());
        pair.wire.client.chunk = 1;
        pair.wire.server.chunk = 1;
        pair.connect();
        byte[] data = new byte[40_000];
        new Random(1).nextBytes(data);
        pair.client().write(ByteBuffer.wrap(data));
        write(pair.server(), "short");
        while (pair.serverSide.received.size() < data.length) {
            turns(10);
        }
        assertArrayEquals(data, pair.serverSide.received.toByteArray());
        assertEquals("short", pair.clientSide.text());
        pair.server().close();
        turns(300);
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    private static TlsContext serverThatAsks() {
        return server().withServerNames(name -> null);
    }

    @AsyncTest
    void wire_oddPieces_carryAll() {
        var random = new Random(2);
        byte[] data = new byte[100_000];
        random.nextBytes(data);
        for (int i = 0; i < 30; i++) {
            var pair = new Pair().connect();
            pair.wire.client.chunk = 1 + random.nextInt(40_000);
            for (int begin = 0; begin < data.length; ) {
                int size = Math.min(data.length - begin, random.nextInt(50_000));
                pair.client().write(ByteBuffer.wrap(data, begin, size));
                begin += size;
            }
            pair.client().close();
            while (!pair.bothLost()) {
                turns(1);
            }
            assertArrayEquals(data, pair.serverSide.received.toByteArray());
            assertNull(pair.serverSide.error);
        }
    }

    @AsyncTest
    void write_duringTheHandshake_isSentAfterIt() {
        var pair = new Pair();
        turns(1);
        Transport early = topOf(pair.wire.client);
        write(early, "early");
        assertEquals(5, early.writeBufferSize() - pair.wire.client.writeBufferSize());
        assertFalse(early.canWriteEof());
        assertThrows(UnsupportedOperationException.class, early::writeEof);
        pair.connect();
        assertSame(early, pair.client);
        turns(5);
        assertEquals("early", pair.serverSide.text());
    }

    private static Transport topOf(TestWire.End end) {
        // What a program has that did not wait for startTls.
        return org.asyncio4j.internal.net.TlsTransports.outermost(end);
    }

    // ---- handshakes that fail

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void handshake_cutAnywhere_failsOnBothSides(String version) {
        TlsContext clientTls = client().withProtocols(version);
        TlsContext serverTls = server();
        for (boolean fromClient : List.of(true, false)) {
            boolean whole = false;
            for (int length = 0; !whole; length += length < 20 ? 1 : 29) {
                int cutAt = length;
                var pair = new Pair(clientTls, serverTls);
                TestWire.End sender = fromClient ? pair.wire.client : pair.wire.server;
                sender.tampering = (position, value) -> position < cutAt ? value : -1;
                var outcome = pair.outcome();
                whole = outcome.get(0) == null && outcome.get(1) == null;
                for (Throwable error : outcome) {
                    assertTrue(error == null || error instanceof SSLException, "" + error);
                }
                if (!whole) {
                    assertFalse(fromClient && outcome.get(1) == null, "at " + cutAt);
                    assertFalse(!fromClient && outcome.get(0) == null, "at " + cutAt);
                    turns(10);
                    assertTrue(pair.bothLost(), "at " + cutAt);
                    assertEquals("", pair.clientSide.text());
                    assertEquals("", pair.serverSide.text());
                    assertNoTimers();
                }
            }
        }
    }

    /** Data is either right or absent, whatever is done to the records. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void records_corruptedAnywhere_neverGiveWrongData(String version) {
        TlsContext clientTls = client().withProtocols(version).withShutdownTimeout(millis(10));
        TlsContext serverTls = server().withShutdownTimeout(millis(10));
        int noticed = 0;
        for (int at = 0; at < 2_000; at += 17) {
            for (boolean fromClient : List.of(true, false)) {
                int changed = at;
                var pair = new Pair(clientTls, serverTls);
                TestWire.End sender = fromClient ? pair.wire.client : pair.wire.server;
                sender.tampering = (position, value) -> position == changed ? value ^ 0x10 : value;
                var outcome = pair.outcome();
                if (outcome.get(0) == null && outcome.get(1) == null) {
                    pair.connect();
                    write(pair.client(), "from client".repeat(50));
                    write(pair.server(), "from server".repeat(50));
                    turns(10);
                    pair.client().close();
                }
                sleep(seconds(100)); // a changed length leaves a side waiting for the rest
                assertTrue(pair.bothLost(), "at " + at);
                assertTrue("from server".repeat(50).startsWith(pair.clientSide.text()));
                assertTrue("from client".repeat(50).startsWith(pair.serverSide.text()));
                if (pair.clientSide.error != null || pair.serverSide.error != null) {
                    noticed++;
                }
                assertNoTimers();
            }
        }
        assertTrue(noticed > 80, "noticed " + noticed);
    }

    @AsyncTest
    void handshake_mutePeer_timesOut() {
        for (Duration limit : List.of(seconds(60), seconds(2))) {
            var wire = new TestWire();
            var protocol = new Recorder();
            Duration begin = now();
            TlsContext tls = client().withHandshakeTimeout(limit);
            var error =
                    assertThrows(
                            SSLHandshakeException.class,
                            () ->
                                    getRunningLoop()
                                            .startTls(wire.client, protocol, tls, "localhost"));
            assertEquals(limit, now().minus(begin));
            assertTrue(
                    String.valueOf(error.getMessage())
                            .contains("took longer than " + limit.toSeconds() + ".0 s"),
                    error.toString());
            turns(3);
            assertTrue(wire.client.lost);
            assertEquals(List.of("lost SSLHandshakeException"), protocol.events);
            assertNoTimers();
        }
    }

    /** The clock of a handshake goes on while the peer sends a byte now and then. */
    @AsyncTest
    void handshake_slowPeer_timesOut() {
        var wire = new TestWire();
        var drip =
                createTask(
                        () -> {
                            byte[] record = {22, 3, 3, 64, 0};
                            for (int i = 0; ; i++) {
                                wire.client.write(
                                        ByteBuffer.wrap(new byte[] {i < 5 ? record[i] : (byte) 0}));
                                sleep(seconds(1));
                            }
                        });
        Duration begin = now();
        assertThrows(
                SSLHandshakeException.class,
                () -> getRunningLoop().startTls(wire.server, new Recorder(), server(), null));
        assertEquals(seconds(60), now().minus(begin));
        drip.cancel();
        waitAll(List.of(drip));
        assertTrue(drip.isCancelled());
    }

    @AsyncTest
    void handshake_connectionLost_failsWithItsError() {
        var oops = new IOException("oops");
        for (var error : new @Nullable IOException[] {oops, null}) {
            var wire = new TestWire();
            var protocol = new Recorder();
            var task =
                    createTask(
                            () ->
                                    getRunningLoop()
                                            .startTls(
                                                    wire.client, protocol, client(), "localhost"));
            turns(2);
            if (error == null) {
                wire.client.abort();
            } else {
                wire.client.fail(error);
            }
            waitAll(List.of(task));
            Throwable failure = task.exception();
            if (error == null) {
                assertInstanceOf(SSLHandshakeException.class, failure);
            } else {
                assertSame(oops, failure);
            }
            assertEquals(1, protocol.events.size());
            assertNoTimers();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @ExtendWith(AsyncioExtension.class)
    void close_duringTheHandshake_endsItAndItsTimers(boolean aborted) {
        var wire = new TestWire();
        var protocol = new Recorder();
        var task =
                createTask(
                        () ->
                                getRunningLoop()
                                        .startTls(wire.client, protocol, client(), "localhost"));
        turns(2);
        if (aborted) {
            topOf(wire.client).abort();
        } else {
            topOf(wire.client).close();
        }
        waitAll(List.of(task));
        assertInstanceOf(SSLHandshakeException.class, task.exception());
        assertTrue(wire.client.lost);
        assertNoTimers();
    }

    @AsyncTest
    void startTls_cancelledInEveryTurn_abortsTheTransport() {
        for (int turns = 0; ; turns++) {
            var pair = new Pair();
            turns(turns);
            if (pair.clientTask.isDone()) {
                assertTrue(turns > 1, "turns " + turns);
                pair.connect();
                return;
            }
            pair.clientTask.cancel();
            pair.outcome();
            assertTrue(pair.clientTask.isCancelled() || pair.clientTask.exception() == null);
            if (pair.clientTask.isCancelled() && turns > 0) {
                turns(10);
                assertTrue(pair.bothLost(), "turn " + turns);
                assertEquals("", pair.serverSide.text());
                assertNoTimers();
            } else {
                pair.wire.client.abort();
                pair.wire.server.abort();
                turns(3);
            }
        }
    }

    @AsyncTest
    void startTls_wrongArguments_abortTheTransport() {
        var wire = new TestWire();
        var protocol = new Recorder();
        wire.client.setProtocol(protocol);
        assertThrows(
                IllegalArgumentException.class,
                () -> getRunningLoop().startTls(wire.client, protocol, client(), null));
        assertTrue(wire.client.isClosing());
        turns(3);
        assertEquals(List.of("lost"), protocol.events);
        assertNoTimers();
    }

    @AsyncTest
    void startTls_transportClosed_isRefusedAtOnce() {
        var wire = new TestWire();
        var protocol = new Recorder();
        wire.client.setProtocol(protocol);
        wire.client.close();
        for (int i = 0; i < 2; i++) {
            Duration begin = now();
            assertThrows(
                    SocketException.class,
                    () -> getRunningLoop().startTls(wire.client, protocol, client(), "localhost"));
            assertEquals(begin, now());
            turns(5);
            assertEquals(List.of("lost"), protocol.events);
        }
        assertNoTimers();
    }

    // ---- ends

    @AsyncTest
    void close_bothSidesAtOnce_isClean() {
        var pair = new Pair().connect();
        write(pair.client(), "last from client");
        write(pair.server(), "last from server");
        pair.client().close();
        pair.server().close();
        pair.server().close();
        assertTrue(pair.client().isClosing());
        turns(10);
        assertTrue(pair.bothLost());
        assertEquals(List.of("lost"), pair.clientSide.events);
        assertEquals(List.of("lost"), pair.serverSide.events);
        assertNoTimers();
    }

    @AsyncTest
    void close_peerSaysNothing_endsInTimeWithoutError() {
        var pair = new Pair().connect();
        pair.serverSide.keepOpen = true;
        Duration begin = now();
        pair.client().close();
        turns(5);
        assertEquals(List.of("lost"), pair.clientSide.events); // who closed does not wait for it
        while (!pair.wire.client.lost) {
            sleep(millis(100));
        }
        long waited = now().minus(begin).toSeconds();
        assertTrue(waited >= 30 && waited <= 60, "waited " + waited); // close_notify was progress
        assertEquals(List.of("lost"), pair.clientSide.events);
        pair.server().abort();
        turns(3);
        assertNoTimers();
    }

    @AsyncTest
    void close_peerTakesNothing_failsInTime() {
        TlsContext tls = client().withShutdownTimeout(seconds(3));
        var pair = new Pair(tls, server()).connect();
        pair.wire.client.stuck = true;
        write(pair.client(), "never sent");
        Duration begin = now();
        pair.client().close();
        while (!pair.wire.client.lost) {
            sleep(millis(100));
        }
        assertEquals(3, now().minus(begin).toSeconds());
        assertEquals(List.of("lost SSLException"), pair.clientSide.events);
        assertTrue(String.valueOf(pair.clientSide.error).contains("bytes are unsent"));
        turns(10);
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    /** A peer that takes a little now and then is given the time it needs. */
    @AsyncTest
    void close_slowPeer_getsAll() {
        var pair = new Pair().connect();
        pair.wire.client.stuck = true;
        pair.wire.client.chunk = 10_000;
        byte[] data = new byte[100_000];
        new Random(3).nextBytes(data);
        pair.client().write(ByteBuffer.wrap(data));
        pair.client().close();
        var slow =
                createTask(
                        () -> {
                            while (!pair.bothLost()) {
                                sleep(seconds(20));
                                pair.wire.client.stuck = false;
                                pair.wire.client.pump();
                                sleep(Duration.ZERO);
                                sleep(Duration.ZERO);
                                pair.wire.client.stuck = true;
                            }
                        });
        slow.await();
        assertArrayEquals(data, pair.serverSide.received.toByteArray());
        assertNull(pair.clientSide.error);
        assertNoTimers();
    }

    @AsyncTest
    void close_dataOnItsWay_isDroppedAndTheEndIsClean() {
        var pair = new Pair().connect();
        write(pair.server(), "too late");
        pair.client().close();
        turns(10);
        assertEquals("", pair.clientSide.text());
        assertTrue(pair.bothLost());
        assertNull(pair.clientSide.error);
        assertNull(pair.serverSide.error);
    }

    /** What was written before the peer's end came is still sent, as Python's does. */
    @AsyncTest
    void peerEnds_muchUnsentHere_isStillReceivedThere() {
        var pair = new Pair().connect();
        byte[] data = new byte[200_000];
        pair.wire.client.chunk = 5_000;
        pair.client().write(ByteBuffer.wrap(data));
        pair.server().writeEof();
        while (!pair.bothLost()) {
            turns(1);
            if (pair.serverSide.events.contains("eof")) {
                pair.server().close();
            }
        }
        assertEquals(data.length, pair.serverSide.received.size());
        assertEquals("eof", pair.clientSide.events.get(pair.clientSide.events.indexOf("eof")));
        assertNull(pair.clientSide.error);
    }

    @AsyncTest
    void writeEof_oneSide_letsTheOtherGoOn() {
        var pair = new Pair().connect();
        pair.serverSide.keepOpen = true;
        assertTrue(pair.client().canWriteEof());
        write(pair.client(), "question");
        pair.client().writeEof();
        pair.client().writeEof();
        turns(5);
        assertEquals("question", pair.serverSide.text());
        assertEquals(List.of("eof"), pair.serverSide.events);
        write(pair.server(), "answer");
        turns(5);
        assertEquals("answer", pair.clientSide.text());
        assertThrows(IllegalStateException.class, () -> write(pair.client(), "more"));
        pair.server().close();
        turns(10);
        assertTrue(pair.bothLost());
        assertNoTimers();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @ExtendWith(AsyncioExtension.class)
    void wire_cutWhileOpen_isAnErrorUnlessAllowed(String version) {
        for (boolean allowed : List.of(false, true)) {
            TlsContext clientTls = client().withProtocols(version);
            var pair =
                    new Pair(allowed ? clientTls.withTruncationAllowed() : clientTls, server())
                            .connect();
            write(pair.server(), "before");
            turns(5);
            pair.wire.server.close();
            turns(10);
            assertEquals("before", pair.clientSide.text());
            assertEquals(
                    allowed ? List.of("eof", "lost") : List.of("lost SSLException"),
                    pair.clientSide.events);
            assertTrue(allowed || String.valueOf(pair.clientSide.error).contains("close_notify"));
            assertTrue(pair.bothLost());
            assertNoTimers();
        }
    }

    @AsyncTest
    void write_afterClose_isDroppedWithAWarning() {
        try (var log = new LogRecords()) {
            var pair = new Pair().connect();
            pair.client().close();
            for (int i = 0; i < 10; i++) {
                ByteBuffer data = ByteBuffer.allocate(3);
                pair.client().write(data);
                assertFalse(data.hasRemaining());
            }
            turns(10);
            assertEquals("", pair.serverSide.text());
            assertEquals(1, log.texts().size());
        }
    }

    // ---- TLS inside TLS

    @AsyncTest
    void startTls_insideTls_carriesDataAndCloses() {
        var pair = new Pair().connect();
        var loop = getRunningLoop();
        var innerClient = new Recorder();
        var innerServer = new Recorder();
        var accepting =
                createTask(
                        () ->
                                loop.startTls(
                                        pair.server(),
                                        innerServer,
                                        server("rsa.pem", "rsa.key"),
                                        null));
        Transport inner =
                assertDoesNotThrowIo(
                        () -> loop.startTls(pair.client(), innerClient, client(), "localhost"));
        Transport innerAccepted = accepting.await();
        byte[] data = new byte[300_000];
        new Random(7).nextBytes(data);
        inner.write(ByteBuffer.wrap(data));
        write(innerAccepted, "answer");
        turns(100);
        assertArrayEquals(data, innerServer.received.toByteArray());
        assertEquals("answer", innerClient.text());
        assertEquals(
                "CN=asyncio4j rsa server",
                inner.tls()
                        .orElseThrow()
                        .peerCertificates()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName());
        inner.close();
        turns(20);
        assertTrue(pair.bothLost());
        assertEquals(List.of("eof", "lost"), innerServer.events);
        assertNull(innerClient.error);
        assertNoTimers();
    }

    private interface Connecting {
        Transport connect() throws IOException;
    }

    private static Transport assertDoesNotThrowIo(Connecting connecting) {
        try {
            return connecting.connect();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AsyncTest
    void close_duringTheInnerHandshake_endsBoth() {
        var pair = new Pair().connect();
        var inner = new Recorder();
        var task =
                createTask(
                        () ->
                                getRunningLoop()
                                        .startTls(pair.client(), inner, client(), "localhost"));
        turns(3);
        task.cancel();
        waitAll(List.of(task));
        turns(10);
        assertTrue(task.isCancelled());
        assertTrue(pair.bothLost());
        assertEquals(List.of("lost"), inner.events);
        assertNoTimers();
    }

    // ---- states in words

    @AsyncTest
    void toString_tellsTheState() {
        var pair = new Pair(client(), serverThatDemands());
        turns(1);
        assertTrue(topOf(pair.wire.client).toString().startsWith("<TlsTransport handshaking over"));
        pair.outcome();
        var good = new Pair().connect();
        assertTrue(good.client().toString().startsWith("<TlsTransport wrapped TLSv1.3 over <End"));
        good.client().abort();
        turns(5);
        assertTrue(good.client().toString().startsWith("<TlsTransport closed"));
    }
}
