package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.BufferedProtocol;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** The odd corners of transports: buffered protocols, protocols that change, lost writes. */
class TransportCornersTest {
    private static final String HOST = "127.0.0.1";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    /** A protocol with buffers of its own, of a size. */
    private static final class Buffers implements BufferedProtocol {
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final Future<@Nullable Exception> lost = Future.pending();
        final List<Integer> updates = new ArrayList<>();
        @Nullable Transport transport;
        private final int size;
        private ByteBuffer buffer = ByteBuffer.allocate(0);
        boolean failsToUpdate;

        Buffers(int size) {
            this.size = size;
        }

        @Override
        public void connectionMade(Transport newTransport) {
            transport = newTransport;
        }

        @Override
        public ByteBuffer getBuffer(int sizeHint) {
            buffer = ByteBuffer.allocate(size);
            return buffer;
        }

        @Override
        public void bufferUpdated(int count) {
            if (failsToUpdate) {
                throw new IllegalStateException("oops");
            }
            updates.add(count);
            assertEquals(count, buffer.position());
            received.write(buffer.array(), 0, count);
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            lost.setResult(error);
        }
    }

    /** A protocol that collects. */
    private static final class Collector implements Protocol {
        final StringBuilder received = new StringBuilder();
        final Future<@Nullable Exception> lost = Future.pending();
        @Nullable Transport transport;
        boolean keepsOpen;

        @Override
        public void connectionMade(Transport newTransport) {
            transport = newTransport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.append(StandardCharsets.UTF_8.decode(data));
        }

        @Override
        public boolean eofReceived() {
            return keepsOpen;
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            lost.setResult(error);
        }
    }

    private static Socket connect(Protocol protocol) throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
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

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    // ---- buffered protocols

    @AsyncTest
    void bufferedProtocol_socket_readsIntoItsBuffers() throws IOException {
        var protocol = new Buffers(7);
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        try (Socket peer = connect(protocol)) {
            var sending = createTask(() -> toThread(() -> peer.getOutputStream().write(data)));
            until(() -> protocol.received.size() == data.length);
            sending.await();
            peer.shutdownOutput();
            assertNull(protocol.lost.await());
        }
        assertArrayEquals(data, protocol.received.toByteArray());
        assertTrue(protocol.updates.stream().allMatch(count -> count > 0 && count <= 7));
    }

    @AsyncTest
    void bufferedProtocol_bufferWithoutRoom_isFatal(TestLoop loop) throws IOException {
        var protocol = new Buffers(0);
        try (Socket peer = connect(protocol)) {
            send(peer, "x");
            assertInstanceOf(IllegalStateException.class, protocol.lost.await());
        }
        var report = loop.takeReports().getFirst();
        assertEquals("fatal error: protocol.getBuffer() failed", report.message());
        assertInstanceOf(IllegalStateException.class, report.exception());
    }

    @AsyncTest
    void bufferedProtocol_readOnlyBuffer_isFatal(TestLoop loop) throws IOException {
        Future<@Nullable Exception> lost = Future.pending();
        BufferedProtocol protocol =
                new BufferedProtocol() {
                    @Override
                    public ByteBuffer getBuffer(int sizeHint) {
                        return ByteBuffer.allocate(10).asReadOnlyBuffer();
                    }

                    @Override
                    public void bufferUpdated(int count) {}

                    @Override
                    public void connectionLost(@Nullable Exception error) {
                        lost.setResult(error);
                    }
                };
        try (Socket peer = connect(protocol)) {
            send(peer, "x");
            assertInstanceOf(IllegalStateException.class, lost.await());
        }
        assertEquals(1, loop.takeReports().size());
    }

    /** What comes after a callback failed is not heard, and the stream does not look complete. */
    @AsyncTest
    void protocol_failsWithAnError_isToldSo(TestLoop loop) throws IOException {
        var oops = new AssertionError("oops");
        Future<@Nullable Exception> lost = Future.pending();
        var protocol =
                new Protocol() {
                    @Override
                    public void dataReceived(ByteBuffer data) {
                        throw oops;
                    }

                    @Override
                    public void connectionLost(@Nullable Exception error) {
                        lost.setResult(error);
                    }
                };
        try (Socket peer = connect(protocol)) {
            send(peer, "x");
            Exception error = lost.await();
            assertInstanceOf(IOException.class, error);
            assertSame(oops, error.getCause());
        }
        assertEquals(1, loop.takeReports().size());
    }

