package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Objects;

/**
 * How to connect: {@code openConnection(host, port, o -> o.withLimit(1 << 20))}. Immutable: each
 * method returns changed options.
 */
public final class ConnectionOptions {
    static final ConnectionOptions DEFAULT = new ConnectionOptions();

    // Assigned to fresh copies only.
    private int limit = StreamReader.DEFAULT_LIMIT;
    private @Nullable InetSocketAddress localAddress;
    private @Nullable StandardProtocolFamily family;
    private @Nullable Duration happyEyeballsDelay = Duration.ofMillis(250);
    private @Nullable TlsContext tls;
    private @Nullable String serverName;

    private ConnectionOptions() {}

    private ConnectionOptions(ConnectionOptions from) {
        limit = from.limit;
        localAddress = from.localAddress;
        family = from.family;
        happyEyeballsDelay = from.happyEyeballsDelay;
        tls = from.tls;
        serverName = from.serverName;
    }

    /**
     * With another limit, in bytes, of what a line, or a part up to a separator, may have. When
     * twice as much waits to be read, the peer is made to wait. asyncio's 64 KiB unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ConnectionOptions withLimit(int bytes) {
        var copy = new ConnectionOptions(this);
        copy.limit = StreamReader.checkLimit(bytes);
        return copy;
    }

    /** How many bytes the stream reads ahead, and a line may have. */
    public int limit() {
        return limit;
    }

    /**
     * With TLS from the beginning. In the clear unless set. A context for servers is refused when
     * connecting; a channel that was accepted elsewhere may have one.
     */
    public ConnectionOptions withTls(TlsContext context) {
        var copy = new ConnectionOptions(this);
        copy.tls = Objects.requireNonNull(context, "context");
        return copy;
    }

    /** How to speak TLS, null for a connection in the clear. */
    public @Nullable TlsContext tls() {
        return tls;
    }

    /**
     * With another name, or address, that the server's certificate must be for, and that the server
     * is told (SNI). The host that is connected to unless set; a Unix socket, or a channel that was
     * connected elsewhere, has none.
     */
    public ConnectionOptions withServerName(String name) {
        var copy = new ConnectionOptions(this);
        copy.serverName = Objects.requireNonNull(name, "name");
        return copy;
    }

    /** The name that the server's certificate must be for, null for the host. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** With an address, or a port, of this side. Any unless set. */
    public ConnectionOptions withLocalAddress(InetSocketAddress address) {
        var copy = new ConnectionOptions(this);
        copy.localAddress = Objects.requireNonNull(address, "address");
        return copy;
    }

    /** The address of this side, null for any. */
    public @Nullable InetSocketAddress localAddress() {
        return localAddress;
    }

    /** With addresses of one kind only, IPv4 or IPv6, where a host has both. */
    public ConnectionOptions withFamily(StandardProtocolFamily only) {
        var copy = new ConnectionOptions(this);
        copy.family = Objects.requireNonNull(only, "family");
        return copy;
    }

    /** The kind of addresses to connect to, null for any. */
    public @Nullable StandardProtocolFamily family() {
        return family;
    }

    /**
     * With another time after which the next address of a host is tried while an attempt is under
     * way; a quarter of a second unless set, as RFC 8305 advises.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public ConnectionOptions withHappyEyeballsDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay must not be negative: " + delay);
        }
        var copy = new ConnectionOptions(this);
        copy.happyEyeballsDelay = delay;
        return copy;
    }

    /** With the addresses of a host tried one after the other, as asyncio does unless told. */
    public ConnectionOptions withoutHappyEyeballs() {
        var copy = new ConnectionOptions(this);
        copy.happyEyeballsDelay = null;
        return copy;
    }

    /** When the next address is tried, null for when the one before has failed. */
    public @Nullable Duration happyEyeballsDelay() {
        return happyEyeballsDelay;
    }
}
