package org.asyncio4j;

import org.asyncio4j.internal.net.Dealer;
import org.asyncio4j.internal.net.Listener;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A server on all loops of a {@link LoopGroup}, made by {@link LoopGroup#startServer}. The group
 * closes it in the end. For any thread; what waits is for plain threads only, as it is for the
 * group.
 */
public final class GroupServer implements AutoCloseable {
    private final LoopGroup group;
    private final List<Loop> loops;

    /** A server for each loop, confined to it. */
    private final @Nullable Server[] parts;

    // Set while it starts.
    private List<SocketAddress> addresses = List.of();
    private @Nullable Dealer dealer;

    private volatile boolean closed;

    private GroupServer(LoopGroup group) {
        this.group = group;
        this.loops = group.loops;
        this.parts = new Server[loops.size()];
    }

    // ---- starting

    private interface Start {
        Server start() throws IOException;
    }

    private interface Starts {
        void start(GroupServer server) throws IOException;
    }

    /** Whether the system spreads connections between the sockets that listen on one port. */
    static boolean systemSpreads() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    /** With a listening socket on each loop, all on one port. */
    static GroupServer shared(
            LoopGroup group,
            ConnectionHandler handler,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        UnaryOperator<ServerOptions> part =
                o -> share(idle(configure.apply(o)), group.loops.size());
        return start(
                group,
                configure,
                server -> {
                    if (port != 0 && !configure.apply(ServerOptions.DEFAULT).reusePort()) {
                        server.tryPort(handler, hosts, port, o -> idle(configure.apply(o)));
                    }
                    server.startParts(0, 1, () -> Asyncio.startServer(handler, hosts, port, part));
                    int real = server.port();
                    server.startParts(
                            1,
                            group.loops.size(),
                            () -> Asyncio.startServer(handler, hosts, real, part));
                });
    }

    private static ServerOptions idle(ServerOptions options) {
        return options.withStartServing(false);
    }

    /** Options for one of several servers on one port. */
    private static ServerOptions share(ServerOptions options, int count) {
        int most = options.maxConnections();
        ServerOptions sharing = options.withReusePort(true);
        return most == Integer.MAX_VALUE
                ? sharing
                : sharing.withMaxConnections(Math.ceilDiv(most, count));
    }

    /** Fails if others listen on the port: those who share it would not notice. */
    private void tryPort(
            ConnectionHandler handler,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure) {
        EachLoop.run(
                loops.subList(0, 1),
                i -> () -> Asyncio.startServer(handler, hosts, port, configure).close());
    }

    /** With listening sockets on the first loop only, TCP. */
    static GroupServer dealt(
            LoopGroup group,
            ConnectionHandler handler,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return dealt(
                group,
                handler,
                configure,
                (loop, factory, options) -> Listener.bind(loop, factory, hosts, port, options));
    }

    /** With listening sockets on the first loop only, Unix. */
    static GroupServer dealt(
            LoopGroup group,
            ConnectionHandler handler,
            Path path,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return dealt(
                group,
                handler,
                configure,
                (loop, factory, options) -> Listener.bind(loop, factory, path, options));
    }

    private interface Binding {
        Listener bind(EventLoop loop, Supplier<? extends Protocol> factory, ServerOptions options)
                throws IOException;
    }

    private static GroupServer dealt(
            LoopGroup group,
            ConnectionHandler handler,
            UnaryOperator<ServerOptions> configure,
            Binding accepting)
            throws IOException {
        UnaryOperator<ServerOptions> idle = o -> idle(configure.apply(o));
        int count = group.loops.size();
        var listeners = new ArrayList<Listener>(); // of the loops in turn, one after the other
        return start(
                group,
                configure,
                server -> {
                    for (int i = 0; i < count; i++) {
                        Binding binding = i == 0 ? accepting : Listener::unbound;
                        server.startParts(
                                i, i + 1, () -> dealtPart(handler, binding, idle, listeners));
                    }
                    EachLoop.run(
                            server.loops.subList(0, 1),
                            i -> () -> server.dealer = new Dealer(listeners));
                });
    }

    private static Server dealtPart(
            ConnectionHandler handler,
            Binding binding,
            UnaryOperator<ServerOptions> configure,
            List<Listener> listeners)
            throws IOException {
        return Server.start(
                handler,
                (factory, options) -> {
                    listeners.add(binding.bind(Asyncio.getRunningLoop(), factory, options));
                    return listeners.getLast();
                },
                configure.apply(ServerOptions.DEFAULT));
    }

    /** Starts all parts, then lets them serve; closes what has begun if that fails. */
    private static GroupServer start(
            LoopGroup group, UnaryOperator<ServerOptions> configure, Starts starts)
            throws IOException {
        var server = new GroupServer(group);
        boolean done = false;
        try {
            starts.start(server);
            if (configure.apply(ServerOptions.DEFAULT).startServing()) {
                server.startServing();
            }
            done = true;
            return server;
        } finally {
            if (!done) {
                server.close();
            }
        }
    }

    private void startParts(int from, int to, Start start) {
        EachLoop.run(loops.subList(from, to), i -> () -> startPart(from + i, start));
    }

    private void startPart(int number, Start start) throws IOException {
        Server part = start.start();
        parts[number] = part;
        if (number == 0) {
            addresses = part.addresses();
        }
    }

    /**
     * Begins to accept connections, where that was put off ({@link
     * ServerOptions#withStartServing}).
     *
     * @throws IllegalStateException if the server is closed
     */
    public void startServing() throws IOException {
        LoopGroup.checkPlainThread();
        EachLoop.run(loops, i -> () -> Objects.requireNonNull(parts[i]).startServing());
    }

    // ---- asking

    /** The addresses listened on, with the real ports. */
    public List<SocketAddress> addresses() {
        return addresses;
    }

    /**
     * The port listened on: the real one if 0 was asked for.
     *
     * @throws IllegalStateException if this is a Unix server, which has none
     */
    public int port() {
        if (addresses.getFirst() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IllegalStateException("a Unix server has no port: " + this);
    }

    // ---- ending

    /** Stops listening, cancels the handlers that are at work, and waits for their end. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Stops listening and lets handlers and connections go on to their end, but no longer than the
     * grace period; then {@link #close}.
     *
     * @param grace how long they may take
     * @throws CancelledError if this thread was interrupted before all was closed, which it is
     *     then; what was left was aborted
     */
    public void close(Duration grace) {
        LoopGroup.checkPlainThread();
        if (closed) {
            return;
        }
        try {
            EachLoop.run(loops, i -> () -> closePart(i, grace));
        } finally {
            closed();
            group.forget(this);
        }
    }

    /** Closes the server of one loop, on it. */
    void closePart(int number, Duration grace) {
        Server part = parts[number];
        if (part != null) {
            part.close(grace);
        }
    }

    /** All parts are closed. */
    void closed() {
        closed = true;
        if (dealer != null) {
            dealer.close();
        }
    }

    @Override
    public String toString() {
        return "<GroupServer " + (closed ? "closed " : "") + addresses + ">";
    }
}