    /** The peer sends much, is gone, and a write finds out; then the rest is not wanted. */
    @AsyncTest
    void abort_afterAFailedWrite_endsWhatIsStillRead() throws IOException {
        var protocol = new Buffers(10);
        try (Socket peer = connect(protocol)) {
            protocol.transport.pauseReading();
            peer.getOutputStream().write(new byte[100_000]);
            peer.setSoLinger(true, 0);
        }
        protocol.transport.resumeReading();
        for (int i = 0; i < 3; i++) {
            protocol.transport.write(bytes("x")); // one of these fails
        }
        protocol.transport.abort();
        int before = protocol.received.size();
        protocol.lost.await();
        assertEquals(before, protocol.received.size());
    }

    @AsyncTest
    void bufferedProtocol_bufferUpdatedThrows_isFatal(TestLoop loop) throws IOException {
        var protocol = new Buffers(10);
        protocol.failsToUpdate = true;
        try (Socket peer = connect(protocol)) {
            send(peer, "x");
            assertInstanceOf(IllegalStateException.class, protocol.lost.await());
        }
        assertEquals(
                "fatal error: protocol.bufferUpdated() failed",
                loop.takeReports().getFirst().message());
    }

    @AsyncTest
    void bufferedProtocol_fedByAnybody_getsPiecesThatFit() {
        for (int size : List.of(1, 3, 10, 100)) {
            var protocol = new Buffers(size);
            protocol.dataReceived(bytes("0123456789"));
            assertEquals("0123456789", protocol.received.toString(StandardCharsets.UTF_8));
            assertEquals((10 + size - 1) / size, protocol.updates.size());
        }
        assertThrows(IllegalStateException.class, () -> new Buffers(0).dataReceived(bytes("x")));
    }

    // ---- protocols that change

    @AsyncTest
    void setProtocol_live_theNextCallsGoToTheNewOne() throws IOException {
        var one = new Collector();
        var two = new Collector();
        var three = new Buffers(2);
        try (Socket peer = connect(one)) {
            send(peer, "one");
            until(() -> one.received.length() == 3);
            Transport transport = one.transport;
            transport.setProtocol(two);
            assertSame(two, transport.protocol());
            send(peer, "two");
            until(() -> two.received.length() == 3);
            transport.setProtocol(three);
            send(peer, "three");
            until(() -> three.received.size() == 5);
            transport.close();
            assertNull(three.lost.await());
        }
        assertNull(two.transport); // not told that it was made
        assertFalse(one.lost.isDone());
        one.lost.setResult(null);
        two.lost.setResult(null);
    }

