package org.asyncio4j.internal.net;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Protocol;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Listening sockets that give each connection to a new protocol. Confined to its loop. */
public final class Listener {
    /** asyncio's backlog, and how many connections are accepted before others get a turn. */
    private static final int BACKLOG = 100;

    /** How long accepting rests when there are no file descriptors left, as in asyncio. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Supplier<? extends Protocol> protocolFactory;
    private final List<ServerSocketChannel> channels = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private boolean closed;

    Listener(EventLoop loop, Supplier<? extends Protocol> protocolFactory) {
        this.loop = loop;
        this.protocolFactory = protocolFactory;
    }

    /** Binds one more address and returns the one it really got. */
    InetSocketAddress bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = open(address);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            var bound = (InetSocketAddress) channel.getLocalAddress();
            channels.add(channel);
            addresses.add(bound);
            return bound;
        } catch (IOException e) {
            channel.close();
            throw new BindException(
                    "cannot listen on " + Tcp.format(address) + ": " + e.getMessage());
        }
    }

    private static ServerSocketChannel open(InetSocketAddress address) throws IOException {
        if (address.getAddress().isAnyLocalAddress()) {
            return ServerSocketChannel.open(); // both families where the machine has both
        }
        return ServerSocketChannel.open(
                address.getAddress() instanceof Inet6Address
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
    }

    void startAccepting() throws IOException {
        for (ServerSocketChannel channel : channels) {
            loop.addReader(channel, () -> accept(channel));
        }
    }

    private void accept(ServerSocketChannel listening) {
        for (int i = 0; i <= BACKLOG && !closed; i++) {
            SocketChannel channel;
            try {
                channel = listening.accept();
            } catch (IOException e) {
                rest(listening, e);
                return;
            }
            if (channel == null) {
                return;
            }
            begin(channel);
        }
    }

    private void begin(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            SocketTransport.start(loop, channel, protocolFactory.get(), () -> {});
        } catch (IOException e) {
            closeQuietly(channel); // the peer is gone already
        } catch (Throwable e) {
            closeQuietly(channel);
            report("error on transport creation for incoming connection", e);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It never was a connection, so nobody is interested in how it ended.
        }
    }

    /** Most likely out of file descriptors: retrying at once would only burn the processor. */
    private void rest(ServerSocketChannel listening, IOException error) {
        report("accepting connections failed; trying again in a second", error);
        loop.removeReader(listening);
        loop.callLater(
                REST,
                () -> {
                    if (!closed) {
                        try {
                            loop.addReader(listening, () -> accept(listening));
                        } catch (IOException e) {
                            report("cannot go on accepting connections", e);
                        }
                    }
                });
    }

    private void report(String message, Throwable error) {
        loop.callExceptionHandler(new ExceptionContext(message, error, this));
    }

    /** Stops listening. Established connections go on. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (ServerSocketChannel channel : channels) {
            loop.removeReader(channel);
            try {
                channel.close();
            } catch (IOException e) {
                report("closing a listening socket failed", e);
            }
        }
    }

    /** Whether connections are accepted. */
    public boolean isOpen() {
        return !closed;
    }

    /** The addresses listened on. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return "<Listener " + (closed ? "closed " : "") + addresses + ">";
    }
}
