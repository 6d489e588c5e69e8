package org.asyncio4j.internal.net;

import org.asyncio4j.DatagramOptions;
import org.asyncio4j.Future;
import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.DatagramProtocol;
import org.asyncio4j.lowlevel.EventLoop;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens datagram sockets, in the calling task. */
public final class Datagrams {
    /** What a socket is bound to and connected with, as far as that was asked for. */
    private record Ends(@Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
        /** Whether one socket can have both. */
        boolean fit() {
            return local == null
                    || remote == null
                    || local.getAddress().isAnyLocalAddress()
                    || Names.familyOf(local) == Names.familyOf(remote);
        }

        /** The family of the addresses, null if they leave it open. */
        @Nullable StandardProtocolFamily family() {
            if (remote != null) {
                return Names.familyOf(remote);
            }
            return local == null || local.getAddress().isAnyLocalAddress()
                    ? null
                    : Names.familyOf(local);
        }
    }

    private Datagrams() {}

    /** Opens a socket with the first of the addresses that can be had. */
    public static <P extends DatagramProtocol> P open(
            EventLoop loop,
            Supplier<P> protocolFactory,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            DatagramOptions options)
            throws IOException {
        IOException failure = null;
        for (Ends ends : candidates(loop, local, remote, options)) {
            DatagramChannel channel;
            try {
                channel = open(ends, options);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
                continue;
            }
            return begin(loop, channel, protocolFactory, ends.remote);
        }
        throw failure == null
                ? new UnknownHostException(local + " and " + remote + " have no family in common")
                : failure;
    }

    /** Takes a channel that was made elsewhere. */
    public static <P extends DatagramProtocol> P adopt(
            EventLoop loop, Supplier<P> protocolFactory, DatagramChannel channel)
            throws IOException {
        channel.configureBlocking(false);
        if (channel.getLocalAddress() == null) {
            channel.bind(null);
        }
        return begin(loop, channel, protocolFactory, null);
    }

    private static List<Ends> candidates(
            EventLoop loop,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            DatagramOptions options)
            throws IOException {
        var all = new ArrayList<Ends>();
        for (InetSocketAddress from : resolve(loop, local, options)) {
            for (InetSocketAddress to : resolve(loop, remote, options)) {
                var ends = new Ends(from, to);
                if (ends.fit()) {
                    all.add(ends);
                }
            }
        }
        return all;
    }

    private static List<@Nullable InetSocketAddress> resolve(
            EventLoop loop, @Nullable InetSocketAddress address, DatagramOptions options)
            throws IOException {
        var all = new ArrayList<@Nullable InetSocketAddress>();
        if (address == null || !address.isUnresolved()) {
            all.add(address);
        } else {
            all.addAll(
                    Names.resolve(
                            loop, address.getHostString(), address.getPort(), options.family()));
        }
        return all;
    }

    private static DatagramChannel open(Ends ends, DatagramOptions options) throws IOException {
        StandardProtocolFamily asked = options.family();
        StandardProtocolFamily family = ends.family();
        if (asked != null && family != null && asked != family) {
            throw new SocketException("not of the family " + asked + ": " + ends);
        }
        family = asked == null ? family : asked;
        DatagramChannel channel =
                family == null ? DatagramChannel.open() : DatagramChannel.open(family);
        boolean opened = false;
        try {
            channel.configureBlocking(false);
            if (options.reusePort()) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.setOption(StandardSocketOptions.SO_BROADCAST, options.broadcast());
            bind(channel, ends.local);
            if (ends.remote != null && !options.broadcast()) {
                connect(channel, ends.remote);
            }
            opened = true;
            return channel;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static void bind(DatagramChannel channel, @Nullable InetSocketAddress local)
            throws IOException {
        try {
            channel.bind(local);
        } catch (IOException e) {
            String where = local == null ? "any port" : Names.format(local);
            throw new BindException("cannot receive datagrams on " + where + ": " + e.getMessage());
        }
    }

    private static void connect(DatagramChannel channel, InetSocketAddress remote)
            throws IOException {
        try {
            channel.connect(remote);
        } catch (IOException e) {
            var explained =
                    new SocketException(
                            "cannot send datagrams to "
                                    + Names.format(remote)
                                    + ": "
                                    + e.getMessage());
            explained.initCause(e);
            throw explained;
        }
    }

    /**
     * Gives a bound, non-blocking channel to a new protocol and suspends until that was told of it.
     * The channel is closed if that fails.
     */
    private static <P extends DatagramProtocol> P begin(
            EventLoop loop,
            DatagramChannel channel,
            Supplier<P> protocolFactory,
            @Nullable InetSocketAddress target)
            throws IOException {
        Future<@Nullable Void> made = loop.createFuture();
        DatagramSocketTransport transport = null;
        boolean handedOver = false;
        try {
            P protocol = protocolFactory.get();
            transport =
                    DatagramSocketTransport.start(
                            loop,
                            channel,
                            protocol,
                            target,
                            () -> {
                                if (!made.isDone()) {
                                    made.setResult(null);
                                }
                            });
            made.await();
            if (loop.isDebug()) {
                Log.asyncio().log(Level.DEBUG, "datagram endpoint created: {0}", transport);
            }
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