    @AsyncTest
    void over_liveTransport_isAStream() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            send(peer, "head\n");
            until(() -> protocol.received.length() == 5);
            try (var connection = Connection.over(protocol.transport)) {
                send(peer, "line\n");
                assertEquals("line", connection.reader().readLine());
                connection.writer().write("bye");
            }
            assertEquals("bye", readToEnd(peer));
        }
        protocol.lost.setResult(null);
    }

    @AsyncTest
    void over_readingPaused_goesOnReading() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            protocol.transport.pauseReading();
            send(peer, "line\n");
            try (var connection = Connection.over(protocol.transport)) {
                assertEquals("line", connection.reader().readLine());
            }
        }
        protocol.lost.setResult(null);
    }

    @AsyncTest
    void over_writingPaused_suspendsWriters() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            Transport transport = protocol.transport;
            transport.write(ByteBuffer.allocate(LARGE));
            assertTrue(transport.writeBufferSize() > transport.writeBufferLimits().high());
            try (var connection = Connection.over(transport)) {
                var write = createTask(() -> connection.writer().write("end"));
                sleep(Duration.ZERO);
                sleep(Duration.ZERO);
                assertFalse(write.isDone());
                assertEquals(LARGE, toThread(() -> peer.getInputStream().readNBytes(LARGE)).length);
                write.await();
            }
        }
        protocol.lost.setResult(null);
    }

    @AsyncTest
    void over_closingTransport_isRefused() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            Transport transport = protocol.transport;
            transport.abort();
            assertThrows(IllegalStateException.class, () -> Connection.over(transport));
            protocol.lost.await();
            assertThrows(IllegalStateException.class, () -> Connection.over(transport));
            assertSame(protocol, transport.protocol());
            assertEquals("", readToEnd(peer));
        }
    }

    // ---- reading

    @AsyncTest
    void isReading_everyState_isTold() throws IOException {
        var protocol = new Collector();
        protocol.keepsOpen = true;
        try (Socket peer = connect(protocol)) {
            Transport transport = protocol.transport;
            assertTrue(transport.isReading());
            transport.pauseReading();
            transport.pauseReading();
            assertFalse(transport.isReading());
            send(peer, "x");
            for (int i = 0; i < 50; i++) {
                sleep(Duration.ZERO);
            }
            assertEquals(0, protocol.received.length());
            transport.resumeReading();
            transport.resumeReading();
            assertTrue(transport.isReading());
            until(() -> protocol.received.length() == 1);
            peer.shutdownOutput();
            until(() -> !transport.isReading());
            transport.pauseReading();
            transport.resumeReading(); // nothing more will come, and nothing spins
            transport.close();
            transport.resumeReading();
            assertFalse(transport.isReading());
            assertNull(protocol.lost.await());
        }
    }

    // ---- writing

    @AsyncTest
    void writeAll_buffers_comeInOrder() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            protocol.transport.writeAll(List.of(bytes("one"), bytes(""), bytes("two")));
            protocol.transport.close();
            assertEquals("onetwo", readToEnd(peer));
            protocol.lost.await();
        }
    }

    /** Small and large pieces, most of them queued, arrive as they were written. */
    @AsyncTest
    void write_piecesOfAllSizes_arriveUnchanged() throws IOException {
        var protocol = new Collector();
        var random = new Random(2);
        var expected = new ByteArrayOutputStream();
        int most = 0;
        try (Socket peer = connect(protocol)) {
            Task<byte[]> reading = null;
            for (int i = 0; i < 6_000; i++) {
                byte[] piece = new byte[random.nextInt(i % 100 == 0 ? 300_000 : 3_000)];
                random.nextBytes(piece);
                expected.write(piece);
                protocol.transport.write(ByteBuffer.wrap(piece));
                Arrays.fill(piece, (byte) 0); // only copies are queued
                most = Math.max(most, protocol.transport.writeBufferSize());
                if (i == 5_000) {
                    reading = createTask(() -> toThread(peer.getInputStream()::readAllBytes));
                }
                if (i % 100 == 0) {
                    sleep(Duration.ZERO);
                }
            }
            assertTrue(most > 0);
            protocol.transport.close();
            assertArrayEquals(expected.toByteArray(), reading.await());
            assertNull(protocol.lost.await());
        }
    }

    /** Few and many pieces at once, small and larger than what is put together. */
    @AsyncTest
    void writeAll_manyPieces_arriveUnchanged() throws IOException {
        var protocol = new Collector();
        var random = new Random(3);
        var expected = new ByteArrayOutputStream();
        int most = 0;
        try (Socket peer = connect(protocol)) {
            Task<byte[]> reading = null;
            for (int i = 0; i < 200; i++) {
                List<byte[]> pieces = new ArrayList<>();
                int count = random.nextInt(i % 10 == 0 ? 3_000 : 5);
                int size = count < 5 ? 400_000 : 200;
                for (int j = 0; j < count; j++) {
                    byte[] piece = new byte[random.nextInt(size)];
                    random.nextBytes(piece);
                    expected.write(piece);
                    pieces.add(piece);
                }
                List<ByteBuffer> buffers = pieces.stream().map(ByteBuffer::wrap).toList();
                protocol.transport.writeAll(buffers);
                buffers.forEach(buffer -> assertFalse(buffer.hasRemaining()));
                pieces.forEach(piece -> Arrays.fill(piece, (byte) 0)); // only copies are queued
                most = Math.max(most, protocol.transport.writeBufferSize());
                if (i == 100) {
                    reading = createTask(() -> toThread(peer.getInputStream()::readAllBytes));
                }
                while (i > 100 && i % 20 == 0 && protocol.transport.writeBufferSize() > 0) {
                    sleep(Duration.ZERO); // the next finds nothing queued
                }
            }
            assertTrue(most > 0);
            protocol.transport.close();
            assertArrayEquals(expected.toByteArray(), reading.await());
            assertNull(protocol.lost.await());
        }
    }

    @AsyncTest
    void writeAll_bufferListedTwice_isSentOnce() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            ByteBuffer once = bytes("once");
            protocol.transport.writeAll(List.of(once, bytes("-"), once));
            protocol.transport.writeAll(List.of());
            protocol.transport.writeEof();
            ByteBuffer late = bytes("late");
            assertThrows(
                    IllegalStateException.class,
                    () -> protocol.transport.writeAll(List.of(late, late)));
            assertEquals("late".length(), late.remaining());
            protocol.transport.close();
            assertEquals("once-", readToEnd(peer));
            protocol.lost.await();
        }
    }

    @AsyncTest
    void writeAll_afterLoss_isReadToItsEnd() throws IOException {
        var protocol = new Collector();
        try (Socket peer = connect(protocol)) {
            protocol.transport.abort();
            protocol.lost.await();
            List<ByteBuffer> pieces = List.of(bytes("x"), bytes("y"));
            protocol.transport.writeAll(pieces);
            pieces.forEach(piece -> assertFalse(piece.hasRemaining()));
            assertEquals("", readToEnd(peer));
        }
    }

    @AsyncTest
    void write_afterLoss_isDroppedAndWarnedOf() throws IOException {
        var protocol = new Collector();
        try (var log = new LogRecords();
                Socket peer = connect(protocol)) {
            protocol.transport.abort();
            protocol.lost.await();
            for (int i = 0; i < 4; i++) {
                protocol.transport.write(bytes("x"));
            }
            assertEquals(List.of(), log.texts());
            ByteBuffer last = bytes("last");
            protocol.transport.write(last);
            assertFalse(last.hasRemaining());
            protocol.transport.write(bytes("x"));
            assertEquals(1, log.texts().size());
            assertTrue(log.texts().getFirst().contains("writing to a lost connection"));
            assertEquals("", readToEnd(peer));
        }
    }

    @AsyncTest
    void limits_setOnOneSide_theOtherFollows() throws IOException {
        assertEquals(new BufferLimits(64 * 1024, 16 * 1024), BufferLimits.DEFAULT);
        assertEquals(new BufferLimits(100, 25), BufferLimits.ofHigh(100));
        assertEquals(new BufferLimits(100, 25), BufferLimits.ofLow(25));
        assertThrows(IllegalArgumentException.class, () -> new BufferLimits(1, 2));
        assertThrows(IllegalArgumentException.class, () -> BufferLimits.ofHigh(-1));
        var protocol = new Collector();
        try (Socket _ = connect(protocol)) {
            assertEquals(BufferLimits.DEFAULT, protocol.transport.writeBufferLimits());
            protocol.transport.setWriteBufferLimits(BufferLimits.ofHigh(8));
            assertEquals(new BufferLimits(8, 2), protocol.transport.writeBufferLimits());
            protocol.transport.abort();
            protocol.lost.await();
        }
    }

    // ---- channels made elsewhere

    @AsyncTest
    void createConnection_acceptedChannel_isTakenOver() throws IOException {
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var channel = SocketChannel.open()) {
            assertThrows(
                    NotYetConnectedException.class,
                    () -> getRunningLoop().createConnection(Collector::new, channel));
            channel.connect(server.getLocalSocketAddress());
            Collector protocol = getRunningLoop().createConnection(Collector::new, channel);
            try (Socket peer = server.accept()) {
                assertThrows( // and the first one goes on
                        IllegalStateException.class,
                        () -> getRunningLoop().createConnection(Collector::new, channel));
                send(peer, "x");
                until(() -> protocol.received.length() == 1);
            }
            assertNull(protocol.lost.await());
            assertFalse(channel.isOpen());
        }
    }
}
