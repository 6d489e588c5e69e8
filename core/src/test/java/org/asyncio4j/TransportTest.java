package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The surface under the streams: watched channels, transports and protocols. */
class TransportTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    /** Notes what it is told; subclasses react. */
    private static class Recorder implements Protocol {
        final List<String> log = new ArrayList<>();
        final Future<@Nullable Exception> lost = Future.pending();
        @Nullable Transport transport;
        @Nullable Runnable onMade;
        @Nullable Runnable onData;
        @Nullable Runnable onEof;
        @Nullable Runnable onPause;
        @Nullable Runnable onResume;
        @Nullable Runnable onLost;
        boolean keepOpen;

        final void note(String event, @Nullable Runnable reaction) {
            log.add(event);
            if (reaction != null) {
                reaction.run();
            }
        }

        Transport transport() {
            if (transport == null) {
                throw new AssertionError("not connected");
            }
            return transport;
        }

        void write(String text) {
            transport().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void connectionMade(Transport newTransport) {
            transport = newTransport;
            note("made", onMade);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            note("data " + StandardCharsets.UTF_8.decode(data), onData);
        }

        @Override
        public boolean eofReceived() {
            note("eof", onEof);
            return keepOpen;
        }

        @Override
        public void pauseWriting() {
            note("pause", onPause);
        }

        @Override
        public void resumeWriting() {
            note("resume", onResume);
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            assertFalse(lost.isDone(), "told twice");
            lost.setResult(error);
            note(error == null ? "lost" : "lost " + error.getClass().getSimpleName(), onLost);
        }
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, LOOPBACK);
    }

    /** Connects the protocol with a plain socket, which is returned. */
    private static Socket connect(Recorder protocol) throws IOException {
        try (var server = listening()) {
            getRunningLoop().createConnection(() -> protocol, HOST, server.getLocalPort());
            return server.accept();
        }
    }

    private static void send(Socket peer, String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readToEnd(Socket peer) throws IOException {
        return new String(
                toThread(() -> peer.getInputStream().readAllBytes()), StandardCharsets.UTF_8);
    }

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    // ---- watching channels

    @AsyncTest
    void addReader_readable_runsUntilRemoved() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            var count = new int[1];
            loop.addReader(source, () -> count[0]++);
            turns(3);
            assertEquals(0, count[0]);
            sink.write(ByteBuffer.wrap(new byte[1]));
            until(() -> count[0] == 3); // level triggered: nobody reads
            assertTrue(loop.removeReader(source));
            turns(3);
            assertEquals(3, count[0]);
            assertFalse(loop.removeReader(source));
        }
    }

    @AsyncTest
    void addReader_again_replacesTheCallback() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            sink.write(ByteBuffer.wrap(new byte[1]));
            var log = new ArrayList<String>();
            loop.addReader(source, () -> log.add("first"));
            loop.addReader(source, () -> log.add("second"));
            until(() -> !log.isEmpty());
            assertEquals("second", log.getFirst());
            loop.removeReader(source);
            log.clear();
            loop.addReader(source, () -> log.add("third"));
            until(() -> !log.isEmpty());
            assertEquals("third", log.getFirst());
            loop.removeReader(source);
        }
    }

    @AsyncTest
    void addWriter_writable_runsUntilRemoved() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            sink.configureBlocking(false);
            var count = new int[1];
            loop.addWriter(sink, () -> count[0]++);
            until(() -> count[0] == 2);
            assertTrue(loop.removeWriter(sink));
            turns(3);
            assertEquals(2, count[0]);
            assertFalse(loop.removeWriter(sink));
            assertTrue(source.isOpen());
        }
    }

    /** As one callback removes the other, whose turn it is in the same iteration. */
    @AsyncTest
    void removeReader_alreadyQueued_doesNotRun() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe one = Pipe.open();
        Pipe two = Pipe.open();
        try (var first = one.source();
                var second = two.source();
                var firstSink = one.sink();
                var secondSink = two.sink()) {
            first.configureBlocking(false);
            second.configureBlocking(false);
            firstSink.write(ByteBuffer.wrap(new byte[1]));
            secondSink.write(ByteBuffer.wrap(new byte[1]));
            var log = new ArrayList<String>();
            loop.addReader(first, () -> noteAndRemove(log, "first", first, second));
            loop.addReader(second, () -> noteAndRemove(log, "second", first, second));
            until(() -> !log.isEmpty());
            turns(3);
            assertEquals(1, log.size());
        }
    }

    private static void noteAndRemove(
            List<String> log, String name, Pipe.SourceChannel first, Pipe.SourceChannel second) {
        log.add(name);
        getRunningLoop().removeReader(first);
        getRunningLoop().removeReader(second);
    }

    @AsyncTest
    void addReader_callbackThrows_isReportedAndRunsAgain(TestLoop loop) throws IOException {
        Pipe pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            sink.write(ByteBuffer.wrap(new byte[1]));
            var count = new int[1];
            getRunningLoop()
                    .addReader(
                            source,
                            () -> {
                                if (++count[0] == 2) {
                                    getRunningLoop().removeReader(source);
                                }
                                throw new IllegalStateException("oops " + count[0]);
                            });
            until(() -> count[0] == 2);
            var reports = loop.takeReports();
            assertEquals(2, reports.size());
            assertEquals("exception in callback", reports.get(0).message());
            assertEquals("oops 1", String.valueOf(reports.get(0).exception().getMessage()));
        }
    }

    @AsyncTest
    void addReader_blockingOrClosedChannel_isRefused() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink()) {
            assertThrows(
                    IllegalBlockingModeException.class,
                    () -> loop.addReader(pipe.source(), () -> {}));
            pipe.source().configureBlocking(false);
            pipe.source().close();
            assertThrows(
                    ClosedChannelException.class, () -> loop.addReader(pipe.source(), () -> {}));
            assertFalse(loop.removeReader(pipe.source()));
            assertFalse(loop.removeWriter(sink));
        }
    }

    // ---- the order of callbacks

    @AsyncTest
    void protocol_wholeLife_isToldInOrder() throws IOException {
        var protocol = new Recorder();
        protocol.keepOpen = true;
        try (Socket peer = connect(protocol)) {
            assertEquals(List.of("made"), protocol.log);
            send(peer, "hello");
            until(() -> protocol.log.size() == 2);
            peer.shutdownOutput();
            until(() -> protocol.log.size() == 3);
            protocol.write("answer");
            protocol.transport().close();
            assertTrue(protocol.transport().isClosing());
            assertNull(protocol.lost.await());
            assertEquals("answer", readToEnd(peer));
        }
        turns(3);
        assertEquals(List.of("made", "data hello", "eof", "lost"), protocol.log);
    }

    @AsyncTest
    void eofReceived_returnsFalse_closes() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            peer.shutdownOutput();
            assertNull(protocol.lost.await());
            assertEquals("", readToEnd(peer));
        }
        assertEquals(List.of("made", "eof", "lost"), protocol.log);
    }

    @AsyncTest
    void eofReceived_returnsFalseWithMuchUnsent_sendsItFirst() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            peer.shutdownOutput();
            assertEquals(LARGE, toThread(() -> peer.getInputStream().readAllBytes()).length);
            assertNull(protocol.lost.await());
        }
        assertEquals(List.of("made", "pause", "eof", "resume", "lost"), protocol.log);
    }

    @AsyncTest
    void close_dataOnItsWay_isNotReceived() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            send(peer, "too late");
            protocol.transport().close();
            protocol.transport().close();
            assertNull(protocol.lost.await());
            turns(3);
        }
        assertEquals(List.of("made", "lost"), protocol.log);
    }

    @AsyncTest
    void abort_atEachStep_tellsMadeThenLostOnce() throws IOException {
        for (int turns = 0; turns < 3; turns++) {
            var protocol = new Recorder();
            try (Socket peer = connect(protocol)) {
                turns(turns);
                protocol.transport().abort();
                protocol.transport().abort();
                protocol.transport().close();
                assertNull(protocol.lost.await());
                turns(3);
                assertEquals(List.of("made", "lost"), protocol.log);
                assertEquals("", readToEnd(peer));
            }
        }
    }

    @AsyncTest
    void connectionMade_closesAtOnce_isToldLost() throws IOException {
        var protocol = new Recorder();
        protocol.onMade = () -> protocol.transport().close();
        try (Socket peer = connect(protocol)) {
            assertNull(protocol.lost.await());
            assertEquals("", readToEnd(peer));
        }
        assertEquals(List.of("made", "lost"), protocol.log);
    }

    @AsyncTest
    void peer_resets_isToldWithTheError() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            peer.setSoLinger(true, 0);
        }
        assertTrue(protocol.lost.await() instanceof IOException);
        turns(3);
        assertEquals(2, protocol.log.size());
    }

    @AsyncTest
    void peer_resetsWhileMuchIsUnsent_isToldOnce() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            peer.setSoLinger(true, 0);
        }
        assertTrue(protocol.lost.await() instanceof IOException);
        turns(3);
        assertEquals("[made, pause, lost", protocol.log.toString().substring(0, 18));
        assertEquals(3, protocol.log.size());
    }

    // ---- callbacks that throw

    @AsyncTest
    void callback_throws_isReportedAndClosesTheConnection(TestLoop loop) throws IOException {
        var oops = new IllegalStateException("oops");
        Runnable fail =
                () -> {
                    throw oops;
                };
        for (String method : List.of("connectionMade", "dataReceived", "eofReceived")) {
            var protocol = new Recorder();
            protocol.keepOpen = true;
            switch (method) {
                case "connectionMade" -> protocol.onMade = fail;
                case "dataReceived" -> protocol.onData = fail;
                default -> protocol.onEof = fail;
            }
            try (Socket peer = connect(protocol)) {
                send(peer, method.equals("dataReceived") ? "x" : "");
                if (!method.equals("dataReceived")) {
                    peer.shutdownOutput();
                }
                assertSame(oops, protocol.lost.await());
                assertEquals("", readToEnd(peer));
            }
            var report = loop.takeReports().getFirst();
            assertEquals("fatal error: protocol." + method + "() failed", report.message());
            assertSame(oops, report.exception());
            assertSame(protocol.transport, report.subject());
            assertEquals("lost IllegalStateException", protocol.log.getLast());
        }
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void pauseWriting_throws_isReported(TestLoop loop) throws IOException {
        for (String method : List.of("pauseWriting", "resumeWriting")) {
            var protocol = new Recorder();
            Runnable fail =
                    () -> {
                        throw new IllegalStateException("oops");
                    };
            if (method.equals("pauseWriting")) {
                protocol.onPause = fail;
            } else {
                protocol.onResume = fail;
            }
            try (Socket peer = connect(protocol)) {
                protocol.transport().write(ByteBuffer.allocate(LARGE));
                protocol.transport().close();
                assertEquals(LARGE, toThread(() -> peer.getInputStream().readAllBytes()).length);
                assertNull(protocol.lost.await());
            }
            var reports = loop.takeReports();
            assertEquals(1, reports.size());
            assertEquals("protocol." + method + "() failed", reports.getFirst().message());
        }
    }

    @AsyncTest
    void connectionLost_throws_isReportedAndTheSocketIsClosed(TestLoop loop) throws IOException {
        var protocol = new Recorder();
        protocol.onLost =
                () -> {
                    throw new IllegalStateException("oops");
                };
        try (Socket peer = connect(protocol)) {
            protocol.transport().close();
            assertEquals("", readToEnd(peer));
        }
        assertEquals(
                "fatal error: protocol.connectionLost() failed",
                loop.takeReports().getFirst().message());
    }

    @AsyncTest
    void factory_throwsForAnIncomingConnection_isReportedAndClosesIt(TestLoop loop)
            throws IOException {
        var server =
                getRunningLoop()
                        .createServer(
                                () -> {
                                    throw new IllegalStateException("oops");
                                },
                                HOST,
                                0);
        try (server;
                var client = openConnection(HOST, server.port())) {
            assertEquals(0, client.reader().read(1).length);
            assertTrue(server.isServing());
        }
        var report = loop.takeReports().getFirst();
        assertEquals("error on transport creation for incoming connection", report.message());
        assertEquals("oops", String.valueOf(report.exception().getMessage()));
    }

    // ---- reading

    @AsyncTest
    void pauseReading_twice_isOnePause() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.transport().pauseReading();
            protocol.transport().pauseReading();
            send(peer, "hello");
            turns(20);
            assertEquals(List.of("made"), protocol.log);
            protocol.transport().resumeReading();
            protocol.transport().resumeReading();
            until(() -> protocol.log.size() == 2);
            assertEquals(List.of("made", "data hello"), protocol.log);
            protocol.transport().close();
            protocol.transport().pauseReading();
            protocol.transport().resumeReading();
            protocol.lost.await();
            protocol.transport().pauseReading();
            protocol.transport().resumeReading();
        }
        assertEquals(List.of("made", "data hello", "lost"), protocol.log);
    }

    @AsyncTest
    void pauseReading_inConnectionMade_isHonoured() throws IOException {
        var protocol = new Recorder();
        protocol.onMade = () -> protocol.transport().pauseReading();
        try (Socket peer = connect(protocol)) {
            send(peer, "hello");
            turns(20);
            assertEquals(List.of("made"), protocol.log);
            protocol.transport().resumeReading();
            until(() -> protocol.log.size() == 2);
            protocol.transport().abort();
            protocol.lost.await();
        }
    }

    @AsyncTest
    void resumeReading_afterTheEnd_doesNotTellItAgain() throws IOException {
        var protocol = new Recorder();
        protocol.keepOpen = true;
        try (Socket peer = connect(protocol)) {
            peer.shutdownOutput();
            until(() -> protocol.log.size() == 2);
            protocol.transport().pauseReading();
            protocol.transport().resumeReading();
            turns(5);
            assertEquals(List.of("made", "eof"), protocol.log);
            protocol.transport().close();
            protocol.lost.await();
        }
    }

    // ---- writing

    @AsyncTest
    void write_aboveHighWater_pausesOnceAndResumesOnceAtLowWater() throws IOException {
        var protocol = new Recorder();
        var atResume = new int[] {-1};
        protocol.onResume = () -> atResume[0] = protocol.transport().writeBufferSize();
        try (Socket peer = connect(protocol)) {
            protocol.transport().setWriteBufferLimits(new BufferLimits(1 << 20, 1 << 18));
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            assertTrue(protocol.transport().writeBufferSize() > 1 << 20);
            protocol.transport().write(ByteBuffer.allocate(1000));
            assertEquals(List.of("made", "pause"), protocol.log);
            InputStream in = peer.getInputStream();
            assertEquals(LARGE + 1000, toThread(() -> in.readNBytes(LARGE + 1000)).length);
            until(() -> atResume[0] >= 0);
            assertTrue(atResume[0] <= 1 << 18);
            assertEquals(List.of("made", "pause", "resume"), protocol.log);
            until(() -> protocol.transport().writeBufferSize() == 0);
            protocol.transport().close();
            protocol.lost.await();
        }
    }

    @AsyncTest
    void setWriteBufferLimits_outOfOrder_isRefused() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            Transport transport = protocol.transport();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> transport.setWriteBufferLimits(new BufferLimits(1, 2)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> transport.setWriteBufferLimits(new BufferLimits(1, -1)));
            transport.abort();
            protocol.lost.await();
            assertEquals("", readToEnd(peer));
        }
    }

    @AsyncTest
    void setWriteBufferLimits_zero_pausesWhateverIsUnsent() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.transport().setWriteBufferLimits(new BufferLimits(0, 0));
            protocol.write("taken at once");
            assertEquals(List.of("made"), protocol.log);
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            assertEquals(List.of("made", "pause"), protocol.log);
            protocol.transport().abort();
            protocol.lost.await();
            assertTrue(peer.isConnected());
        }
    }

    @AsyncTest
    void write_buffersOfAllKinds_areCopiedAndReadToTheirEnd() throws IOException {
        var protocol = new Recorder();
        byte[] expected = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            expected[i] = (byte) (i % 253);
        }
        try (Socket peer = connect(protocol)) {
            byte[] array = expected.clone();
            int third = LARGE / 3;
            ByteBuffer heap = ByteBuffer.wrap(array, 0, third);
            ByteBuffer direct = ByteBuffer.allocateDirect(third);
            direct.put(array, third, third).flip();
            ByteBuffer readOnly =
                    ByteBuffer.wrap(array, 2 * third, LARGE - 2 * third).slice().asReadOnlyBuffer();
            for (ByteBuffer data : List.of(heap, direct, readOnly)) {
                protocol.transport().write(data);
                assertFalse(data.hasRemaining());
            }
            Arrays.fill(array, (byte) -1);
            direct.clear().put(new byte[third]);
            protocol.transport().close();
            assertArrayEquals(expected, toThread(() -> peer.getInputStream().readAllBytes()));
            assertNull(protocol.lost.await());
        }
    }

    @AsyncTest
    void writeEof_muchUnsent_isSentFirstAndReadingGoesOn() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            protocol.transport().writeEof();
            protocol.transport().writeEof();
            assertThrows(IllegalStateException.class, () -> protocol.write("more"));
            assertEquals(LARGE, toThread(() -> peer.getInputStream().readAllBytes()).length);
            send(peer, "still here");
            until(() -> protocol.log.contains("data still here"));
            protocol.transport().close();
            assertNull(protocol.lost.await());
        }
    }

    @AsyncTest
    void write_afterClose_isDropped() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            protocol.write("kept");
            protocol.transport().close();
            protocol.write("dropped");
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            assertEquals(0, protocol.transport().writeBufferSize());
            protocol.lost.await();
            protocol.write("dropped");
            protocol.transport().writeEof();
            assertEquals("kept", readToEnd(peer));
        }
        assertEquals(List.of("made", "lost"), protocol.log);
        sleep(seconds(1)); // would not end if the socket were still watched
    }

    @AsyncTest
    void write_inResumeWritingWhileClosing_isStillSent() throws IOException {
        var protocol = new Recorder();
        protocol.onResume = () -> protocol.write("the end");
        try (Socket peer = connect(protocol)) {
            protocol.transport().setWriteBufferLimits(new BufferLimits(1, 0));
            protocol.transport().write(ByteBuffer.allocate(LARGE));
            protocol.transport().close();
            byte[] all = toThread(() -> peer.getInputStream().readAllBytes());
            assertEquals(LARGE + 7, all.length);
            assertNull(protocol.lost.await());
        }
    }

    // ---- facts

    @AsyncTest
    void addresses_areThoseOfTheSocket() throws IOException {
        var protocol = new Recorder();
        try (Socket peer = connect(protocol)) {
            assertEquals(peer.getRemoteSocketAddress(), protocol.transport().localAddress());
            assertEquals(peer.getLocalSocketAddress(), protocol.transport().remoteAddress());
            protocol.transport().close();
            protocol.lost.await();
            assertEquals(peer.getLocalSocketAddress(), protocol.transport().remoteAddress());
        }
    }
}
