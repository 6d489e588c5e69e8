package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** UDP sockets whose calls suspend. */
class UdpSocketTest {
    private static final String HOST = "127.0.0.1";

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    /** Where the compiler expects the end of the block to do it. */
    private static void closeEarly(UdpSocket socket) {
        socket.close();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    private static UdpSocket connectTo(UdpSocket server) throws IOException {
        return UdpSocket.connect(HOST, server.localAddress().getPort());
    }

    @AsyncTest
    void socket_requestAndAnswer() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server)) {
            var serving =
                    createTask(
                            () -> {
                                for (Datagram datagram : server.datagrams()) {
                                    server.send(datagram.data(), datagram.sender());
                                }
                            });
            client.send("text");
            assertEquals("text", client.receive().text());
            client.send(new byte[] {65, 66});
            assertEquals("AB", client.receive().text());
            ByteBuffer buffer = ByteBuffer.wrap(new byte[] {67, 68, 69}).position(1);
            client.send(buffer);
            assertFalse(buffer.hasRemaining());
            Datagram last = client.receive();
            assertEquals("DE", last.text());
            assertEquals(server.localAddress(), last.sender());
            assertEquals(Optional.of(server.localAddress()), client.remoteAddress());
            assertEquals(Optional.empty(), server.remoteAddress());
            closeEarly(server);
            serving.await(); // the for statement ends with the socket
        }
    }

    @AsyncTest
    void socket_sendsToAnybody() throws IOException {
        try (var one = UdpSocket.open(HOST, 0);
                var other = UdpSocket.open(HOST, 0);
                var third = UdpSocket.open()) {
            third.send("one", one.localAddress());
            third.send(new byte[0], other.localAddress());
            third.send(ByteBuffer.wrap(new byte[] {65}), other.localAddress());
            assertEquals("one", one.receive().text());
            assertEquals("", other.receive().text());
            assertEquals("A", other.receive().text());
            int port = one.localAddress().getPort();
            third.send("by name", InetSocketAddress.createUnresolved("localhost", port));
            assertEquals("by name", one.receive().text());
            assertThrows(IllegalArgumentException.class, () -> third.send("to whom?"));
        }
    }

    @AsyncTest
    void connected_hearsItsPeerOnly() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server);
                var stranger = UdpSocket.open(HOST, 0)) {
            stranger.send("never heard", client.localAddress());
            server.send("heard", client.localAddress());
            assertEquals("heard", client.receive().text());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.send("x", stranger.localAddress()));
        }
    }

    @AsyncTest
    void receive_byHostName_works() throws IOException {
        try (var server =
                        UdpSocket.open(
                                "localhost", 0, o -> o.withFamily(StandardProtocolFamily.INET));
                var client = UdpSocket.connect("localhost", server.localAddress().getPort())) {
            client.send("hi");
            assertEquals("hi", server.receive().text());
        }
        assertThrows(
                UnknownHostException.class, () -> UdpSocket.connect("no.such.host.invalid", 1));
    }

    @AsyncTest
    void open_options_areAskedForOnce() throws IOException {
        var asked = new int[1];
        UdpSocket.open(
                        HOST,
                        0,
                        o -> {
                            asked[0]++;
                            return o;
                        })
                .close();
        assertEquals(1, asked[0]);
    }

    // ---- the queue

    @AsyncTest
    void queue_full_dropsAndCounts() throws IOException {
        try (var server = UdpSocket.open(HOST, 0, o -> o.withReceiveQueue(3));
                var client = connectTo(server)) {
            for (int i = 0; i < 5; i++) {
                client.send(String.valueOf(i));
            }
            until(() -> server.dropped() == 2);
            for (int i = 0; i < 3; i++) {
                assertEquals(String.valueOf(i), server.receive().text());
            }
            client.send("after");
            assertEquals("after", server.receive().text());
            assertEquals(2, server.dropped());
            assertTrue(server.toString().contains("received=0 dropped=2"), server.toString());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> UdpSocket.open(HOST, 0, o -> o.withReceiveQueue(0)));
    }

    @AsyncTest
    void receive_byManyTasks_givesEachDatagramToOne() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server)) {
            var tasks = new ArrayList<Task<Datagram>>();
            for (int i = 0; i < 4; i++) {
                tasks.add(createTask(server::receive));
            }
            turns(2);
            tasks.get(1).cancel();
            for (int i = 0; i < 3; i++) {
                client.send(String.valueOf(i));
            }
            assertEquals("0", tasks.get(0).await().text());
            assertThrows(CancelledError.class, tasks.get(1)::await);
            assertEquals("1", tasks.get(2).await().text());
            assertEquals("2", tasks.get(3).await().text());
        }
    }

    @AsyncTest
    void receive_cancelled_takesNothing() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server)) {
            for (int delay = 0; delay < 5; delay++) {
                Task<Datagram> task = createTask(server::receive);
                turns(2);
                client.send("x");
                turns(delay);
                task.cancel();
                String got;
                try {
                    got = task.await().text();
                } catch (CancelledError e) {
                    got = server.receive().text();
                }
                assertEquals("x", got);
            }
        }
    }

    // ---- errors

    @AsyncTest
    void peer_gone_isThrownOnceByReceive() throws IOException {
        var gone = UdpSocket.open(HOST, 0);
        int port = gone.localAddress().getPort();
        gone.close();
        try (var client = UdpSocket.connect(HOST, port)) {
            client.send("anybody there?");
            assertThrows(PortUnreachableException.class, client::receive);
            try (var back = UdpSocket.open(HOST, port)) {
                client.send("again");
                assertEquals("again", back.receive().text());
                back.send("yes", client.localAddress());
                assertEquals("yes", client.receive().text());
            }
        }
    }

    @AsyncTest
    void peer_gone_isThrownOnceBySend() throws IOException {
        var gone = UdpSocket.open(HOST, 0);
        int port = gone.localAddress().getPort();
        gone.close();
        try (var client = UdpSocket.connect(HOST, port)) {
            client.send("anybody there?");
            until(() -> client.toString().contains("failed"));
            assertThrows(PortUnreachableException.class, () -> client.send("lost"));
            try (var back = UdpSocket.open(HOST, port)) {
                client.send("sent");
                assertEquals("sent", back.receive().text());
                back.send("yes", client.localAddress());
                assertEquals("yes", client.receive().text()); // and not the error again
            }
        }
    }

    @AsyncTest
    void peer_gone_takesNoRoomOfDatagrams() throws IOException {
        var gone = UdpSocket.open(HOST, 0);
        int port = gone.localAddress().getPort();
        gone.close();
        try (var client = UdpSocket.connect(HOST, port, o -> o.withReceiveQueue(1))) {
            for (int i = 0; i < 3; i++) {
                client.send("anybody there?");
                until(() -> client.toString().contains("failed"));
                assertThrows(PortUnreachableException.class, () -> client.send("lost"));
            }
            try (var back = UdpSocket.open(HOST, port)) {
                client.send("sent");
                assertEquals("sent", back.receive().text());
                back.send("yes", client.localAddress());
                assertEquals("yes", client.receive().text());
                assertEquals(0, client.dropped());
            }
        }
    }

    @AsyncTest
    void peer_gone_whileDatagramsWait_isThrownAfterThem() throws IOException {
        var server = UdpSocket.open(HOST, 0);
        try (var client =
                UdpSocket.connect(
                        HOST, server.localAddress().getPort(), o -> o.withReceiveQueue(1))) {
            server.send("last words", client.localAddress());
            until(() -> client.toString().contains("received=1"));
            server.close();
            client.send("anybody there?");
            until(() -> client.toString().contains("failed"));
            assertEquals("last words", client.receive().text());
            assertThrows(PortUnreachableException.class, client::receive);
        }
    }

    @AsyncTest
    void send_tooLongOrEmpty_throws() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server)) {
            assertThrows(IOException.class, () -> client.send(new byte[70_000]));
            assertThrows(IOException.class, () -> client.send(""));
            assertThrows(
                    IOException.class, () -> server.send(new byte[70_000], client.localAddress()));
            client.send("fine");
            assertEquals("fine", server.receive().text());
        }
    }

    @AsyncTest
    void send_addressOfTheOtherKind_throws() throws IOException {
        try (var socket = UdpSocket.open(HOST, 0)) {
            var to = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
            var error = assertThrows(IOException.class, () -> socket.send("x", to));
            assertEquals("cannot send to /[0:0:0:0:0:0:0:1]:9", error.getMessage());
            socket.send("fine", socket.localAddress());
            assertEquals("fine", socket.receive().text());
        }
    }

    @AsyncTest
    void send_nameWithAddressesOfBothKinds_takesOneThatWillDo() throws IOException {
        getRunningLoop()
                .setResolver(
                        host ->
                                host.equals("six.example")
                                        ? List.of(InetAddress.ofLiteral("::1"))
                                        : List.of(
                                                InetAddress.ofLiteral("::1"),
                                                InetAddress.ofLiteral(HOST)));
        try (var socket = UdpSocket.open(HOST, 0)) {
            int port = socket.localAddress().getPort();
            socket.send("x", InetSocketAddress.createUnresolved("both.example", port));
            assertEquals("x", socket.receive().text());
            var six = InetSocketAddress.createUnresolved("six.example", port);
            assertThrows(UnknownHostException.class, () -> socket.send("x", six));
        }
    }

    // ---- sending more than the system takes

    @AsyncTest
    void send_systemFull_suspendsAboveTheMark() throws IOException {
        var channel = new ScriptedDatagramChannel();
        UdpSocket socket = UdpSocket.over(channel.on(getRunningLoop()), channel);
        var to = new InetSocketAddress(InetAddress.ofLiteral(HOST), 9);
        socket.send("x".repeat(60_000), to);
        var sending = createTask(() -> socket.send("y".repeat(10_000), to));
        turns(3);
        assertFalse(sending.isDone());
        var cancelled = createTask(() -> socket.send("z", to));
        turns(3);
        cancelled.cancel();
        assertThrows(CancelledError.class, cancelled::await);
        channel.take(1);
        sending.await();
        var closing = createTask(socket::close);
        turns(3);
        assertFalse(closing.isDone());
        assertThrows(SocketException.class, () -> socket.send("late", to));
        channel.take(2);
        closing.await();
        assertEquals(3, channel.sent.size());
        assertEquals("9:z", channel.sent.getLast());
    }

    @AsyncTest
    void close_cancelled_closesAtOnce() throws IOException {
        var channel = new ScriptedDatagramChannel();
        UdpSocket socket = UdpSocket.over(channel.on(getRunningLoop()), channel);
        socket.send("x", new InetSocketAddress(InetAddress.ofLiteral(HOST), 9));
        var closing = createTask(socket::close);
        turns(3);
        closing.cancel();
        assertThrows(CancelledError.class, closing::await);
        until(() -> !channel.isOpen());
        channel.take(1);
        assertEquals(0, channel.sent.size());
        socket.close();
    }

    // ---- closing

    @AsyncTest
    void close_wakesWhoReceives() throws IOException {
        var socket = UdpSocket.open(HOST, 0);
        var receiving = createTask(socket::receive);
        var looping =
                createTask(
                        () -> {
                            int count = 0;
                            for (Datagram _ : socket.datagrams()) {
                                count++;
                            }
                            return count;
                        });
        turns(2);
        assertFalse(socket.isClosing());
        socket.close();
        assertTrue(socket.isClosing());
        assertEquals(
                "the socket is closed",
                assertThrows(SocketException.class, receiving::await).getMessage());
        assertEquals(0, looping.await());
        assertThrows(SocketException.class, socket::receive);
        assertThrows(SocketException.class, () -> socket.send("x", socket.localAddress()));
        socket.close();
        socket.abort();
    }

    @AsyncTest
    void close_dropsWhatNobodyTook() throws IOException {
        try (var server = UdpSocket.open(HOST, 0);
                var client = connectTo(server)) {
            client.send("x");
            until(() -> server.toString().contains("received=1"));
            closeEarly(server);
            assertThrows(SocketException.class, server::receive);
        }
    }

    // ---- channels made elsewhere

    @AsyncTest
    void over_memberOfAGroup_receivesItsDatagrams() throws IOException {
        var loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(HOST));
        var group = InetAddress.ofLiteral("239.1.2.3");
        var channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(new InetSocketAddress(0));
        channel.join(group, loopback);
        var sender = DatagramChannel.open(StandardProtocolFamily.INET);
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        try (var member = UdpSocket.over(channel);
                var client = UdpSocket.over(sender)) {
            client.send("to all", new InetSocketAddress(group, member.localAddress().getPort()));
            assertEquals("to all", member.receive().text());
        }
    }

    @AsyncTest
    void toString_says() throws IOException {
        var socket = UdpSocket.open(HOST, 0);
        assertTrue(
                socket.toString().startsWith("<UdpSocket <DatagramSocketTransport open local="),
                socket.toString());
        assertEquals(
                "<Datagram of 2 bytes from " + socket.localAddress() + ">",
                new Datagram(new byte[2], socket.localAddress()).toString());
        socket.close();
    }
}
