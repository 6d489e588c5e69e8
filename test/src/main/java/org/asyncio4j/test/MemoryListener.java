package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.copyContext;
import static org.asyncio4j.Asyncio.getRunningLoop;

import org.asyncio4j.Context;
import org.asyncio4j.ServerOptions;
import org.asyncio4j.lowlevel.ConnectionSource;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What a server of a {@link MemoryNetwork} listens with. Confined to its loop. */
final class MemoryListener implements ConnectionSource {
    private final EventLoop loop = getRunningLoop();
    private final Context context = copyContext();
    private final MemoryAddress address;
    private final Supplier<? extends Protocol> protocolFactory;
    private final int backlog;
    private final int maxConnections;
    private final Runnable whenClosed;

    /** Connected, but not accepted: what comes for them waits. */
    private final ArrayDeque<MemoryTransport> waiting = new ArrayDeque<>();

    private final Set<MemoryTransport> connections = new LinkedHashSet<>();
    private Runnable onLost = () -> {};
    private boolean serving;
    private boolean acceptingSoon;
    private boolean closed;

    MemoryListener(
            MemoryAddress address,
            Supplier<? extends Protocol> protocolFactory,
            ServerOptions options,
            Runnable whenClosed) {
        this.address = address;
        this.protocolFactory = protocolFactory;
        this.backlog = options.backlog();
        this.maxConnections = options.maxConnections();
        this.whenClosed = whenClosed;
    }

    // ---- accepting

    boolean isBacklogFull() {
        return waiting.size() >= backlog;
    }

    /** The end of a connection that is to come. */
    MemoryStreams.End end() {
        return new MemoryStreams.End(address, MemoryStreams.NOBODY, context);
    }

    void add(MemoryTransport transport) {
        transport.onLost(() -> lost(transport));
        waiting.add(transport);
        acceptSoon();
    }

    private void acceptSoon() {
        if (serving && !closed && !acceptingSoon && !waiting.isEmpty()) {
            acceptingSoon = true;
            loop.callSoon(context, this::accept);
        }
    }

    private void accept() {
        acceptingSoon = false;
        while (!closed && !waiting.isEmpty() && connections.size() < maxConnections) {
            MemoryTransport transport = waiting.remove();
            try {
                transport.setProtocol(protocolFactory.get());
            } catch (Throwable e) {
                transport.abort();
                report(e);
                continue;
            }
            connections.add(transport);
            transport.start();
        }
    }

    private void report(Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext(
                        "error on transport creation for incoming connection", error, this));
    }

    private void lost(MemoryTransport transport) {
        waiting.remove(transport);
        if (connections.remove(transport)) {
            acceptSoon();
            onLost.run();
        }
    }

    // ---- for the server

    @Override
    public void startServing() {
        serving = true;
        acceptSoon();
    }

    @Override
    public boolean isServing() {
        return serving && !closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            whenClosed.run();
            List.copyOf(waiting).forEach(MemoryTransport::reset);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public List<SocketAddress> addresses() {
        return List.of(address);
    }

    @Override
    public List<Transport> connections() {
        return List.copyOf(connections);
    }

    @Override
    public void onLost(Runnable action) {
        onLost = action;
    }

    @Override
    public String toString() {
        return "<MemoryListener "
                + (closed ? "closed " : serving ? "" : "idle ")
                + address
                + " connections="
                + connections.size()
                + ">";
    }
}
