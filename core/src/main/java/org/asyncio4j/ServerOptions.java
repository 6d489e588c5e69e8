package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.net.StandardProtocolFamily;
import java.util.Objects;

/**
 * How to listen: {@code startServer(handler, host, port, o -> o.withMaxConnections(1000))}.
 * Immutable: each method returns changed options.
 */
public final class ServerOptions {
    static final ServerOptions DEFAULT = new ServerOptions();

    // Assigned to fresh copies only.
    private int limit = StreamReader.DEFAULT_LIMIT;
    private @Nullable StandardProtocolFamily family;
    private int backlog = 100;
    private int maxConnections = Integer.MAX_VALUE;
    private boolean reuseAddress = true;
    private boolean reusePort;
    private boolean keepAlive;
    private boolean startServing = true;
    private boolean removeSocket = true;
    private @Nullable TlsContext tls;

    private ServerOptions() {}

    private ServerOptions(ServerOptions from) {
        limit = from.limit;
        family = from.family;
        backlog = from.backlog;
        maxConnections = from.maxConnections;
        reuseAddress = from.reuseAddress;
        reusePort = from.reusePort;
        keepAlive = from.keepAlive;
        startServing = from.startServing;
        removeSocket = from.removeSocket;
        tls = from.tls;
    }

    /**
     * With another limit of the streams, see {@link ConnectionOptions#withLimit}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerOptions withLimit(int bytes) {
        var copy = new ServerOptions(this);
        copy.limit = StreamReader.checkLimit(bytes);
        return copy;
    }

    /** How many bytes a stream reads ahead, and a line may have. */
    public int limit() {
        return limit;
    }

    /**
     * With TLS from the beginning. In the clear unless set. A client whose handshake fails is not
     * heard of, but in debug mode by the loop's exception handler.
     *
     * @throws IllegalArgumentException if the context is one for clients
     */
    public ServerOptions withTls(TlsContext context) {
        if (!context.isServer()) {
            throw new IllegalArgumentException("a server needs a server's context: " + context);
        }
        var copy = new ServerOptions(this);
        copy.tls = context;
        return copy;
    }

    /** How to speak TLS, null for connections in the clear. */
    public @Nullable TlsContext tls() {
        return tls;
    }

    /** With addresses of one kind only, IPv4 or IPv6, where a host has both. */
    public ServerOptions withFamily(StandardProtocolFamily only) {
        var copy = new ServerOptions(this);
        copy.family = Objects.requireNonNull(only, "family");
        return copy;
    }

    /** The kind of addresses to listen on, null for any. */
    public @Nullable StandardProtocolFamily family() {
        return family;
    }

    /**
     * With as many connections that the system accepts ahead of the program; 100 unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerOptions withBacklog(int connections) {
        var copy = new ServerOptions(this);
        copy.backlog = positive(connections, "backlog");
        return copy;
    }

    /** How many connections the system accepts ahead of the program. */
    public int backlog() {
        return backlog;
    }

    /**
     * With so many connections at a time; the next ones wait in the backlog until one of them ends.
     * No limit unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public ServerOptions withMaxConnections(int connections) {
        var copy = new ServerOptions(this);
        copy.maxConnections = positive(connections, "maxConnections");
        return copy;
    }

    /** How many connections there may be at a time. */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * With a port that may be bound while connections of an earlier server linger, or not. Yes
     * unless set.
     */
    public ServerOptions withReuseAddress(boolean reuse) {
        var copy = new ServerOptions(this);
        copy.reuseAddress = reuse;
        return copy;
    }

    /** Whether a port may be bound while old connections linger. */
    public boolean reuseAddress() {
        return reuseAddress;
    }

    /**
     * With a port that several sockets may listen on, also those of other processes of the user;
     * the system spreads the connections. No unless set.
     */
    public ServerOptions withReusePort(boolean reuse) {
        var copy = new ServerOptions(this);
        copy.reusePort = reuse;
        return copy;
    }

    /** Whether several sockets may listen on the port. */
    public boolean reusePort() {
        return reusePort;
    }

    /**
     * With connections whose silent peers the system looks after from time to time. No unless set.
     */
    public ServerOptions withKeepAlive(boolean keep) {
        var copy = new ServerOptions(this);
        copy.keepAlive = keep;
        return copy;
    }

    /** Whether the system looks whether silent peers are still there. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /**
     * With connections accepted at once, or from {@link Server#startServing} on. At once unless
     * set.
     */
    public ServerOptions withStartServing(boolean atOnce) {
        var copy = new ServerOptions(this);
        copy.startServing = atOnce;
        return copy;
    }

    /** Whether connections are accepted at once. */
    public boolean startServing() {
        return startServing;
    }

    /**
     * With the socket file of a Unix server deleted when it is closed, or left. Deleted unless set.
     */
    public ServerOptions withRemoveSocket(boolean remove) {
        var copy = new ServerOptions(this);
        copy.removeSocket = remove;
        return copy;
    }

    /** Whether the socket file of a Unix server is deleted when it is closed. */
    public boolean removeSocket() {
        return removeSocket;
    }

    private static int positive(int number, String name) {
        if (number <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + number);
        }
        return number;
    }
}
