package org.asyncio4j.benchmarks.programs;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLException;

/**
 * Sends back what it is sent, on Netty with one event loop. The first argument says which of its
 * ways to the system: {@code nio}, {@code epoll} or {@code io_uring}; two more, certificate and
 * key, ask for TLS by the JDK.
 */
public final class NettyEcho {
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object data) {
            context.write(data);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            context.channel().config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            context.close();
        }
    }

    private static final class EchoOnEach extends ChannelInitializer<SocketChannel> {
        private final @Nullable SslContext tls;

        EchoOnEach(@Nullable SslContext tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(new Echo());
        }
    }

    void main(String[] arguments) throws Exception {
        var onEach = new EchoOnEach(arguments.length == 3 ? tls(arguments) : null);
        switch (arguments[0]) {
            case "nio" -> serve(onEach, NioIoHandler.newFactory(), NioServerSocketChannel.class);
            case "epoll" ->
                    serve(onEach, EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
            case "io_uring" ->
                    serve(onEach, IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
            default -> throw new IllegalArgumentException("unknown kind: " + arguments[0]);
        }
    }

    private static SslContext tls(String[] arguments) throws SSLException {
        return SslContextBuilder.forServer(new File(arguments[1]), new File(arguments[2]))
                .sslProvider(SslProvider.JDK)
                .build();
    }

    private static void serve(
            EchoOnEach onEach, IoHandlerFactory handlers, Class<? extends ServerChannel> type)
            throws Exception {
        var loop = new MultiThreadIoEventLoopGroup(1, handlers);
        var server =
                new ServerBootstrap()
                        .group(loop)
                        .channel(type)
                        .option(ChannelOption.SO_BACKLOG, 1000)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(onEach)
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
        IO.println("port " + ((InetSocketAddress) server.localAddress()).getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        loop.shutdownGracefully();
    }
}
