package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Context;
import org.asyncio4j.ServerOptions;
import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.ConnectionSource;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.TimerHandle;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Listening sockets that give each connection to a new protocol, and those connections. Confined to
 * its loop.
 */
public final class Listener implements ConnectionSource {
    /** How long accepting rests when there are no file descriptors left, as in asyncio. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** How many free ports are tried until one is free on all addresses. */
    private static final int MOST_PORTS = 20;

    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

    private final EventLoop loop;
    private final Supplier<? extends Protocol> protocolFactory;
    private final ServerOptions options;

    /** Each with its watch, so that the loop closes it in the end and others leave it alone. */
    private final Map<ServerSocketChannel, ChannelWatch> channels = new LinkedHashMap<>();

    private final List<SocketAddress> addresses = new ArrayList<>();
    private final Set<Transport> connections = new LinkedHashSet<>();

    /** Who serves what is accepted: this listener, unless it is one of several. */
    private Taker taker = this::take;

    /** How many accepted connections are not lost, whoever serves them. */
    private int accepted;

    /** The file of a Unix server, to be deleted in the end. */
    private @Nullable SocketFile socketFile;

    /** Called whenever a connection is lost. */
    private Runnable onLost = () -> {};

    /** What connections are accepted in; who lets them be accepted again has another one. */
    private Context context = new Context();

    private boolean accepting;

    /** When accepting goes on, while it rests. */
    private @Nullable TimerHandle rest;

    private boolean closed;

    private Listener(
            EventLoop loop, Supplier<? extends Protocol> protocolFactory, ServerOptions options) {
        this.loop = loop;
        this.protocolFactory = protocolFactory;
        this.options = options;
    }

    /** Serves accepted connections. */
    interface Taker {
        /**
         * Takes a connection over.
         *
         * @param whenLost to be run once, on the loop that accepted it, when it is lost
         */
        void take(SocketChannel channel, Runnable whenLost);
    }

    // ---- binding

    /** A listener without sockets, for connections that another one accepts, see {@link Dealer}. */
    public static Listener unbound(
            EventLoop loop, Supplier<? extends Protocol> protocolFactory, ServerOptions options) {
        return new Listener(loop, protocolFactory, options);
    }

    /**
     * Listens on all addresses of the hosts, with one port on each; suspends.
     *
     * @param hosts empty for all addresses of this machine
     */
    public static Listener bind(
            EventLoop loop,
            Supplier<? extends Protocol> protocolFactory,
            List<String> hosts,
            int port,
            ServerOptions options)
            throws IOException {
        Names.checkPort(port);
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        for (String host : hosts) {
            addresses.addAll(Names.resolve(loop, host, port, options.family()));
        }
        return new Listener(loop, protocolFactory, options)
                .begin(
                        l -> {
                            if (hosts.isEmpty()) {
                                l.bindAnywhere(port);
                            } else {
                                l.bindAll(addresses);
                            }
                        });
    }

    /** Listens on a Unix socket. */
    public static Listener bind(
            EventLoop loop,
            Supplier<? extends Protocol> protocolFactory,
            Path path,
            ServerOptions options)
            throws IOException {
        return new Listener(loop, protocolFactory, options).begin(l -> l.bindFile(path));
    }

    /** Takes a listening channel over that was made elsewhere. */
    public static Listener adopt(
            EventLoop loop,
            Supplier<? extends Protocol> protocolFactory,
            ServerSocketChannel channel,
            ServerOptions options)
            throws IOException {
        SocketAddress address = channel.getLocalAddress();
        if (address == null) {
            throw new BindException("the channel is not bound");
        }
        return new Listener(loop, protocolFactory, options)
                .begin(
                        l -> {
                            channel.configureBlocking(false);
                            l.add(channel);
                        });
    }

    private interface Binding {
        void bind(Listener listener) throws IOException;
    }

