package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Files that are sent by the system, or copied where it cannot. */
class SendfileTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** More than the system buffers of both sides hold, and no multiple of a piece. */
    private static final int LARGE = (12 << 20) + 4321;

    @TempDir private Path directory;

    private byte[] data = {};

    /** A file of the given size, whose content is {@link #data}. */
    private Path file(int size) throws IOException {
        data = new byte[size];
        new Random(size).nextBytes(data);
        return Files.write(directory.resolve("data"), data);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /** A protocol that keeps what it is told, at the other end of a plain socket. */
    private static final class End implements Protocol, AutoCloseable {
        final Future<@Nullable Exception> lost = Future.pending();
        final StringBuilder received = new StringBuilder();
        final Socket peer;
        @Nullable Transport transport;
        boolean writingPaused;

        private End(Socket peer) {
            this.peer = peer;
        }

        static End connect() throws IOException {
            try (var server = new ServerSocket(0, 50, LOOPBACK)) {
                var channel = SocketChannel.open(server.getLocalSocketAddress());
                var end = new End(server.accept());
                return getRunningLoop().createConnection(() -> end, channel);
            }
        }

        Transport transport() {
            if (transport == null) {
                throw new AssertionError("not connected");
            }
            return transport;
        }

        Task<byte[]> readAll() {
            return createTask(() -> toThread(() -> peer.getInputStream().readAllBytes()));
        }

        Task<byte[]> read(int count) {
            return createTask(() -> toThread(() -> peer.getInputStream().readNBytes(count)));
        }

        void write(String text) {
            transport().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void connectionMade(Transport newTransport) {
            transport = newTransport;
        }

        @Override
        public void dataReceived(ByteBuffer bytes) {
            received.append(StandardCharsets.UTF_8.decode(bytes));
        }

        @Override
        public void pauseWriting() {
            writingPaused = true;
        }

        @Override
        public void resumeWriting() {
            writingPaused = false;
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            lost.setResult(error);
        }

        @Override
        public void close() throws IOException {
            transport().close();
            lost.await();
            peer.close();
        }
    }

    /** The same transport, but that it does not look like a socket's. */
    private static Transport disguised(Transport transport) {
        return (Transport)
                Proxy.newProxyInstance(
                        Transport.class.getClassLoader(),
                        new Class<?>[] {Transport.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(transport, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }

    /** The two ways to send. */
    private static List<Transport> waysOf(End end) {
        return List.of(end.transport(), disguised(end.transport()));
    }

    private static long send(Transport transport, FileChannel file) throws IOException {
        return getRunningLoop().sendfile(transport, file);
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

    private static void assertIo(Executable call) {
        assertThrows(IOException.class, call);
    }

    // ---- what is sent

    @AsyncTest
    void sendfile_whole_arrivesBetweenWhatIsWritten() throws IOException {
        Path path = file(LARGE);
        byte[] expected = new byte[2 * LARGE + 5 + 6 + 3];
        System.arraycopy("begin".getBytes(StandardCharsets.UTF_8), 0, expected, 0, 5);
        System.arraycopy(data, 0, expected, 5, LARGE);
        System.arraycopy("middle".getBytes(StandardCharsets.UTF_8), 0, expected, LARGE + 5, 6);
        System.arraycopy(data, 0, expected, LARGE + 11, LARGE);
        System.arraycopy("end".getBytes(StandardCharsets.UTF_8), 0, expected, 2 * LARGE + 11, 3);
        try (var end = End.connect()) {
            var reading = end.read(expected.length);
            end.write("begin");
            for (Transport way : waysOf(end)) {
                try (var file = open(path)) {
                    assertEquals(LARGE, send(way, file));
                    assertEquals(LARGE, file.position());
                }
                end.write(way == end.transport() ? "middle" : "end");
            }
            assertArrayEquals(expected, reading.await());
            assertSame(end, end.transport().protocol());
            assertFalse(end.writingPaused);
        }
    }

    @AsyncTest
    void sendfile_muchUnsentBefore_isSentFirst() throws IOException {
        Path path = file(100_000);
        try (var end = End.connect();
                var file = open(path)) {
            for (Transport way : waysOf(end)) {
                byte[] before = new byte[LARGE];
                Arrays.fill(before, (byte) 'b');
                end.transport().write(ByteBuffer.wrap(before));
                assertTrue(end.transport().writeBufferSize() > 0);
                var sending = createTask(() -> send(way, file));
                turns(3);
                assertFalse(sending.isDone());
                byte[] received = end.read(LARGE + data.length).await();
                assertEquals(data.length, sending.await());
                assertArrayEquals(before, Arrays.copyOf(received, LARGE));
                assertArrayEquals(data, Arrays.copyOfRange(received, LARGE, LARGE + data.length));
            }
        }
    }

    @AsyncTest
    void sendfile_part_isSentAndThePositionFollows() throws IOException {
        EventLoop loop = getRunningLoop();
        Path path = file(100_000);
        try (var end = End.connect();
                var file = open(path)) {
            for (Transport way : waysOf(end)) {
                assertEquals(50_000, loop.sendfile(way, file, 20_000, 50_000, true));
                assertEquals(70_000, file.position());
                assertArrayEquals(
                        Arrays.copyOfRange(data, 20_000, 70_000), end.read(50_000).await());
                assertEquals(10, loop.sendfile(way, file, 99_990, 50_000, true));
                assertEquals(10, end.read(10).await().length);
                assertEquals(100_000, file.position());
            }
        }
    }

    @AsyncTest
    void sendfile_nothing_sendsNothing() throws IOException {
        EventLoop loop = getRunningLoop();
        Path path = file(1000);
        Path empty = Files.createFile(directory.resolve("empty"));
        try (var end = End.connect();
                var file = open(path);
                var emptyFile = open(empty)) {
            for (Transport way : waysOf(end)) {
                file.position(7);
                assertEquals(0, loop.sendfile(way, file, 0, 0, true));
                assertEquals(0, loop.sendfile(way, file, 1000, 5, true));
                assertEquals(0, loop.sendfile(way, file, 5000, 5, true));
                assertEquals(0, loop.sendfile(way, emptyFile));
                assertEquals(7, file.position());
                assertThrows(
                        IllegalArgumentException.class,
                        () -> loop.sendfile(way, file, -1, 1, true));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> loop.sendfile(way, file, 1, -1, true));
            }
            end.write("still here");
            assertEquals(10, end.read(10).await().length);
        }
    }

    @AsyncTest
    void sendfile_whileThePeerSends_givesItToTheProtocol() throws IOException {
        Path path = file(LARGE);
        try (var end = End.connect();
                var file = open(path)) {
            for (Transport way : waysOf(end)) {
                end.received.setLength(0);
                var sending = createTask(() -> send(way, file));
                end.peer.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                until(() -> end.received.toString().equals("hello"));
                assertFalse(sending.isDone());
                assertArrayEquals(data, end.read(LARGE).await());
                sending.await();
            }
        }
    }

    @AsyncTest
    void sendfile_overAUnixSocket_isTheSame() throws IOException {
        Path path = file(LARGE);
        var address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var connection = openUnixConnection(address.getPath());
                var peer = server.accept()) {
            var sending = createTask(() -> connection.writer().sendFile(path));
            ByteBuffer received = ByteBuffer.allocate(LARGE);
            toThread(
                    () -> {
                        while (received.hasRemaining()) {
                            peer.read(received);
                        }
                    });
            assertEquals(LARGE, sending.await());
            assertArrayEquals(data, received.array());
        }
    }

    @AsyncTest
    void sockSendfile_sendsByTheSystem() throws IOException {
        EventLoop loop = getRunningLoop();
        Path path = file(LARGE);
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var channel = SocketChannel.open(server.getLocalSocketAddress());
                var peer = server.accept();
                var file = open(path)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.sockSendfile(channel, file, 0, 1)); // it blocks
            channel.configureBlocking(false);
            var sending = createTask(() -> loop.sockSendfile(channel, file, 1, Long.MAX_VALUE));
            turns(3);
            assertThrows(
                    IllegalStateException.class,
                    () -> loop.sockSendAll(channel, ByteBuffer.allocate(1)));
            byte[] received = toThread(() -> peer.getInputStream().readNBytes(LARGE - 1));
            assertEquals(LARGE - 1, sending.await());
            assertArrayEquals(Arrays.copyOfRange(data, 1, LARGE), received);
            assertEquals(LARGE, file.position());
            loop.sockSendAll(channel, ByteBuffer.allocate(1));
        }
    }

    // ---- who may

    @AsyncTest
    void sendfile_fallbackDisabled_isRefusedWhereTheSystemCannot() throws IOException {
        Path path = file(10);
        try (var end = End.connect();
                var file = open(path)) {
            assertThrows(
                    SendfileNotAvailableException.class,
                    () ->
                            getRunningLoop()
                                    .sendfile(disguised(end.transport()), file, 0, 10, false));
            assertEquals(0, file.position());
            assertEquals(10, getRunningLoop().sendfile(end.transport(), file, 0, 10, false));
            assertArrayEquals(data, end.read(10).await());
        }
    }

    @AsyncTest
    void sendfile_transportClosing_isRefused() throws IOException {
        Path path = file(10);
        var end = End.connect();
        end.transport().close();
        try (var file = open(path)) {
            for (Transport way : waysOf(end)) {
                assertThrows(IllegalStateException.class, () -> send(way, file));
            }
        }
        end.close();
    }

    @AsyncTest
    void sendfile_afterWriteEof_isRefused() throws IOException {
        Path path = file(10);
        try (var end = End.connect();
                var file = open(path)) {
            end.transport().writeEof();
            for (Transport way : waysOf(end)) {
                assertThrows(IllegalStateException.class, () -> send(way, file));
            }
        }
    }

    @AsyncTest
    void write_whileAFileIsSent_isRefused() throws IOException {
        Path path = file(LARGE);
        try (var end = End.connect();
                var file = open(path)) {
            Transport transport = end.transport();
            var sending = createTask(() -> send(transport, file));
            turns(3);
            assertThrows(IllegalStateException.class, () -> end.write("x"));
            assertThrows(
                    IllegalStateException.class,
                    () -> transport.writeAll(List.of(ByteBuffer.allocate(1))));
            assertThrows(IllegalStateException.class, transport::writeEof);
            assertThrows(IllegalStateException.class, () -> send(transport, file));
            assertArrayEquals(data, end.read(LARGE).await());
            sending.await();
            end.write("x");
            assertEquals(1, end.read(1).await().length);
        }
    }

    @AsyncTest
    void sendfile_whileAnotherIsCopied_isRefused() throws IOException {
        Path path = file(LARGE);
        try (var end = End.connect();
                var file = open(path)) {
            Transport transport = disguised(end.transport());
            var sending = createTask(() -> send(transport, file));
            turns(3);
            assertThrows(IllegalStateException.class, () -> send(transport, file));
            assertArrayEquals(data, end.read(LARGE).await());
            sending.await();
            assertSame(end, end.transport().protocol());
        }
    }

    // ---- failures

    @AsyncTest
    void peer_leavesMidway_keepsThePosition() throws IOException {
        Path path = file(LARGE);
        for (int way = 0; way < 2; way++) {
            var end = End.connect();
            Transport transport = waysOf(end).get(way);
            try (var file = open(path)) {
                var sending = createTask(() -> send(transport, file));
                end.read(1 << 20).await();
                end.peer.setSoLinger(true, 0);
                end.peer.close();
                assertIo(sending::await);
                assertTrue(file.position() >= 1 << 20, "at " + file.position());
                assertTrue(file.position() <= LARGE);
            }
            end.lost.await();
        }
    }

    @AsyncTest
    void peer_leavesAfterAll_isNoFailure() throws IOException {
        Path path = file(LARGE);
        try (var end = End.connect();
                var file = open(path)) {
            var reading = end.read(LARGE);
            assertEquals(LARGE, send(end.transport(), file));
            reading.await();
            end.peer.close();
            assertEquals(LARGE, file.position());
            end.lost.await();
        }
    }

    @AsyncTest
    void transport_closedOrAbortedMidway_fails() throws IOException {
        Path path = file(LARGE);
        for (int way = 0; way < 2; way++) {
            for (boolean abort : List.of(false, true)) {
                var end = End.connect();
                Transport transport = waysOf(end).get(way);
                try (var file = open(path)) {
                    var sending = createTask(() -> send(transport, file));
                    end.read(1000).await();
                    if (abort) {
                        transport.abort();
                    } else {
                        transport.close();
                    }
                    var rest = end.readAll();
                    assertIo(sending::await);
                    rest.await();
                    assertTrue(file.position() < LARGE);
                }
                end.lost.await();
                end.peer.close();
            }
        }
    }

    @AsyncTest
    void file_closedMidway_failsAndTheTransportLives() throws IOException {
        Path path = file(LARGE);
        for (int way = 0; way < 2; way++) {
            try (var end = End.connect()) {
                Transport transport = waysOf(end).get(way);
                var file = open(path);
                var sending = createTask(() -> send(transport, file));
                turns(5);
                file.close();
                var reading = end.readAll();
                assertIo(sending::await);
                assertFalse(transport.isClosing());
                end.write("!");
                end.transport().close();
                byte[] received = reading.await();
                assertTrue(received.length < LARGE);
                assertEquals('!', received[received.length - 1]);
            }
        }
    }

    // ---- cancelling

    @AsyncTest
    void sendfile_cancelled_leavesThePositionKnownAndTheTransportUsable() throws IOException {
        Path path = file(LARGE);
        for (int way = 0; way < 2; way++) {
            for (int delay = 0; delay < 12; delay++) {
                var end = End.connect();
                Transport transport = waysOf(end).get(way);
                try (var file = open(path)) {
                    var sending = createTask(() -> send(transport, file));
                    turns(delay);
                    sending.cancel();
                    assertThrows(CancelledError.class, sending::await);
                    int sent = (int) file.position();
                    var reading = end.readAll();
                    end.write("!");
                    end.transport().close();
                    byte[] received = reading.await();
                    end.close();
                    if (way == 0) {
                        assertEquals(sent + 1, received.length);
                    } else {
                        assertTrue(received.length > sent);
                        sent = received.length - 1;
                    }
                    assertArrayEquals(Arrays.copyOf(data, sent), Arrays.copyOf(received, sent));
                    assertEquals('!', received[sent]);
                }
            }
        }
    }

    @AsyncTest
    void sendfile_cancelledWhileItWaitsToCopy_countsWhatTheTransportTook() throws IOException {
        Path path = file(100_000);
        try (var end = End.connect();
                var file = open(path)) {
            end.transport().write(ByteBuffer.allocate(LARGE));
            int before = end.transport().writeBufferSize();
            var sending = createTask(() -> send(disguised(end.transport()), file));
            until(() -> end.transport().writeBufferSize() > before);
            turns(3);
            int taken = end.transport().writeBufferSize() - before;
            sending.cancel();
            assertThrows(CancelledError.class, sending::await);
            assertEquals(taken, file.position());
            byte[] received = end.read(LARGE + taken).await();
            assertArrayEquals(
                    Arrays.copyOf(data, taken), Arrays.copyOfRange(received, LARGE, LARGE + taken));
        }
    }

    @AsyncTest
    void sendfile_diskSlow_doesNotHoldUpTheLoop() throws IOException {
        var gated = new GatedFile(file(1000));
        try (var end = End.connect();
                var file = toThread(() -> open(gated.path()))) {
            var gate = gated.gateAt("transferTo");
            var sending = createTask(() -> send(end.transport(), file));
            gate.awaitReached();
            turns(100);
            sending.cancel();
            turns(3);
            assertFalse(sending.isDone()); // the piece is sent to its end
            gate.open();
            assertThrows(CancelledError.class, sending::await);
            assertEquals(1000, file.position());
            assertArrayEquals(data, end.read(1000).await());
        }
    }

    // ---- streams

    @AsyncTest
    void writer_sendFile_sendsItInOrder() throws IOException {
        Path path = file(LARGE);
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var connection = openConnection("127.0.0.1", server.getLocalPort());
                var peer = server.accept()) {
            var writer = connection.writer();
            var reading = createTask(() -> toThread(() -> peer.getInputStream().readAllBytes()));
            writer.write("<");
            assertEquals(LARGE, writer.sendFile(path));
            writer.write(">");
            assertThrows(
                    NoSuchFileException.class, () -> writer.sendFile(directory.resolve("nothing")));
            writer.writeEof();
            byte[] received = reading.await();
            assertEquals('<', received[0]);
            assertArrayEquals(data, Arrays.copyOfRange(received, 1, LARGE + 1));
            assertEquals('>', received[LARGE + 1]);
            writer.close();
            assertThrows(IllegalStateException.class, () -> writer.sendFile(path));
        }
    }

    /** Which the system cannot send by itself. */
    @AsyncTest
    void writer_sendFileOverTls_copiesItInOrder() throws IOException {
        Path path = file(LARGE);
        ConnectionHandler handler =
                connection -> {
                    connection.writer().write("<");
                    assertEquals(LARGE, connection.writer().sendFile(path));
                    connection.writer().write(">");
                };
        try (var server =
                        startServer(
                                handler,
                                "localhost",
                                0,
                                o -> o.withTls(TestCertificates.server()));
                var connection =
                        openConnection(
                                "localhost",
                                server.port(),
                                o -> o.withTls(TestCertificates.client()))) {
            byte[] received = connection.reader().readAllBytes();
            assertEquals(LARGE + 2, received.length);
            assertEquals('<', received[0]);
            assertArrayEquals(data, Arrays.copyOfRange(received, 1, LARGE + 1));
            assertEquals('>', received[LARGE + 1]);
        }
    }

    @AsyncTest
    void writer_whileAFileIsSentOverTls_refusesAllElse() throws IOException {
        Path path = file(LARGE);
        ConnectionHandler handler =
                connection -> {
                    StreamWriter writer = connection.writer();
                    var sending = createTask(() -> writer.sendFile(path));
                    turns(20);
                    assertFalse(sending.isDone());
                    assertThrows(IllegalStateException.class, () -> writer.write("x"));
                    assertThrows(IllegalStateException.class, () -> writer.sendFile(path));
                    assertThrows(IllegalStateException.class, writer::writeEof);
                    assertThrows(
                            IllegalStateException.class,
                            () -> connection.startTls(TestCertificates.server()));
                    sending.await();
                    writer.write(">");
                };
        try (var server =
                        startServer(
                                handler,
                                "localhost",
                                0,
                                o -> o.withTls(TestCertificates.server()));
                var connection =
                        openConnection(
                                "localhost",
                                server.port(),
                                o -> o.withTls(TestCertificates.client()))) {
            byte[] received = connection.reader().readAllBytes();
            assertEquals(LARGE + 1, received.length);
            assertArrayEquals(data, Arrays.copyOf(received, LARGE));
            assertEquals('>', received[LARGE]);
        }
    }

    @AsyncTest
    void writer_sendFileCancelledWhileItOpens_leavesNothingOpen() throws IOException {
        var gated = new GatedFile(file(1000));
        try (var server = new ServerSocket(0, 50, LOOPBACK);
                var connection = openConnection("127.0.0.1", server.getLocalPort());
                var peer = server.accept()) {
            var gate = gated.gateAt("open");
            var sending = createTask(() -> connection.writer().sendFile(gated.path()));
            gate.awaitReached();
            sending.cancel();
            gate.open();
            assertThrows(CancelledError.class, sending::await);
            assertTrue(gated.allClosed());
            connection.writer().write("x");
            assertEquals('x', toThread(() -> peer.getInputStream().read()));
        }
    }
}
