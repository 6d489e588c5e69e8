package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Future;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Protocol;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Names, connecting and listening. Everything that suspends runs in the calling task. */
public final class Tcp {
    private static final Logger LOG = System.getLogger("asyncio");

    private Tcp() {}

    /** Looks a host up in the executor, unless it is an address already. */
    public static List<InetSocketAddress> resolve(EventLoop loop, String host, int port)
            throws IOException {
        checkPort(port);
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(new InetSocketAddress(literal, port));
        }
        if (loop.isDebug()) {
            LOG.log(Level.DEBUG, "Get address info {0}:{1,number,#}", host, port);
        }
        Duration begin = loop.time();
        List<InetSocketAddress> addresses = lookUpInExecutor(loop, host, port);
        if (loop.isDebug()) {
            logLookUp(host, port, addresses, loop.time().minus(begin), loop);
        }
        return addresses;
    }

    private static List<InetSocketAddress> lookUpInExecutor(EventLoop loop, String host, int port)
            throws IOException {
        try {
            return Asyncio.await(
                    loop.runInExecutor(null, () -> lookUp(host, port)), UnknownHostException.class);
        } catch (UnknownHostException e) {
            throw new UnknownHostException(e.getMessage()); // with the stack of who asked
        }
    }

    private static void logLookUp(
            String host,
            int port,
            List<InetSocketAddress> addresses,
            Duration took,
            EventLoop loop) {
        Level level = took.compareTo(loop.slowCallbackDuration()) >= 0 ? Level.INFO : Level.DEBUG;
        LOG.log(
                level,
                "Getting address info %s:%d took %.3f ms: %s"
                        .formatted(
                                host,
                                port,
                                took.toNanos() / 1e6,
                                addresses.stream().map(Tcp::format).toList()));
    }

    private static List<InetSocketAddress> lookUp(String host, int port) throws IOException {
        var addresses = new ArrayList<InetSocketAddress>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            addresses.add(new InetSocketAddress(address, port));
        }
        return addresses.stream().distinct().toList();
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void checkPort(int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** Connects to the first address of the host that answers. */
    public static <P extends Protocol> P connect(
            EventLoop loop, Supplier<P> protocolFactory, String host, int port) throws IOException {
        IOException failure = null;
        for (InetSocketAddress address : resolve(loop, host, port)) {
            try {
                return begin(loop, connect(loop, address, host), protocolFactory);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new ConnectException("no address for " + host) : failure;
    }

    private static SocketChannel connect(EventLoop loop, InetSocketAddress address, String host)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                awaitWritable(loop, channel);
                channel.finishConnect();
            }
            connected = true;
            return channel;
        } catch (IOException e) {
            throw explained(e, address, host);
        } finally {
            if (!connected) {
                channel.close();
            }
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

    /** The JDK's messages do not say where it wanted to connect to. */
    private static IOException explained(IOException e, InetSocketAddress address, String host) {
        String at = format(address);
        String target = at.startsWith(host + ":") ? at : host + " (" + at + ")";
        return new ConnectException("cannot connect to " + target + ": " + e.getMessage());
    }

    private static <P extends Protocol> P begin(
            EventLoop loop, SocketChannel channel, Supplier<P> protocolFactory) throws IOException {
        Future<@Nullable Void> made = loop.createFuture();
        SocketTransport transport = null;
        boolean handedOver = false;
        try {
            P protocol = protocolFactory.get();
            transport =
                    SocketTransport.start(
                            loop,
                            channel,
                            protocol,
                            () -> {
                                if (!made.isDone()) {
                                    made.setResult(null);
                                }
                            });
            made.await();
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

    /** Listens on all addresses of a host, with one port on each. */
    public static Listener listen(
            EventLoop loop,
            Supplier<? extends Protocol> protocolFactory,
            @Nullable String host,
            int port)
            throws IOException {
        checkPort(port);
        List<InetSocketAddress> addresses =
                host == null ? List.of(new InetSocketAddress(port)) : resolve(loop, host, port);
        var listener = new Listener(loop, protocolFactory);
        try {
            bindAll(listener, addresses);
            listener.startAccepting();
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** An address this machine does not have is skipped if another can be bound, as in asyncio. */
    private static void bindAll(Listener listener, List<InetSocketAddress> addresses)
            throws IOException {
        IOException skipped = null;
        int port = addresses.getFirst().getPort();
        for (InetSocketAddress address : addresses) {
            try {
                port = listener.bind(new InetSocketAddress(address.getAddress(), port)).getPort();
            } catch (BindException e) {
                if (!String.valueOf(e.getMessage()).contains("Cannot assign requested address")) {
                    throw e;
                }
                skipped = e;
            }
        }
        if (listener.addresses().isEmpty() && skipped != null) {
            throw skipped;
        }
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
    static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String text = ip == null ? address.getHostString() : ip.getHostAddress();
        return (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }
}
