package org.asyncio4j.internal.net;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.BufferLimits;
import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.DatagramProtocol;
import org.asyncio4j.lowlevel.DatagramTransport;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;

/**
 * A transport over a bound datagram channel. Confined to its loop.
 *
 * <p>Life: as that of {@link SocketTransport}. But what goes wrong with a datagram, or in a
 * callback, concerns that datagram alone: the protocol, or the exception handler, is told, and the
 * socket goes on.
 */
final class DatagramSocketTransport implements DatagramTransport {
    /** What a datagram counts for, beyond its bytes, in the size of what waits; asyncio's. */
    private static final int HEADER = 8;

    /** How many datagrams are received before others get a turn. */
    private static final int MOST_AT_ONCE = 16;

    /** How many writes to a closed socket are forgiven before a warning, as in asyncio. */
    private static final int LOST_WRITES = 5;

    /** A datagram that the socket did not take yet: a copy. */
    private record Unsent(ByteBuffer data, SocketAddress receiver) {}

    private final EventLoop loop;
    private final DatagramChannel channel;
    private final DatagramProtocol protocol;
    private final SocketAddress local;

    /** The peer of a connected socket. */
    private final @Nullable SocketAddress remote;

    /** Where everything is sent, null if each datagram says it. */
    private final @Nullable SocketAddress target;

    private final ChannelWatch watch;
    private final WriteFlow flow;
    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private int unsentSize;
    private int lostWrites;
    private boolean closing;
    private boolean losing;
    private boolean lost;