    /** Closes what was bound if not all can be. */
    private Listener begin(Binding binding) throws IOException {
        boolean done = false;
        try {
            binding.bind(this);
            if (options.startServing()) {
                startServing();
            }
            done = true;
            return this;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** One socket for all addresses, of both families where the machine has both. */
    private void bindAnywhere(int port) throws IOException {
        ServerSocketChannel channel =
                options.family() == null
                        ? ServerSocketChannel.open()
                        : ServerSocketChannel.open(options.family());
        var target = new InetSocketAddress(ANY, port); // stands for any of the channel's family
        bind(channel, target, Names.format(target));
    }

    /** A free port of the first address may be taken on the next one: then another is tried. */
    private void bindAll(Set<InetSocketAddress> wanted) throws IOException {
        boolean mayChoose = wanted.iterator().next().getPort() == 0;
        for (int attempt = 1; ; attempt++) {
            try {
                bindEach(wanted);
                return;
            } catch (BindException e) {
                if (!mayChoose || channels.isEmpty() || attempt == MOST_PORTS) {
                    throw e;
                }
                unbind();
            }
        }
    }

    /** An address this machine does not have is skipped if another can be bound, as in asyncio. */
    private void bindEach(Set<InetSocketAddress> wanted) throws IOException {
        BindException skipped = null;
        int port = wanted.iterator().next().getPort();
        for (InetSocketAddress address : wanted) {
            try {
                var target = new InetSocketAddress(address.getAddress(), port);
                bind(open(target), target, Names.format(target));
                port = ((InetSocketAddress) addresses.getLast()).getPort();
            } catch (BindException e) {
                if (isOurs(address)) {
                    throw e;
                }
                skipped = e;
            }
        }
        if (channels.isEmpty() && skipped != null) {
            throw skipped;
        }
    }

    private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
        try {
            return ServerSocketChannel.open(Names.familyOf(address));
        } catch (UnsupportedOperationException e) {
            throw new BindException(
                    "cannot listen on " + Names.format(address) + ": this machine has no IPv6");
        }
    }

    /** Whether an address that could not be bound can with another port. */
    private static boolean isOurs(InetSocketAddress address) throws IOException {
        try (var probe = open(address)) {
            probe.bind(new InetSocketAddress(address.getAddress(), 0));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private void unbind() throws IOException {
        for (var entry : channels.entrySet()) {
            entry.getValue().close();
            entry.getKey().close();
        }
        channels.clear();
        addresses.clear();
    }

    private void bindFile(Path path) throws IOException {
        socketFile = SocketFile.prepare(path, options.removeSocket());
        bind(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                socketFile.address(),
                path.toString());
        socketFile.bound();
    }

    private void bind(ServerSocketChannel channel, SocketAddress address, String name)
            throws IOException {
        try {
            channel.configureBlocking(false);
            if (address instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
            }
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(address, options.backlog());
            add(channel);
        } catch (UnsupportedOperationException e) {
            channel.close();
            throw new BindException("this system cannot share a port: " + name);
        } catch (IOException | UnsupportedAddressTypeException e) {
            channel.close();
            throw new BindException("cannot listen on " + name + ": " + e.getMessage());
        }
    }

    private void add(ServerSocketChannel channel) throws IOException {
        channels.put(channel, loop.watch(channel, this));
        addresses.add(channel.getLocalAddress());
    }

    // ---- accepting

    @Override
    public void startServing() throws IOException {
        if (!accepting && !closed) {
            accepting = true;
            context = Asyncio.copyContext();
            watch();
        }
    }

    /** Watches for connections if there may be any more. */
    private void watch() throws IOException {
        if (accepting && !closed && rest == null && !isFull()) {
            for (var entry : channels.entrySet()) {
                context.run(() -> entry.getValue().addReader(() -> accept(entry.getKey())));
            }
        }
    }

    private boolean isFull() {
        return accepted >= options.maxConnections();
    }

    private void unwatch() {
        channels.values().forEach(ChannelWatch::removeReader);
    }

    private void watchAgain() {
        try {
            watch();
        } catch (IOException e) {
            report("cannot go on accepting connections", e);
        }
    }

    private void accept(ServerSocketChannel listening) {
        for (int i = 0; i <= options.backlog() && !closed && !isFull(); i++) {
            SocketChannel channel;
            try {
                channel = listening.accept();
            } catch (IOException e) {
                rest(e);
                return;
            }
            if (channel == null) {
                return;
            }
            accepted++;
            taker.take(channel, this::acceptedLost);
        }
        if (isFull()) {
            unwatch();
        }
    }

    private void acceptedLost() {
        boolean wasFull = isFull();
        accepted--;
        if (wasFull) {
            watchAgain();
        }
    }

    /** Gives what will be accepted to somebody else. */
    void giveTo(Taker other) {
        taker = other;
    }

    /** Serves a connection that was accepted here or elsewhere. */
    void take(SocketChannel channel, Runnable whenLost) {
        if (closed) {
            closeQuietly(channel);
            whenLost.run();
            return;
        }
        boolean taken = false;
        try {
            channel.configureBlocking(false);
            if (options.keepAlive()) {
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            var transport = new Transport[1];
            transport[0] =
                    Transports.start(
                            loop,
                            channel,
                            protocolFactory.get(),
                            options.tls(),
                            null,
                            this::made,
                            () -> lost(transport[0], whenLost));
            connections.add(transport[0]);
            taken = true;
        } catch (IOException e) {
            // The peer is gone already.
        } catch (Throwable e) {
            report("error on transport creation for incoming connection", e);
        } finally {
            if (!taken) {
                closeQuietly(channel);
                whenLost.run();
            }
        }
    }

    /** A client that fails in TLS hurts nobody else, and anybody can be one. */
    private void made(@Nullable Exception error) {
        if (error != null && loop.isDebug()) {
            report("error on transport creation for incoming connection", error);
        }
    }

    private void lost(Transport transport, Runnable whenLost) {
        connections.remove(transport);
        whenLost.run();
        onLost.run();
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It never was a connection, so nobody is interested in how it ended.
        }
    }

    /** Most likely out of file descriptors: retrying at once would only burn the processor. */
    private void rest(IOException error) {
        report("accepting connections failed; trying again in a second", error);
        unwatch();
        rest =
                loop.callLater(
                        REST,
                        () -> {
                            rest = null;
                            watchAgain();
                        });
    }

    private void report(String message, Throwable error) {
        loop.callExceptionHandler(new ExceptionContext(message, error, this));
    }

    // ---- ending

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (rest != null) {
            rest.cancel();
        }
        for (var entry : channels.entrySet()) {
            entry.getValue().close();
            try {
                entry.getKey().close();
            } catch (IOException e) {
                report("closing a listening socket failed", e);
            }
        }
        if (socketFile != null) {
            socketFile.remove();
        }
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public boolean isServing() {
        return accepting && !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public List<SocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    // ---- connections

    @Override
    public List<Transport> connections() {
        return connections.stream().map(TlsTransport::outermost).toList();
    }

    @Override
    public int connectionCount() {
        return connections.size();
    }

    @Override
    public void onLost(Runnable action) {
        onLost = action;
    }

    @Override
    public String toString() {
        return "<Listener "
                + (closed ? "closed " : accepting ? "" : "idle ")
                + addresses
                + " connections="
                + connections.size()
                + ">";
    }
}
