package org.asyncio4j.benchmarks.programs;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;

import java.io.OutputStream;

/** Sends back what it is sent, on Vert.x with one event loop. The kind of it is {@code nio}. */
public final class VertxEcho {
    void main() throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var options =
                new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setAcceptBacklog(1000)
                        .setTcpNoDelay(true);
        var server =
                vertx.createNetServer(options)
                        .connectHandler(socket -> socket.handler(socket::write))
                        .listen()
                        .await();
        IO.println("port " + server.actualPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
    }
}