    private DatagramSocketTransport(
            EventLoop loop,
            DatagramChannel channel,
            DatagramProtocol protocol,
            @Nullable SocketAddress target)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.protocol = protocol;
        this.local = channel.getLocalAddress();
        this.remote = channel.getRemoteAddress();
        this.target = remote == null ? target : remote;
        this.flow = new WriteFlow(loop, this, BufferLimits.DEFAULT);
        this.watch = loop.watch(channel, this);
    }

    /**
     * Takes a bound, non-blocking channel over and connects it with the protocol.
     *
     * @param target where everything is sent although the channel is not connected, or null
     * @param whenMade run after the protocol was told of the socket and receiving began
     */
    static DatagramSocketTransport start(
            EventLoop loop,
            DatagramChannel channel,
            DatagramProtocol protocol,
            @Nullable SocketAddress target,
            Runnable whenMade)
            throws IOException {
        var transport = new DatagramSocketTransport(loop, channel, protocol, target);
        loop.callSoon(
                () -> {
                    transport.call("connectionMade", () -> protocol.connectionMade(transport));
                    transport.watchReads();
                    whenMade.run();
                });
        return transport;
    }

    // ---- receiving

    private void watchReads() {
        if (!closing) {
            try {
                watch.addReader(this::readReady);
            } catch (IOException e) {
                breakOff(e);
            }
        }
    }

    private void readReady() {
        ByteBuffer buffer = ReadBuffers.take();
        try {
            for (int i = 0; i < MOST_AT_ONCE && !closing; i++) {
                SocketAddress sender = channel.receive(buffer.clear());
                if (sender == null) {
                    return;
                }
                buffer.flip();
                call("datagramReceived", () -> protocol.datagramReceived(buffer, sender));
            }
        } catch (IOException e) {
            failed(e);
        } finally {
            ReadBuffers.giveBack(buffer);
        }
    }

    // ---- sending

    @Override
    public void sendTo(ByteBuffer data, @Nullable SocketAddress receiver) {
        SocketAddress to = checked(receiver);
        if (losing) {
            warnOfLostWrites();
            return;
        }
        try {
            if (unsent.isEmpty()) {
                if (send(channel, data, to)) {
                    return;
                }
                watch.addWriter(this::writeReady);
            }
        } catch (IOException e) {
            failed(e);
            return;
        } catch (RuntimeException e) {
            failed(unreachable(to, e));
            return;
        }
        unsentSize = Math.addExact(unsentSize, data.remaining() + HEADER);
        unsent.add(new Unsent(ByteBuffer.allocate(data.remaining()).put(data).flip(), to));
        flow.grown(unsentSize, protocol);
    }

    private SocketAddress checked(@Nullable SocketAddress receiver) {
        if (target != null) {
            if (receiver != null && !receiver.equals(target)) {
                throw new IllegalArgumentException(
                        "this socket sends to " + target + " only, not to " + receiver);
            }
            return target;
        }
        if (receiver == null) {
            throw new IllegalArgumentException("nobody to send to: the socket is not connected");
        }
        if (receiver instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new IllegalArgumentException("a name, not an address: " + receiver);
        }
        return receiver;
    }

    private void warnOfLostWrites() {
        if (++lostWrites == LOST_WRITES) {
            Log.asyncio().log(Level.WARNING, "sending by a closed socket: {0}", this);
        }
    }

    /**
     * Tells whether the socket took the datagram. Of an empty one the JDK does not tell, so it
     * counts as sent; and on a connected socket it sends none.
     */
    static boolean send(DatagramChannel channel, ByteBuffer data, SocketAddress receiver)
            throws IOException {
        boolean empty = !data.hasRemaining();
        if (empty && channel.isConnected()) {
            throw new IOException("the JDK cannot send an empty datagram on a connected socket");
        }
        return channel.send(data, receiver) > 0 || empty;
    }

    /** The JDK's error for an address of a kind that this socket cannot send to. */
    private static IOException unreachable(SocketAddress receiver, RuntimeException cause) {
        return new IOException("cannot send to " + receiver, cause);
    }

    private void writeReady() {
        for (Unsent first = unsent.peek(); first != null && !losing; first = unsent.peek()) {
            int size = first.data.remaining() + HEADER;
            try {
                if (!send(channel, first.data, first.receiver)) {
                    break;
                }
            } catch (IOException e) {
                failed(e);
            } catch (RuntimeException e) {
                failed(unreachable(first.receiver, e));
            }
            if (losing) {
                return;
            }
            unsent.remove();
            unsentSize -= size;
        }
        flow.shrunk(unsentSize, protocol); // may send again, even while closing
        if (unsent.isEmpty()) {
            watch.removeWriter();
            if (closing) {
                loseSoon(null);
            }
        }
    }

    @Override
    public int writeBufferSize() {
        return unsentSize;
    }

    @Override
    public BufferLimits writeBufferLimits() {
        return flow.limits();
    }

    @Override
    public void setWriteBufferLimits(BufferLimits limits) {
        flow.setLimits(limits);
        flow.grown(unsentSize, protocol);
    }

    // ---- errors

    private void failed(IOException error) {
        if (error instanceof ClosedChannelException) {
            breakOff(error); // by somebody else
        } else {
            call("errorReceived", () -> protocol.errorReceived(error));
        }
    }

    private void call(String method, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            loop.callExceptionHandler(
                    new ExceptionContext("protocol." + method + "() failed", e, this));
        }
    }

    // ---- ending

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        watch.removeReader();
        if (unsent.isEmpty()) {
            loseSoon(null);
        }
    }

    @Override
    public void abort() {
        breakOff(null);
    }

    private void breakOff(@Nullable Exception error) {
        if (losing) {
            return;
        }
        closing = true;
        watch.removeReader();
        watch.removeWriter();
        unsent.clear();
        unsentSize = 0;
        loseSoon(error);
    }

    private void loseSoon(@Nullable Exception error) {
        if (!losing) {
            losing = true;
            loop.callSoon(() -> lose(error));
        }
    }

    private void lose(@Nullable Exception error) {
        lost = true;
        call("connectionLost", () -> protocol.connectionLost(error));
        watch.close();
        try {
            channel.close();
        } catch (IOException e) {
            loop.callExceptionHandler(
                    new ExceptionContext("closing a datagram socket failed", e, this));
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    // ---- what is known of it

    @Override
    public SocketAddress localAddress() {
        return local;
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String toString() {
        String state = lost ? "closed" : closing ? "closing" : "open";
        return "<DatagramSocketTransport "
                + state
                + " local="
                + local
                + (target == null ? "" : " remote=" + target)
                + " unsent="
                + unsentSize
                + ">";
    }
}
