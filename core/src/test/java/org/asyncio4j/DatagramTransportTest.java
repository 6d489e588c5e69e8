package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.internal.net.Datagrams;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.DatagramProtocol;
import org.asyncio4j.lowlevel.DatagramTransport;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Datagram sockets as transports and protocols. */
class DatagramTransportTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);

    /** Notes what it is told; tests say how to react. */
    private static class Recorder implements DatagramProtocol {
        final List<String> log = new ArrayList<>();
        final List<IOException> errors = new ArrayList<>();
        final Future<@Nullable Exception> lost = Future.pending();
        @Nullable DatagramTransport transport;
        @Nullable SocketAddress sender;
        @Nullable Runnable reaction;

        DatagramTransport transport() {
            if (transport == null) {
                throw new AssertionError("no transport");
            }
            return transport;
        }

        private void note(String event) {
            log.add(event);
            if (reaction != null) {
                reaction.run();
            }
        }

        @Override
        public void connectionMade(DatagramTransport newTransport) {
            transport = newTransport;
            note("made");
        }

        @Override
        public void datagramReceived(ByteBuffer data, SocketAddress newSender) {
            sender = newSender;
            note("data " + StandardCharsets.UTF_8.decode(data));
        }

        @Override
        public void errorReceived(IOException error) {
            errors.add(error);
            note("error");
        }

        @Override
        public void pauseWriting() {
            note("pause");
        }

        @Override
        public void resumeWriting() {
            note("resume");
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            assertFalse(lost.isDone(), "told twice");
            lost.setResult(error);
            note("lost");
        }
    }

    private static Recorder open(
            @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote)
            throws IOException {
        return open(local, remote, UnaryOperator.identity());
    }

    private static Recorder open(
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UnaryOperator<DatagramOptions> configure)
            throws IOException {
        return getRunningLoop().createDatagramEndpoint(Recorder::new, local, remote, configure);
    }

    private static InetSocketAddress addressOf(Recorder recorder) {
        return (InetSocketAddress) recorder.transport().localAddress();
    }

    private static void close(Recorder... recorders) {
        for (Recorder recorder : recorders) {
            recorder.transport().close();
            assertNull(recorder.lost.await());
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    // ---- opening

    @AsyncTest
    void endpoints_exchangeDatagrams() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        assertEquals(addressOf(server), client.transport().remoteAddress());
        assertNull(server.transport().remoteAddress());
        client.transport().sendTo(bytes("to the peer"), null);
        client.transport().sendTo(bytes("by address"), addressOf(server));
        until(() -> server.log.size() == 3);
        assertEquals(List.of("made", "data to the peer", "data by address"), server.log);
        assertEquals(addressOf(client).getPort(), portOf(server.sender));
        server.transport().sendTo(bytes("back"), server.sender);
        until(() -> client.log.contains("data back"));
        close(client, server);
        assertEquals(List.of("made", "data back", "lost"), client.log);
    }

    private static int portOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    @AsyncTest
    void endpoints_ofIpv6_exchangeDatagrams() throws IOException {
        Recorder server;
        try {
            server = open(InetSocketAddress.createUnresolved("::1", 0), null);
        } catch (BindException e) {
            return; // a machine without IPv6
        }
        Recorder client = open(null, addressOf(server));
        client.transport().sendTo(bytes("six"), null);
        until(() -> server.log.contains("data six"));
        close(client, server);
    }

    @AsyncTest
    void endpoint_withoutAddresses_getsAPort() throws IOException {
        for (var family : new StandardProtocolFamily[] {null, StandardProtocolFamily.INET}) {
            Recorder one = open(null, null, o -> family == null ? o : o.withFamily(family));
            assertTrue(addressOf(one).getPort() > 0);
            Recorder other = open(ANY_PORT, null);
            one.transport().sendTo(bytes("hi"), addressOf(other));
            until(() -> other.log.contains("data hi"));
            close(one, other);
        }
    }

    @AsyncTest
    void endpoint_withLocalAndRemote_hasBoth() throws IOException {
        Recorder server = open(ANY_PORT, null);
        for (InetSocketAddress local : List.of(ANY_PORT, new InetSocketAddress(0))) {
            Recorder client = open(local, addressOf(server));
            assertEquals(LOOPBACK, addressOf(client).getAddress());
            close(client);
        }
        close(server);
    }

    @AsyncTest
    void endpoint_ofAnExistingChannel_takesItOver() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(ANY_PORT);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16);
        Recorder server = getRunningLoop().createDatagramEndpoint(Recorder::new, channel);
        assertEquals(channel.getLocalAddress(), server.transport().localAddress());
        assertThrows(IllegalStateException.class, () -> getRunningLoop().sockRecvFrom(channel, 1));
        Recorder client =
                getRunningLoop()
                        .createDatagramEndpoint(
                                Recorder::new, DatagramChannel.open(StandardProtocolFamily.INET));
        client.transport().sendTo(bytes("x"), addressOf(server));
        until(() -> server.log.contains("data x"));
        close(client, server);
        assertFalse(channel.isOpen());
    }

    @AsyncTest
    void endpoint_addressInUse_saysWhich() throws IOException {
        Recorder server = open(ANY_PORT, null);
        var error = assertThrows(BindException.class, () -> open(addressOf(server), null));
        assertEquals(
                "cannot receive datagrams on 127.0.0.1:"
                        + addressOf(server).getPort()
                        + ": Address already in use",
                error.getMessage());
        close(server);
    }

    @AsyncTest
    void endpoint_reusePort_sharesIt() throws IOException {
        Recorder one = open(ANY_PORT, null, o -> o.withReusePort(true));
        Recorder other = open(addressOf(one), null, o -> o.withReusePort(true));
        assertEquals(addressOf(one), addressOf(other));
        close(one, other);
    }

    @AsyncTest
    void endpoint_familiesThatDoNotFit_areRefused() {
        var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
        var error = assertThrows(UnknownHostException.class, () -> open(ANY_PORT, six));
        assertTrue(String.valueOf(error.getMessage()).contains("no family in common"));
        assertThrows(
                IOException.class,
                () -> open(ANY_PORT, null, o -> o.withFamily(StandardProtocolFamily.INET6)));
        var unresolved = InetSocketAddress.createUnresolved("127.0.0.1", 0);
        assertThrows(
                UnknownHostException.class,
                () -> open(unresolved, null, o -> o.withFamily(StandardProtocolFamily.INET6)));
    }

    @AsyncTest
    void endpoint_factoryFails_closesTheChannel() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(ANY_PORT);
        var oops = new IllegalStateException("oops");
        assertSame(
                oops,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                getRunningLoop()
                                        .createDatagramEndpoint(
                                                () -> {
                                                    throw oops;
                                                },
                                                channel)));
        assertFalse(channel.isOpen());
    }

    @AsyncTest
    void endpoint_cancelledWhileItBegins_isClosed() throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(ANY_PORT);
        Task<Recorder> task =
                createTask(() -> getRunningLoop().createDatagramEndpoint(Recorder::new, channel));
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        until(() -> !channel.isOpen());
    }

    @AsyncTest
    void endpoint_withBroadcast_isNotConnectedButSendsToOne() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(ANY_PORT, addressOf(server), o -> o.withBroadcast(true));
        assertNull(client.transport().remoteAddress());
        client.transport().sendTo(bytes("one"), null);
        client.transport().sendTo(bytes("two"), addressOf(server));
        assertThrows(
                IllegalArgumentException.class,
                () -> client.transport().sendTo(bytes("three"), ANY_PORT));
        until(() -> server.log.contains("data two"));
        Recorder stranger = open(ANY_PORT, null);
        stranger.transport().sendTo(bytes("from a stranger"), addressOf(client));
        until(() -> client.log.contains("data from a stranger"));
        close(client, server, stranger);
    }

    // ---- sending

    @AsyncTest
    void sendTo_empty_isReceivedEmpty() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(ANY_PORT, null);
        client.transport().sendTo(ByteBuffer.allocate(0), addressOf(server));
        client.transport().sendTo(bytes("after"), addressOf(server));
        until(() -> server.log.contains("data after"));
        assertEquals(List.of("made", "data ", "data after"), server.log);
        close(client, server);
    }

    /** The JDK drops it without a word. */
    @AsyncTest
    void sendTo_emptyOnAConnectedSocket_isAnError() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        client.transport().sendTo(ByteBuffer.allocate(0), null);
        assertEquals(List.of("made", "error"), client.log);
        assertTrue(String.valueOf(client.errors.getFirst().getMessage()).contains("empty"));
        close(client, server);
    }

    @AsyncTest
    void sendTo_wrongReceiver_isRefused() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        var other = new InetSocketAddress(LOOPBACK, 9);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> client.transport().sendTo(bytes("x"), other));
        assertTrue(String.valueOf(error.getMessage()).contains("127.0.0.1:9"));
        assertThrows(
                IllegalArgumentException.class, () -> server.transport().sendTo(bytes("x"), null));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        server.transport()
                                .sendTo(bytes("x"), InetSocketAddress.createUnresolved("a", 9)));
        assertEquals(List.of("made"), client.log);
        close(client, server);
    }

    @AsyncTest
    void sendTo_tooLong_isAnErrorOfThatDatagram() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        client.transport().sendTo(ByteBuffer.allocate(70_000), null);
        assertEquals(List.of("made", "error"), client.log);
        client.transport().sendTo(bytes("short"), null);
        until(() -> server.log.contains("data short"));
        close(client, server);
    }

    @AsyncTest
    void sendTo_longest_arrivesWhole() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        client.transport().sendTo(bytes("x".repeat(65_507)), null);
        until(() -> server.log.size() == 2);
        assertEquals("data " + "x".repeat(65_507), server.log.get(1));
        close(client, server);
    }

    @AsyncTest
    void sendTo_nobodyListens_isToldAndNotFatal() throws IOException {
        Recorder gone = open(ANY_PORT, null);
        InetSocketAddress address = addressOf(gone);
        close(gone);
        Recorder client = open(null, address);
        client.transport().sendTo(bytes("anybody there?"), null);
        until(() -> client.log.contains("error"));
        assertTrue(client.errors.getFirst() instanceof PortUnreachableException);
        assertFalse(client.transport().isClosing());
        Recorder back = open(address, null);
        client.transport().sendTo(bytes("again"), null);
        until(() -> back.log.contains("data again"));
        close(client, back);
    }

    // ---- what the socket does not take at once

    private static Recorder scripted(ScriptedDatagramChannel channel) throws IOException {
        return Datagrams.adopt(channel.on(getRunningLoop()), Recorder::new, channel);
    }

    private static InetSocketAddress port(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    @AsyncTest
    void sendTo_socketFull_queuesCopiesWithEightBytesEach() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        DatagramTransport transport = recorder.transport();
        channel.room = 1;
        byte[] reused = "one".getBytes(StandardCharsets.UTF_8);
        transport.sendTo(ByteBuffer.wrap(reused), port(1));
        assertEquals(0, transport.writeBufferSize());
        assertNull(channel.writer);
        ByteBuffer data = ByteBuffer.wrap(reused);
        transport.sendTo(data, port(2));
        assertFalse(data.hasRemaining());
        reused[0] = 'X';
        assertEquals(3 + 8, transport.writeBufferSize());
        transport.sendTo(bytes("three"), port(3));
        transport.sendTo(ByteBuffer.allocate(0), port(4)); // queued behind the others
        assertEquals(11 + 13 + 8, transport.writeBufferSize());
        channel.take(1);
        assertEquals(13 + 8, transport.writeBufferSize());
        channel.take(5);
        assertEquals(0, transport.writeBufferSize());
        assertNull(channel.writer);
        assertEquals(List.of("1:one", "2:one", "3:three", "4:"), channel.sent);
        close(recorder);
    }

    @AsyncTest
    void marks_pauseAndResume() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        DatagramTransport transport = recorder.transport();
        assertEquals(BufferLimits.DEFAULT, transport.writeBufferLimits());
        transport.setWriteBufferLimits(new BufferLimits(30, 12));
        transport.sendTo(bytes("12"), port(1));
        transport.sendTo(bytes("12"), port(2));
        transport.sendTo(bytes("12"), port(3));
        assertEquals(List.of("made"), recorder.log); // 30 are not above 30
        transport.sendTo(bytes("12"), port(4));
        transport.sendTo(bytes("12"), port(5));
        assertEquals(List.of("made", "pause"), recorder.log);
        channel.take(3);
        assertEquals(20, transport.writeBufferSize());
        assertEquals(List.of("made", "pause"), recorder.log);
        channel.take(1);
        assertEquals(List.of("made", "pause", "resume"), recorder.log);
        transport.setWriteBufferLimits(new BufferLimits(0, 0));
        assertEquals(List.of("made", "pause", "resume", "pause"), recorder.log);
        channel.take(1);
        close(recorder);
    }

    @AsyncTest
    void close_withDatagramsUnsent_sendsThemFirst() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        DatagramTransport transport = recorder.transport();
        transport.sendTo(bytes("kept"), port(1));
        transport.close();
        transport.close();
        assertTrue(transport.isClosing());
        sleep(Duration.ZERO);
        assertFalse(recorder.lost.isDone());
        channel.take(9);
        assertNull(recorder.lost.await());
        transport.sendTo(bytes("dropped"), port(1));
        assertEquals(List.of("1:kept"), channel.sent);
        assertEquals(List.of("made", "lost"), recorder.log);
    }

    @AsyncTest
    void abort_withDatagramsUnsent_dropsThem() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        recorder.transport().sendTo(bytes("dropped"), port(1));
        recorder.transport().abort();
        assertNull(recorder.lost.await());
        assertEquals(0, recorder.transport().writeBufferSize());
        channel.take(9);
        assertEquals(List.of(), channel.sent);
    }

    @AsyncTest
    void errors_whileTheQueueIsSent_concernOneDatagram() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        DatagramTransport transport = recorder.transport();
        for (Exception error : List.of(new IOException("a"), new IllegalStateException("b"))) {
            transport.sendTo(bytes("bad"), port(1));
            transport.sendTo(bytes("good"), port(2));
            channel.error = error;
            channel.take(1);
            assertEquals(0, transport.writeBufferSize());
        }
        assertEquals(List.of("made", "error", "error"), recorder.log);
        assertEquals(List.of("2:good", "2:good"), channel.sent);
        close(recorder);
    }

    @AsyncTest
    void abort_inErrorReceived_endsTheSending() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        recorder.transport().sendTo(bytes("bad"), port(1));
        recorder.transport().sendTo(bytes("never sent"), port(2));
        recorder.reaction = () -> recorder.transport().abort();
        channel.error = new IOException("a");
        channel.take(5);
        assertNull(recorder.lost.await());
        assertEquals(List.of(), channel.sent);
        assertEquals(List.of("made", "error", "lost"), recorder.log);
    }

    @AsyncTest
    void channel_closedByAnother_isLost() throws IOException {
        var channel = new ScriptedDatagramChannel();
        Recorder recorder = scripted(channel);
        var closed = new ClosedChannelException();
        channel.error = closed;
        recorder.transport().sendTo(bytes("x"), port(1));
        assertSame(closed, recorder.lost.await());
        assertEquals(List.of("made", "lost"), recorder.log);
    }

    // ---- receiving

    @AsyncTest
    void datagrams_manyAtOnce_comeInOrder() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        for (int i = 0; i < 100; i++) {
            client.transport().sendTo(bytes(String.valueOf(i)), null);
        }
        until(() -> server.log.size() == 101);
        for (int i = 0; i < 100; i++) {
            assertEquals("data " + i, server.log.get(i + 1));
        }
        close(client, server);
    }

    @AsyncTest
    void callback_throws_isReportedAndTheSocketGoesOn(TestLoop loop) throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        var oops = new IllegalStateException("oops");
        server.reaction =
                () -> {
                    throw oops;
                };
        client.transport().sendTo(bytes("one"), null);
        until(() -> server.log.size() == 2);
        sleep(Duration.ZERO);
        var report = loop.takeReports().getFirst();
        assertEquals("protocol.datagramReceived() failed", report.message());
        assertSame(oops, report.exception());
        assertSame(server.transport, report.subject());
        server.reaction = null;
        client.transport().sendTo(bytes("two"), null);
        until(() -> server.log.contains("data two"));
        close(client, server);
    }

    @AsyncTest
    void close_inDatagramReceived_endsTheReceiving() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        server.reaction = () -> server.transport().close();
        client.transport().sendTo(bytes("one"), null);
        client.transport().sendTo(bytes("two"), null);
        assertNull(server.lost.await());
        assertEquals(List.of("made", "data one", "lost"), server.log);
        close(client);
    }

    @AsyncTest
    void transport_saysWhatItIs() throws IOException {
        Recorder server = open(ANY_PORT, null);
        Recorder client = open(null, addressOf(server));
        String text = client.transport().toString();
        assertTrue(text.startsWith("<DatagramSocketTransport open local=/127.0.0.1:"), text);
        assertTrue(text.contains(" remote=/127.0.0.1:" + addressOf(server).getPort()), text);
        close(client, server);
        assertTrue(server.transport().toString().startsWith("<DatagramSocketTransport closed"));
    }
}
