package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.net.StandardProtocolFamily;
import java.util.Objects;

/**
 * How to open a datagram socket: {@code UdpSocket.open(host, port, o -> o.withBroadcast(true))}.
 * Immutable: each method returns changed options.
 */
public final class DatagramOptions {
    static final DatagramOptions DEFAULT = new DatagramOptions();

    // Assigned to fresh copies only.
    private @Nullable StandardProtocolFamily family;
    private boolean reusePort;
    private boolean broadcast;
    private int receiveQueue = 1024;

    private DatagramOptions() {}

    private DatagramOptions(DatagramOptions from) {
        family = from.family;
        reusePort = from.reusePort;
        broadcast = from.broadcast;
        receiveQueue = from.receiveQueue;
    }

    /** With addresses of one kind only, IPv4 or IPv6, where a host has both. */
    public DatagramOptions withFamily(StandardProtocolFamily only) {
        var copy = new DatagramOptions(this);
        copy.family = Objects.requireNonNull(only, "family");
        return copy;
    }

    /** The kind of addresses to use, null for any. */
    public @Nullable StandardProtocolFamily family() {
        return family;
    }

    /**
     * With a port that several sockets may have, also those of other processes of the user; the
     * system spreads the datagrams. No unless set.
     */
    public DatagramOptions withReusePort(boolean reuse) {
        var copy = new DatagramOptions(this);
        copy.reusePort = reuse;
        return copy;
    }

    /** Whether several sockets may have the port. */
    public boolean reusePort() {
        return reusePort;
    }

    /**
     * With permission to send to broadcast addresses. A socket that has it and a remote address is
     * not connected: it sends there, and receives from anybody. No unless set.
     */
    public DatagramOptions withBroadcast(boolean allowed) {
        var copy = new DatagramOptions(this);
        copy.broadcast = allowed;
        return copy;
    }

    /** Whether sending to broadcast addresses is allowed. */
    public boolean broadcast() {
        return broadcast;
    }

    /**
     * With room for so many datagrams that a {@link UdpSocket} has received and nobody has taken
     * yet; what comes beyond that is dropped. 1024 unless set.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public DatagramOptions withReceiveQueue(int datagrams) {
        if (datagrams <= 0) {
            throw new IllegalArgumentException("receiveQueue must be positive: " + datagrams);
        }
        var copy = new DatagramOptions(this);
        copy.receiveQueue = datagrams;
        return copy;
    }

    /** How many received datagrams a {@link UdpSocket} keeps. */
    public int receiveQueue() {
        return receiveQueue;
    }
}
