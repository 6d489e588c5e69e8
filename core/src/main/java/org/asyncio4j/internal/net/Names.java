package org.asyncio4j.internal.net;

import org.asyncio4j.Asyncio;
import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Resolver;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Host names and addresses. */
public final class Names {
    private Names() {}

    /** Looks a host up in the executor, unless it is an address already; suspends. */
    public static List<InetSocketAddress> resolve(EventLoop loop, String host, int port)
            throws IOException {
        checkPort(port);
        InetAddress literal = literal(host);
        if (literal != null) {
            return List.of(new InetSocketAddress(literal, port));
        }
        if (loop.isDebug()) {
            Log.asyncio().log(Level.DEBUG, "Get address info {0}:{1,number,#}", host, port);
        }
        Duration begin = loop.time();
        List<InetSocketAddress> addresses = lookUp(loop, host, port);
        if (loop.isDebug()) {
            logLookUp(host, port, addresses, loop.time().minus(begin), loop);
        }
        return addresses;
    }

    /** {@link #resolve} for addresses of one kind, null for any. */
    static List<InetSocketAddress> resolve(
            EventLoop loop, String host, int port, @Nullable StandardProtocolFamily family)
            throws IOException {
        List<InetSocketAddress> all = resolve(loop, host, port);
        if (family == null) {
            return all;
        }
        List<InetSocketAddress> suitable =
                all.stream().filter(address -> familyOf(address) == family).toList();
        if (suitable.isEmpty()) {
            throw new UnknownHostException(host + " has no address of the family " + family);
        }
        return suitable;
    }

    private static List<InetSocketAddress> lookUp(EventLoop loop, String host, int port)
            throws IOException {
        Resolver resolver = loop.resolver();
        List<InetAddress> addresses;
        try {
            addresses =
                    Asyncio.await(
                            loop.runInExecutor(null, () -> resolver.resolve(host)),
                            UnknownHostException.class);
        } catch (UnknownHostException e) {
            var here = new UnknownHostException(e.getMessage()); // with the stack of who asked
            here.initCause(e);
            throw here;
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .distinct()
                .toList();
    }

    /** Looks the name of an address up in the executor; suspends. */
    public static String nameOf(EventLoop loop, InetSocketAddress address) throws IOException {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString(); // it is a name
        }
        Resolver resolver = loop.resolver();
        return Asyncio.await(loop.runInExecutor(null, () -> resolver.nameOf(ip)));
    }

    private static void logLookUp(
            String host,
            int port,
            List<InetSocketAddress> addresses,
            Duration took,
            EventLoop loop) {
        Level level = took.compareTo(loop.slowCallbackDuration()) >= 0 ? Level.INFO : Level.DEBUG;
        Log.asyncio()
                .log(
                        level,
                        "Getting address info %s:%d took %.3f ms: %s"
                                .formatted(
                                        host,
                                        port,
                                        took.toNanos() / 1e6,
                                        addresses.stream().map(Names::format).toList()));
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static void checkPort(int port) {
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    static StandardProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    /** {@code 127.0.0.1:80} or {@code [::1]:80}. */
    static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String text = ip == null ? address.getHostString() : ip.getHostAddress();
        boolean bare = ip instanceof Inet4Address || !text.contains(":");
        return (bare ? text : "[" + text + "]") + ":" + address.getPort();
    }
}
