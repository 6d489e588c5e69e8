package org.asyncio4j;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A datagram that was received, by {@link UdpSocket#receive} for instance. */
public final class Datagram {
    private final byte[] data;
    private final InetSocketAddress sender;

    /** A datagram with the array given, which is not copied. */
    public Datagram(byte[] data, InetSocketAddress sender) {
        this.data = Objects.requireNonNull(data);
        this.sender = Objects.requireNonNull(sender);
    }

    /** What it carries, maybe nothing. The array is the receiver's own. */
    public byte[] data() {
        return data;
    }

    /** What it carries, as UTF-8. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Where it came from. */
    public InetSocketAddress sender() {
        return sender;
    }

    @Override
    public String toString() {
        return "<Datagram of " + data.length + " bytes from " + sender + ">";
    }
}
