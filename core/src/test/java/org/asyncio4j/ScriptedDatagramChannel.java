package org.asyncio4j;

import org.asyncio4j.lowlevel.ChannelWatch;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Handle;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A datagram channel that takes datagrams when the test says so, which no real one can be made to
 * do: over the loopback interface the system always takes them. For a loop that {@link #on} makes.
 */
final class ScriptedDatagramChannel extends DatagramChannel {
    static final InetSocketAddress LOCAL =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);

    /** What was taken, as {@code receiver port:text}. */
    final List<String> sent = new ArrayList<>();

    /** How many more datagrams are taken. */
    int room;

    /** What sending fails with, once. */
    @Nullable Exception error;

    @Nullable Runnable reader;
    @Nullable Runnable writer;

    ScriptedDatagramChannel() {
        super(SelectorProvider.provider());
    }

    /** The loop, but that watching any channel is watching this one. */
    EventLoop on(EventLoop loop) {
        var watch =
                new ChannelWatch() {
                    @Override
                    public void addReader(Runnable callback) {
                        reader = callback;
                    }

                    @Override
                    public boolean removeReader() {
                        boolean any = reader != null;
                        reader = null;
                        return any;
                    }

                    @Override
                    public void addWriter(Runnable callback) {
                        writer = callback;
                    }

                    @Override
                    public boolean removeWriter() {
                        boolean any = writer != null;
                        writer = null;
                        return any;
                    }

                    @Override
                    public void close() {}
                };
        return (EventLoop)
                Proxy.newProxyInstance(
                        EventLoop.class.getClassLoader(),
                        new Class<?>[] {EventLoop.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("watch")) {
                                return watch;
                            }
                            if (method.getName().equals("addWriter")) {
                                writer = (Runnable) arguments[1];
                                return new WriterHandle();
                            }
                            try {
                                return method.invoke(loop, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }

    /** Ends the watch for writing. */
    private final class WriterHandle implements Handle {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
            writer = null;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    /** Takes so many more datagrams, and says that it does. */
    void take(int count) {
        room += count;
        if (writer != null) {
            writer.run();
        }
    }

    @Override
    public int send(ByteBuffer data, SocketAddress target) throws IOException {
        Exception thrown = error;
        error = null;
        if (thrown instanceof IOException e) {
            throw e;
        } else if (thrown != null) {
            throw (RuntimeException) thrown;
        }
        if (room == 0) {
            return 0;
        }
        room--;
        int count = data.remaining();
        String text = StandardCharsets.UTF_8.decode(data).toString();
        sent.add(((InetSocketAddress) target).getPort() + ":" + text);
        return count;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return LOCAL;
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() {
        return null;
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer target) {
        return null;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}

    // ---- what nobody asks for

    @Override
    public DatagramChannel bind(@Nullable SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public DatagramSocket socket() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramChannel disconnect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on, InetAddress source) {
        throw new UnsupportedOperationException();
    }
}
