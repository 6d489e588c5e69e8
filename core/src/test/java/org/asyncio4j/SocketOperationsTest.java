package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.internal.net.SocketOperations;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The operations of a loop on channels of the caller's own. */
class SocketOperationsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** More than the system buffers of both sides hold. */
    private static final int LARGE = 12 << 20;

    private static <C extends SelectableChannel> C nonBlocking(C channel) throws IOException {
        channel.configureBlocking(false);
        return channel;
    }

    private static ServerSocketChannel listening() throws IOException {
        return nonBlocking(ServerSocketChannel.open()).bind(new InetSocketAddress(LOOPBACK, 0));
    }

    private static DatagramChannel datagrams() throws IOException {
        return nonBlocking(DatagramChannel.open(StandardProtocolFamily.INET))
                .bind(new InetSocketAddress(LOOPBACK, 0));
    }

    /** Both ends of a connection. */
    private record Pair(SocketChannel here, SocketChannel there) implements AutoCloseable {
        static Pair connect() throws IOException {
            try (var server = listening()) {
                var here = nonBlocking(SocketChannel.open());
                getRunningLoop().sockConnect(here, server.getLocalAddress());
                return new Pair(here, getRunningLoop().sockAccept(server));
            }
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** Starts the work, lets it come to wait, and cancels it. */
    private static void cancelled(VoidBlock<?> work) {
        Task<Void> task = createTask(work);
        turns(3);
        assertFalse(task.isDone());
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }

    // ---- round trips

    private static void roundTrip(ServerSocketChannel server, SocketChannel client)
            throws IOException {
        EventLoop loop = getRunningLoop();
        var accepting = createTask(() -> loop.sockAccept(server));
        loop.sockConnect(client, server.getLocalAddress());
        try (SocketChannel accepted = accepting.await()) {
            assertFalse(accepted.isBlocking());
            var receiving = createTask(() -> loop.sockRecv(accepted, 100));
            turns(2);
            loop.sockSendAll(client, bytes("hello"));
            assertEquals("hello", text(receiving.await()));
            loop.sockSendAll(accepted, bytes("world"));
            ByteBuffer buffer = ByteBuffer.allocate(100);
            assertEquals(5, loop.sockRecvInto(client, buffer));
            assertEquals(5, buffer.position());
            accepted.shutdownOutput();
            assertEquals(0, loop.sockRecv(client, 100).length);
            assertEquals(-1, loop.sockRecvInto(client, buffer));
        } finally {
            client.close();
        }
    }

    @AsyncTest
    void connectAcceptSendReceive_overTcp() throws IOException {
        try (var server = listening()) {
            roundTrip(server, nonBlocking(SocketChannel.open()));
        }
    }

    @AsyncTest
    void connectAcceptSendReceive_overAUnixSocket(@TempDir Path directory) throws IOException {
        try (var server = nonBlocking(ServerSocketChannel.open(StandardProtocolFamily.UNIX))) {
            server.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
            roundTrip(server, nonBlocking(SocketChannel.open(StandardProtocolFamily.UNIX)));
        }
    }

    @AsyncTest
    void large_sentAndReceivedByRecv_isTheSame() throws IOException {
        EventLoop loop = getRunningLoop();
        byte[] data = random(LARGE);
        try (var pair = Pair.connect()) {
            var sending = createTask(() -> loop.sockSendAll(pair.here, ByteBuffer.wrap(data)));
            var received = new ByteArrayOutputStream();
            while (received.size() < LARGE) {
                received.write(loop.sockRecv(pair.there, 1 << 20));
            }
            sending.await();
            assertArrayEquals(data, received.toByteArray());
        }
    }

    @AsyncTest
    void large_sentAndReceivedByRecvInto_isTheSame() throws IOException {
        EventLoop loop = getRunningLoop();
        byte[] data = random(LARGE);
        try (var pair = Pair.connect()) {
            ByteBuffer source = ByteBuffer.allocateDirect(LARGE + 20);
            source.position(10).put(data).flip().position(10);
            var sending = createTask(() -> loop.sockSendAll(pair.here, source));
            ByteBuffer target = ByteBuffer.allocate(LARGE);
            while (target.hasRemaining()) {
                loop.sockRecvInto(pair.there, target);
            }
            sending.await();
            assertFalse(source.hasRemaining());
            assertEquals(LARGE + 10, source.limit());
            assertArrayEquals(data, target.array());
        }
    }

    @AsyncTest
    void sizes_areObeyed() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            assertEquals(0, loop.sockRecv(pair.here, 0).length);
            assertEquals(0, loop.sockRecvInto(pair.here, ByteBuffer.allocate(0)));
            assertThrows(IllegalArgumentException.class, () -> loop.sockRecv(pair.here, -1));
            loop.sockSendAll(pair.there, ByteBuffer.allocate(0));
            loop.sockSendAll(pair.there, bytes("abcdef"));
            assertEquals("ab", text(loop.sockRecv(pair.here, 2)));
            ByteBuffer buffer = ByteBuffer.allocate(3);
            assertEquals(3, loop.sockRecvInto(pair.here, buffer));
            assertEquals("f", text(loop.sockRecv(pair.here, 2)));
        }
    }

    // ---- connecting

    @AsyncTest
    void sockConnect_nobodyListens_saysWhere() throws IOException {
        var server = listening();
        var address = (InetSocketAddress) server.getLocalAddress();
        server.close();
        var channel = nonBlocking(SocketChannel.open());
        var error =
                assertThrows(
                        ConnectException.class,
                        () -> getRunningLoop().sockConnect(channel, address));
        assertEquals(
                "cannot connect to 127.0.0.1:" + address.getPort() + ": Connection refused",
                error.getMessage());
        assertFalse(channel.isOpen());
    }

    @AsyncTest
    void sockConnect_noSuchUnixSocket_saysWhere(@TempDir Path directory) throws IOException {
        var address = UnixDomainSocketAddress.of(directory.resolve("nobody"));
        var channel = nonBlocking(SocketChannel.open(StandardProtocolFamily.UNIX));
        var error =
                assertThrows(
                        ConnectException.class,
                        () -> getRunningLoop().sockConnect(channel, address));
        assertTrue(String.valueOf(error.getMessage()).contains("nobody"), error.getMessage());
    }

    @AsyncTest
    void sockConnect_unresolvedAddress_isResolved() throws IOException {
        try (var server = listening();
                var channel = nonBlocking(SocketChannel.open())) {
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            getRunningLoop()
                    .sockConnect(channel, InetSocketAddress.createUnresolved("127.0.0.1", port));
            assertEquals(server.getLocalAddress(), channel.getRemoteAddress());
            assertThrows(
                    AlreadyConnectedException.class,
                    () -> getRunningLoop().sockConnect(channel, server.getLocalAddress()));
        }
    }

    @AsyncTest
    void sockConnect_cancelledAtOnce_isTakenUpAgain() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var server = listening();
                var channel = nonBlocking(SocketChannel.open())) {
            var connecting = createTask(() -> loop.sockConnect(channel, server.getLocalAddress()));
            sleep(Duration.ZERO);
            connecting.cancel();
            try {
                connecting.await();
            } catch (CancelledError e) { // or it was connected at once
                loop.sockConnect(channel, server.getLocalAddress());
            }
            try (var accepted = loop.sockAccept(server)) {
                loop.sockSendAll(channel, bytes("x"));
                assertEquals("x", text(loop.sockRecv(accepted, 1)));
            }
        }
    }

    /** The listener's queue is full, so that the connection cannot come about. */
    @AsyncTest
    void sockConnect_cancelledWhileItWaits_leavesNoWriter() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var server = nonBlocking(ServerSocketChannel.open())) {
            server.bind(new InetSocketAddress(LOOPBACK, 0), 1);
            var channels = new SocketChannel[6];
            for (int i = 0; i < channels.length; i++) {
                channels[i] = nonBlocking(SocketChannel.open());
                channels[i].connect(server.getLocalAddress());
            }
            turns(3);
            SocketChannel last = channels[channels.length - 1];
            cancelled(() -> loop.sockConnect(last, server.getLocalAddress()));
            assertFalse(loop.removeWriter(last));
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    // ---- cancelling

    @AsyncTest
    void sockRecv_cancelled_endsPromptlyAndLosesNothing() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            for (int i = 0; i < 3; i++) {
                cancelled(() -> loop.sockRecv(pair.here, 100));
                assertFalse(loop.removeReader(pair.here));
                var next = createTask(() -> loop.sockRecv(pair.here, 100));
                turns(i);
                loop.sockSendAll(pair.there, bytes("all of it"));
                assertEquals("all of it", text(next.await()));
            }
        }
    }

    /** The data comes in the very turn of the cancel. */
    @AsyncTest
    void sockRecv_cancelledWhenReady_leavesTheDataToTheNext() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            for (int delay = 0; delay < 4; delay++) {
                var task = createTask(() -> loop.sockRecv(pair.here, 100));
                turns(2);
                pair.there.write(bytes("x"));
                turns(delay);
                task.cancel();
                String got;
                try {
                    got = text(task.await());
                } catch (CancelledError e) {
                    got = text(loop.sockRecv(pair.here, 100));
                }
                assertEquals("x", got);
            }
        }
    }

    @AsyncTest
    void operation_cancelledAfterTheNextBegan_leavesItsWatchAlone() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            var first = createTask(() -> loop.sockRecv(pair.here, 100));
            turns(2);
            var called = new int[1];
            loop.addReader(pair.here, () -> called[0]++); // takes the place of the first
            first.cancel();
            assertThrows(CancelledError.class, first::await);
            pair.there.write(bytes("x"));
            while (called[0] == 0) {
                sleep(Duration.ZERO);
            }
            assertTrue(loop.removeReader(pair.here));
            assertEquals("x", text(loop.sockRecv(pair.here, 100)));
        }
    }

    @AsyncTest
    void sockSendAll_cancelled_tellsHowFarItCame() throws IOException {
        EventLoop loop = getRunningLoop();
        byte[] data = random(LARGE);
        ByteBuffer buffer = ByteBuffer.wrap(data);
        try (var pair = Pair.connect()) {
            cancelled(() -> loop.sockSendAll(pair.here, buffer));
            assertTrue(buffer.position() > 0 && buffer.hasRemaining());
            assertEquals(LARGE, buffer.limit());
            var rest = createTask(() -> loop.sockSendAll(pair.here, buffer));
            ByteBuffer received = ByteBuffer.allocate(LARGE);
            while (received.hasRemaining()) {
                loop.sockRecvInto(pair.there, received);
            }
            rest.await();
            assertArrayEquals(data, received.array());
        }
    }

    @AsyncTest
    void sockAccept_cancelled_leavesTheListenerUsable() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var server = listening();
                var client = nonBlocking(SocketChannel.open())) {
            cancelled(() -> loop.sockAccept(server));
            var accepting = createTask(() -> loop.sockAccept(server));
            turns(2);
            loop.sockConnect(client, server.getLocalAddress());
            try (var accepted = accepting.await()) {
                assertEquals(client.getLocalAddress(), accepted.getRemoteAddress());
            }
        }
    }

    // ---- who may

    @AsyncTest
    void secondTask_onTheSameSide_isRefused() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            var first = createTask(() -> loop.sockRecv(pair.here, 100));
            turns(2);
            assertThrows(IllegalStateException.class, () -> loop.sockRecv(pair.here, 100));
            loop.sockSendAll(pair.here, bytes("other side"));
            assertEquals("other side", text(loop.sockRecv(pair.there, 100)));
            pair.there.write(bytes("x"));
            assertEquals("x", text(first.await()));
        }
    }

    @AsyncTest
    void channels_blockingOrOwned_areRefused() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect();
                var server = listening();
                var datagrams = datagrams()) {
            var anywhere = server.getLocalAddress();
            List<Executable> calls =
                    List.of(
                            () -> loop.sockRecv(pair.here, 1),
                            () -> loop.sockRecvInto(pair.here, ByteBuffer.allocate(1)),
                            () -> loop.sockSendAll(pair.here, ByteBuffer.allocate(1)),
                            () -> loop.sockConnect(pair.here, anywhere),
                            () -> loop.sockAccept(server),
                            () -> loop.sockRecvFrom(datagrams, 1),
                            () -> loop.sockRecvFromInto(datagrams, ByteBuffer.allocate(1)),
                            () -> loop.sockSendTo(datagrams, ByteBuffer.allocate(1), anywhere));
            var watches =
                    List.of(
                            loop.watch(pair.here, this),
                            loop.watch(server, this),
                            loop.watch(datagrams, this));
            for (Executable call : calls) {
                assertThrows(IllegalStateException.class, call);
            }
            watches.forEach(watch -> watch.close());
            pair.here.configureBlocking(true);
            server.configureBlocking(true);
            datagrams.configureBlocking(true);
            for (Executable call : calls) {
                var error = assertThrows(IllegalArgumentException.class, call);
                assertTrue(String.valueOf(error.getMessage()).contains("configureBlocking(false)"));
            }
        }
    }

    @AsyncTest
    void channel_afterItsOperations_mayBlockAgain() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var pair = Pair.connect()) {
            var receiving = createTask(() -> loop.sockRecv(pair.here, 1));
            turns(2);
            loop.sockSendAll(pair.there, bytes("x"));
            receiving.await();
            pair.here.configureBlocking(true);
            pair.there.configureBlocking(true);
        }
    }

    @AsyncTest
    void channel_closed_isToldAtOnce() throws IOException {
        EventLoop loop = getRunningLoop();
        var pair = Pair.connect();
        pair.close();
        assertThrows(ClosedChannelException.class, () -> loop.sockRecv(pair.here, 1));
        assertThrows(ClosedChannelException.class, () -> loop.sockSendAll(pair.here, bytes("x")));
    }

    // ---- datagrams

    @AsyncTest
    void datagrams_areReceivedOneByOne() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var one = datagrams();
                var other = datagrams()) {
            var receiving = createTask(() -> loop.sockRecvFrom(one, 100));
            turns(2);
            loop.sockSendTo(other, bytes("first"), one.getLocalAddress());
            loop.sockSendTo(other, ByteBuffer.allocate(0), one.getLocalAddress());
            loop.sockSendTo(other, bytes("third"), one.getLocalAddress());
            Datagram first = receiving.await();
            assertEquals("first", first.text());
            assertEquals(other.getLocalAddress(), first.sender());
            assertEquals(0, loop.sockRecvFrom(one, 100).data().length);
            assertEquals("thi", loop.sockRecvFrom(one, 3).text());
            loop.sockSendTo(other, bytes("next"), one.getLocalAddress());
            assertEquals("next", loop.sockRecvFrom(one, 100).text());
        }
    }

    @AsyncTest
    void datagrams_intoABuffer_areCutToIt() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var one = datagrams();
                var other = datagrams()) {
            ByteBuffer buffer = ByteBuffer.allocate(4);
            var receiving = createTask(() -> loop.sockRecvFromInto(one, buffer));
            turns(2);
            loop.sockSendTo(other, bytes("too long"), one.getLocalAddress());
            assertEquals(other.getLocalAddress(), receiving.await());
            assertEquals("too ", text(buffer.array()));
            loop.sockSendTo(other, bytes("ok"), one.getLocalAddress());
            loop.sockRecvFromInto(one, buffer.clear());
            assertEquals(2, buffer.position());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.sockRecvFromInto(one, buffer.asReadOnlyBuffer()));
            assertThrows(IllegalArgumentException.class, () -> loop.sockRecvFrom(one, -1));
        }
    }

    @AsyncTest
    void datagrams_ofAConnectedChannel_goToItsPeer() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var one = datagrams();
                var other = datagrams().connect(one.getLocalAddress())) {
            loop.sockSendTo(other, bytes("x"), one.getLocalAddress());
            assertEquals("x", loop.sockRecvFrom(one, 9).text());
            assertThrows(
                    IOException.class,
                    () -> loop.sockSendTo(other, ByteBuffer.allocate(0), one.getLocalAddress()));
        }
    }

    /** The system takes the datagram at the third time. */
    @AsyncTest
    void sockSendTo_socketFull_waits() throws IOException {
        var channel = new ScriptedDatagramChannel();
        channel.configureBlocking(false);
        var operations = new SocketOperations(channel.on(getRunningLoop()));
        var sending =
                createTask(
                        () ->
                                operations.sendTo(
                                        channel, bytes("x"), new InetSocketAddress(LOOPBACK, 7)));
        turns(2);
        channel.take(0);
        turns(2);
        assertFalse(sending.isDone());
        channel.take(1);
        sending.await();
        assertEquals(List.of("7:x"), channel.sent);
        assertTrue(channel.writer == null);
    }

    @AsyncTest
    void sockRecvFrom_cancelled_losesNothing() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var one = datagrams();
                var other = datagrams()) {
            cancelled(() -> loop.sockRecvFrom(one, 100));
            loop.sockSendTo(other, bytes("kept"), one.getLocalAddress());
            assertEquals("kept", loop.sockRecvFrom(one, 100).text());
        }
    }
}
