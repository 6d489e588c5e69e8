package org.asyncio4j;

import org.asyncio4j.internal.net.Datagrams;
import org.asyncio4j.internal.net.FileSending;
import org.asyncio4j.internal.net.Names;
import org.asyncio4j.internal.net.SocketOperations;
import org.asyncio4j.lowlevel.DatagramProtocol;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The part of a loop that is about names, datagrams, files and channels of the caller's own. */
abstract class SocketLoop implements EventLoop {
    private final SocketOperations operations = new SocketOperations(this);

    /** Checks the thread, and that the channel has no owner. */
    abstract void checkUsable(SelectableChannel channel);

    @Override
    public final String getNameInfo(InetSocketAddress address) throws IOException {
        return Names.nameOf(this, address);
    }

    @Override
    public final <P extends DatagramProtocol> P createDatagramEndpoint(
            Supplier<P> protocolFactory,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            UnaryOperator<DatagramOptions> configure)
            throws IOException {
        return Datagrams.open(
                this, protocolFactory, local, remote, configure.apply(DatagramOptions.DEFAULT));
    }

    @Override
    public final <P extends DatagramProtocol> P createDatagramEndpoint(
            Supplier<P> protocolFactory, DatagramChannel channel) throws IOException {
        return Datagrams.adopt(this, protocolFactory, channel);
    }

    @Override
    public final long sendfile(
            Transport transport, FileChannel file, long offset, long count, boolean fallback)
            throws IOException {
        return FileSending.send(this, transport, file, offset, count, fallback);
    }

    @Override
    public final byte[] sockRecv(SocketChannel channel, int max) throws IOException {
        checkUsable(channel);
        return operations.recv(channel, max);
    }

    @Override
    public final int sockRecvInto(SocketChannel channel, ByteBuffer buffer) throws IOException {
        checkUsable(channel);
        return operations.recvInto(channel, buffer);
    }

    @Override
    public final void sockSendAll(SocketChannel channel, ByteBuffer data) throws IOException {
        checkUsable(channel);
        operations.sendAll(channel, data);
    }

    @Override
    public final long sockSendfile(SocketChannel channel, FileChannel file, long offset, long count)
            throws IOException {
        checkUsable(channel);
        return operations.sendfile(channel, file, offset, count);
    }

    @Override
    public final void sockConnect(SocketChannel channel, SocketAddress address) throws IOException {
        checkUsable(channel);
        operations.connect(channel, address);
    }

    @Override
    public final SocketChannel sockAccept(ServerSocketChannel channel) throws IOException {
        checkUsable(channel);
        return operations.accept(channel);
    }

    @Override
    public final Datagram sockRecvFrom(DatagramChannel channel, int max) throws IOException {
        checkUsable(channel);
        return operations.recvFrom(channel, max);
    }

    @Override
    public final InetSocketAddress sockRecvFromInto(DatagramChannel channel, ByteBuffer buffer)
            throws IOException {
        checkUsable(channel);
        return operations.recvFromInto(channel, buffer);
    }

    @Override
    public final void sockSendTo(DatagramChannel channel, ByteBuffer data, SocketAddress address)
            throws IOException {
        checkUsable(channel);
        operations.sendTo(channel, data, address);
    }
}
