package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.ConnectionOptions;
import org.asyncio4j.Future;
import org.asyncio4j.RaceResult;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Connects to servers, in the calling task. */
public final class Connector {
    private Connector() {}

    /** Connects to the first address of a host that answers. */
    public static <P extends Protocol> P connect(
            EventLoop loop,
            Supplier<P> protocolFactory,
            String host,
            int port,
            ConnectionOptions options)
            throws IOException {
        checkClient(options);
        List<InetSocketAddress> addresses =
                interleaved(Names.resolve(loop, host, port, options.family()));
        SocketChannel channel =
                addresses.size() == 1
                        ? connect(loop, addresses.getFirst(), host, options)
                        : connectToAny(loop, addresses, host, options);
        return begin(loop, channel, protocolFactory, host, options);
    }

    /** Takes a channel that was connected elsewhere. */
    public static <P extends Protocol> P adopt(
            EventLoop loop,
            Supplier<P> protocolFactory,
            SocketChannel channel,
            ConnectionOptions options)
            throws IOException {
        if (!channel.isConnected()) {
            throw new NotYetConnectedException();
        }
        channel.configureBlocking(false);
        loop.watch(channel, options).close(); // or it would be closed although it is in use
        return begin(loop, channel, protocolFactory, null, options);
    }

    /** Connects to a Unix socket. */
    public static <P extends Protocol> P connect(
            EventLoop loop, Supplier<P> protocolFactory, Path path, ConnectionOptions options)
            throws IOException {
        checkClient(options);
        if (options.localAddress() != null) {
            throw new IllegalArgumentException("a Unix socket has no local address to choose");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connect(loop, channel, UnixDomainSocketAddress.of(path));
            connected = true;
        } catch (IOException e) {
            throw explained(e, path.toString());
        } finally {
            if (!connected) {
                channel.close();
            }
        }
        return begin(loop, channel, protocolFactory, null, options);
    }

    /** Two servers would wait for each other. A channel made elsewhere may be a server's. */
    private static void checkClient(ConnectionOptions options) {
        if (options.tls() != null && options.tls().isServer()) {
            throw new IllegalArgumentException(
                    "a client needs a client's context: " + options.tls());
        }
    }

    /** One address of each kind in turn, beginning with the kind of the first (RFC 8305, 4). */
    static List<InetSocketAddress> interleaved(List<InetSocketAddress> addresses) {
        Map<StandardProtocolFamily, List<InetSocketAddress>> byFamily =
                addresses.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Names::familyOf, LinkedHashMap::new, Collectors.toList()));
        var mixed = new ArrayList<InetSocketAddress>(addresses.size());
        for (int i = 0; mixed.size() < addresses.size(); i++) {
            for (List<InetSocketAddress> family : byFamily.values()) {
                if (i < family.size()) {
                    mixed.add(family.get(i));
                }
            }
        }
        return mixed;
    }

    /** Happy Eyeballs, RFC 8305. */
    private static SocketChannel connectToAny(
            EventLoop loop,
            List<InetSocketAddress> addresses,
            String host,
            ConnectionOptions options)
            throws IOException {
        Set<SocketChannel> connected = new LinkedHashSet<>();
        List<Block<SocketChannel, IOException>> attempts = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            attempts.add(
                    () -> {
                        SocketChannel channel = connect(loop, address, host, options);
                        connected.add(channel);
                        return channel;
                    });
        }
        SocketChannel winner = null;
        try {
            Duration delay = options.happyEyeballsDelay();
            RaceResult<SocketChannel> result = Asyncio.staggeredRace(attempts, delay);
            if (!result.hasWinner()) {
                throw failure(host, result.errors());
            }
            winner = result.value();
            return Objects.requireNonNull(winner);
        } finally {
            connected.remove(winner);
            for (SocketChannel loser : connected) { // connected in the very moment of the winner
                loser.close();
            }
        }
    }

    /** What is thrown when no address answers; the errors of all are attached to it. */
    private static IOException failure(String host, List<@Nullable Throwable> errors) {
        List<Throwable> all = errors.stream().map(Objects::requireNonNull).toList();
        for (Throwable error : all) {
            if (!(error instanceof IOException)) {
                throw new IllegalStateException("connecting to " + host + " failed", error);
            }
        }
        String messages =
                all.stream()
                        .map(Throwable::getMessage)
                        .distinct()
                        .collect(Collectors.joining("; "));
        var failure = new ConnectException(messages);
        all.forEach(failure::addSuppressed);
        return failure;
    }

    private static SocketChannel connect(
            EventLoop loop, InetSocketAddress address, String host, ConnectionOptions options)
            throws IOException {
        SocketChannel channel = open(address, host);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            if (options.localAddress() != null) {
                bind(channel, options.localAddress());
            }
            connect(loop, channel, address);
            connected = true;
            return channel;
        } catch (BindException e) {
            throw e;
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw explained(e, target(address, host));
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static SocketChannel open(InetSocketAddress address, String host) throws IOException {
        try {
            return SocketChannel.open(Names.familyOf(address));
        } catch (UnsupportedOperationException e) {
            throw new ConnectException(
                    "cannot connect to " + target(address, host) + ": this machine has no IPv6");
        }
    }

    private static void bind(SocketChannel channel, InetSocketAddress local) throws IOException {
        try {
            channel.bind(local);
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw new BindException(
                    "cannot connect from " + Names.format(local) + ": " + e.getMessage());
        }
    }

    private static void connect(EventLoop loop, SocketChannel channel, SocketAddress address)
            throws IOException {
        if (!channel.connect(address)) {
            do {
                awaitWritable(loop, channel);
            } while (!channel.finishConnect());
        }
    }

    private static void awaitWritable(EventLoop loop, SocketChannel channel) throws IOException {
        Future<@Nullable Void> ready = loop.createFuture();
        loop.addWriter(
                channel,
                () -> {
                    loop.removeWriter(channel);
                    if (!ready.isDone()) {
                        ready.setResult(null);
                    }
                });
        try {
            ready.await();
        } finally {
            loop.removeWriter(channel);
        }
    }

    private static String target(InetSocketAddress address, String host) {
        String at = Names.format(address);
        return at.startsWith(host + ":") ? at : host + " (" + at + ")";
    }

    /** The JDK's messages do not say where it wanted to connect to. */
    private static IOException explained(Exception e, String target) {
        var explained = new ConnectException("cannot connect to " + target + ": " + e.getMessage());
        explained.initCause(e);
        return explained;
    }

    /**
     * Gives a connected, non-blocking channel to a new protocol and suspends until that was told of
     * it, which with TLS is after the handshake. The channel is closed if that fails.
     *
     * @param host what the server's certificate has to be for, unless the options say otherwise
     */
    private static <P extends Protocol> P begin(
            EventLoop loop,
            SocketChannel channel,
            Supplier<P> protocolFactory,
            @Nullable String host,
            ConnectionOptions options)
            throws IOException {
        Future<@Nullable Void> made = loop.createFuture();
        Transport transport = null;
        boolean handedOver = false;
        try {
            P protocol = protocolFactory.get();
            String serverName = options.serverName() == null ? host : options.serverName();
            transport =
                    Transports.start(
                            loop,
                            channel,
                            protocol,
                            options.tls(),
                            serverName,
                            error -> Transports.settle(made, error),
                            () -> {});
            Asyncio.await(made, IOException.class);
            handedOver = true;
            return protocol;
        } finally {
            if (transport == null) {
                channel.close();
            } else if (!handedOver) {
                transport.abort();
            }
        }
    }
}
