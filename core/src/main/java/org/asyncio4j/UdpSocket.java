package org.asyncio4j;

import org.asyncio4j.internal.net.Datagrams;
import org.asyncio4j.lowlevel.DatagramProtocol;
import org.asyncio4j.lowlevel.DatagramTransport;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A UDP socket whose calls suspend. Confined to its loop.
 *
 * <pre>{@code
 * try (var socket = UdpSocket.open("127.0.0.1", 9999)) {      // a server
 *     for (var datagram : socket.datagrams()) {
 *         socket.send(datagram.data(), datagram.sender());
 *     }
 * }
 * try (var socket = UdpSocket.connect("127.0.0.1", 9999)) {   // a client
 *     socket.send("hello");
 *     IO.println(timeout(seconds(1), socket::receive).text());
 * }
 * }</pre>
 *
 * <p>Datagrams are received all the time and wait in a queue, which has room for {@linkplain
 * DatagramOptions#withReceiveQueue 1024} unless set; what comes while it is full is {@link
 * #dropped}. A {@code send} returns at once while the system keeps up, and suspends when more than
 * 64 KiB wait to be sent, until they are 16 KiB. Several tasks may send and receive; each datagram
 * goes to one of them.
 *
 * <p>Datagrams may get lost, and that is seldom told. What the system does tell, such as that
 * nobody listens at the peer's port of a connected socket ({@link
 * java.net.PortUnreachableException}), or that a datagram is too long, or empty where the socket is
 * connected (the JDK sends none there), is thrown once: by the next {@link #receive} that finds it
 * after the datagrams before, or by the next {@code send}, which has then not sent its own. Of
 * several that nobody has seen yet, the last is. The socket can be used on.
 *
 * <p>Cancellation: a cancelled receive takes nothing. A send that is cancelled while it suspends
 * has been taken and will be sent.
 *
 * <p>For multicast and other options, make a channel and take it {@linkplain #over over}.
 *
 * <p>asyncio has datagrams as protocols only ({@link
 * org.asyncio4j.lowlevel.EventLoop#createDatagramEndpoint}); this is modelled on AnyIO's.
 */
public final class UdpSocket implements AutoCloseable {
    /** What the loop tells us. */
    private final class Endpoint implements DatagramProtocol {
        @Override
        public void connectionMade(DatagramTransport newTransport) {
            transport = newTransport;
        }

        @Override
        public void datagramReceived(ByteBuffer data, SocketAddress sender) {
            if (waiting() >= room) {
                dropped++;
                return;
            }
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            received.putNowait(new Datagram(bytes, (InetSocketAddress) sender));
        }

        @Override
        public void errorReceived(IOException error) {
            failure = error;
            if (!failureMarked && !isClosing()) {
                failureMarked = true;
                received.putNowait(FAILURE);
            }
        }

        @Override
        public void pauseWriting() {
            maySend.clear();
        }

        @Override
        public void resumeWriting() {
            maySend.set();
        }

        @Override
        public void connectionLost(@Nullable Exception error) {
            received.shutdown();
            maySend.set();
            lost.set();
        }
    }

    /** Stands among the datagrams for {@link #failure}. */
    private static final Object FAILURE = new Object();

    /** Datagrams, and {@link #FAILURE} between them, which takes none of their room. */
    private final Queue<Object> received = new Queue<>();

    private final int room;
    private final Event maySend = new Event();
    private final Event lost = new Event();
    private @Nullable DatagramTransport transport;

    /** The last error, until a call throws it. */
    private @Nullable IOException failure;

    /** Whether {@link #FAILURE} is queued, also where a send has thrown it since. */
    private boolean failureMarked;

    private long dropped;

    private UdpSocket(DatagramOptions options) {
        room = options.receiveQueue();
        maySend.set();
    }

    /** A socket on any free port, for sending to anybody. */
    public static UdpSocket open() throws IOException {
        return open(null, 0);
    }

    /** {@link #open(String, int, UnaryOperator)} with the usual options. */
    public static UdpSocket open(@Nullable String host, int port) throws IOException {
        return open(host, port, UnaryOperator.identity());
    }

    /**
     * A socket that receives from anybody; suspends.
     *
     * @param host the address to receive on, null for all
     * @param port the port, 0 for any free one
     * @throws java.net.BindException if that is not possible
     */
    public static UdpSocket open(
            @Nullable String host, int port, UnaryOperator<DatagramOptions> configure)
            throws IOException {
        InetSocketAddress local =
                host == null
                        ? new InetSocketAddress(port)
                        : InetSocketAddress.createUnresolved(host, port);
        return open(local, null, configure);
    }

    /** {@link #connect(String, int, UnaryOperator)} with the usual options. */
    public static UdpSocket connect(String host, int port) throws IOException {
        return connect(host, port, UnaryOperator.identity());
    }

    /**
     * A socket that sends to one peer, and receives from it alone unless broadcast is allowed;
     * suspends. No datagram is sent for that.
     *
     * @throws java.net.UnknownHostException if there is no such host
     */
    public static UdpSocket connect(String host, int port, UnaryOperator<DatagramOptions> configure)
            throws IOException {
        return open(null, InetSocketAddress.createUnresolved(host, port), configure);
    }

    private static UdpSocket open(
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UnaryOperator<DatagramOptions> configure)
            throws IOException {
        DatagramOptions options = configure.apply(DatagramOptions.DEFAULT);
        var socket = new UdpSocket(options);
        Loop.running()
                .createDatagramEndpoint(
                        () -> socket.new Endpoint(), local, remote, usual -> options);
        return socket;
    }

    /**
     * A socket over a channel that was made elsewhere, which is the socket's from then on;
     * suspends.
     *
     * <pre>{@code
     * var channel = DatagramChannel.open(StandardProtocolFamily.INET);
     * channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
     * channel.bind(new InetSocketAddress(5353));
     * channel.join(InetAddress.ofLiteral("224.0.0.251"), NetworkInterface.getByName("eth0"));
     * try (var socket = UdpSocket.over(channel)) { ... }
     * }</pre>
     */
    public static UdpSocket over(DatagramChannel channel) throws IOException {
        return over(Loop.running(), channel);
    }

    static UdpSocket over(EventLoop loop, DatagramChannel channel) throws IOException {
        var socket = new UdpSocket(DatagramOptions.DEFAULT);
        Datagrams.adopt(loop, () -> socket.new Endpoint(), channel);
        return socket;
    }

    private DatagramTransport transport() {
        if (transport == null) {
            throw new IllegalStateException("not opened");
        }
        return transport;
    }

    // ---- receiving

    /**
     * Takes the next datagram, and suspends until there is one.
     *
     * @throws SocketException if the socket is closed, also while this waits
     * @throws IOException an error that the system has told, see above
     */
    public Datagram receive() throws IOException {
        Datagram datagram = nextOrNull();
        if (datagram == null) {
            throw closed();
        }
        return datagram;
    }

    /**
     * The datagrams to come, for a {@code for} statement, which ends when the socket is closed.
     * What {@link #receive} would throw comes out of the statement as it is, although an {@code
     * Iterable} cannot declare it.
     */
    @SuppressWarnings("unchecked") // lets checked exceptions pass through Iterator
    public Iterable<Datagram> datagrams() {
        Block<@Nullable Datagram, ?> next = this::nextOrNull;
        var unchecked = (Block<@Nullable Datagram, RuntimeException>) next;
        return () -> new Items<>(unchecked::await);
    }

    /** Waits for the next datagram; null if the socket is closed. */
    private @Nullable Datagram nextOrNull() throws IOException {
        while (true) {
            Object next;
            try {
                next = received.get();
            } catch (QueueShutDownException e) {
                return null;
            }
            if (next instanceof Datagram datagram) {
                return datagram;
            }
            failureMarked = false;
            throwFailure();
        }
    }

    /** How many datagrams are in the queue. */
    private int waiting() {
        return received.size() - (failureMarked ? 1 : 0);
    }

    /** How many datagrams have come that had no room in the queue. */
    public long dropped() {
        return dropped;
    }

    // ---- sending

    /**
     * Sends a datagram, which may be empty. The buffer is read to its end and may be reused when
     * the call returns. A receiver that is a name still is looked up, and the first of its
     * addresses taken that are of a kind that the socket can send to.
     *
     * @throws IllegalArgumentException if the socket is connected, and not with the receiver
     * @throws UnknownHostException if there is no such host, or none of its addresses will do
     * @throws SocketException if the socket is closed
     * @throws IOException an error that the system has told, see above
     */
    public void send(ByteBuffer data, InetSocketAddress receiver) throws IOException {
        sendTo(data, receiver.isUnresolved() ? lookUp(receiver) : receiver);
    }

    /** Sends a datagram. See {@link #send(ByteBuffer, InetSocketAddress)}. */
    public void send(byte[] data, InetSocketAddress receiver) throws IOException {
        send(ByteBuffer.wrap(data), receiver);
    }

    /** Sends a text as UTF-8. See {@link #send(ByteBuffer, InetSocketAddress)}. */
    public void send(String text, InetSocketAddress receiver) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8), receiver);
    }

    /**
     * Sends a datagram to the peer of a connected socket.
     *
     * @throws IllegalArgumentException if the socket has no peer
     */
    public void send(ByteBuffer data) throws IOException {
        sendTo(data, null);
    }

    /** Sends a datagram to the peer. See {@link #send(ByteBuffer)}. */
    public void send(byte[] data) throws IOException {
        send(ByteBuffer.wrap(data));
    }

    /** Sends a text as UTF-8 to the peer. See {@link #send(ByteBuffer)}. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private InetSocketAddress lookUp(InetSocketAddress name) throws IOException {
        for (InetSocketAddress address :
                Loop.running().getAddrInfo(name.getHostString(), name.getPort())) {
            if (canSendTo(address.getAddress())) {
                return address;
            }
        }
        throw new UnknownHostException(
                name.getHostString() + " has no address that " + localAddress() + " can send to");
    }

    /** A socket of all IPv6 addresses sends to IPv4 as well. */
    private boolean canSendTo(InetAddress receiver) {
        InetAddress local = localAddress().getAddress();
        return local instanceof Inet4Address == receiver instanceof Inet4Address
                || (local instanceof Inet6Address && local.isAnyLocalAddress());
    }

    private void sendTo(ByteBuffer data, @Nullable InetSocketAddress receiver) throws IOException {
        if (transport().isClosing()) {
            throw closed();
        }
        throwFailure();
        transport().sendTo(data, receiver);
        throwFailure();
        maySend.await();
    }

    private void throwFailure() throws IOException {
        IOException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    // ---- closing

    /**
     * Sends what waits to be sent, closes the socket and suspends until that is done. What was
     * received and not taken is dropped; tasks that wait to receive are told. Closing twice is
     * allowed.
     *
     * <p>Cancellation: if the wait is cancelled, what is unsent is dropped and the socket is closed
     * at once.
     */
    @Override
    public void close() {
        dropReceived();
        transport().close();
        try {
            lost.await();
        } catch (CancelledError e) {
            abort();
            throw e;
        }
    }

    /** Closes at once, dropping what is unsent. Never suspends. */
    public void abort() {
        dropReceived();
        transport().abort();
    }

    private void dropReceived() {
        received.shutdown(true);
        failureMarked = false;
    }

    /** Whether the socket is closing or closed. */
    public boolean isClosing() {
        return transport().isClosing();
    }

    private static SocketException closed() {
        return new SocketException("the socket is closed");
    }

    // ---- what is known of it

    /** The address of this side, with the real port. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) transport().localAddress();
    }

    /** The peer of a connected socket. */
    public Optional<InetSocketAddress> remoteAddress() {
        return Optional.ofNullable((InetSocketAddress) transport().remoteAddress());
    }

    @Override
    public String toString() {
        return "<UdpSocket "
                + transport()
                + " received="
                + waiting()
                + (failure == null ? "" : " failed")
                + (dropped == 0 ? "" : " dropped=" + dropped)
                + ">";
    }
}
