package org.asyncio4j;

import org.asyncio4j.lowlevel.Protocol;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Opens connections and servers as streams, on the loop's transports and protocols. */
final class Streams {
    private Streams() {}

    static Connection openConnection(
            String host, int port, UnaryOperator<ConnectionOptions> configure) throws IOException {
        Loop loop = Loop.running();
        int limit = configure.apply(ConnectionOptions.DEFAULT).limit();
        return new Connection(
                loop.createConnection(() -> client(loop, limit), host, port, configure), host);
    }

    static Connection openUnixConnection(Path path, UnaryOperator<ConnectionOptions> configure)
            throws IOException {
        Loop loop = Loop.running();
        int limit = configure.apply(ConnectionOptions.DEFAULT).limit();
        return new Connection(
                loop.createUnixConnection(() -> client(loop, limit), path, configure));
    }

    private static StreamProtocol client(Loop loop, int limit) {
        return new StreamProtocol(loop, limit, null);
    }

    static Server startServer(
            ConnectionHandler handler,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        Loop loop = Loop.running();
        return start(
                loop,
                handler,
                limit(configure),
                factory -> loop.createServer(factory, hosts, port, configure));
    }

    static Server startServer(
            ConnectionHandler handler,
            ServerSocketChannel listening,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        Loop loop = Loop.running();
        return start(
                loop,
                handler,
                limit(configure),
                factory -> loop.createServer(factory, listening, configure));
    }

    static Server startUnixServer(
            ConnectionHandler handler, Path path, UnaryOperator<ServerOptions> configure)
            throws IOException {
        Loop loop = Loop.running();
        return start(
                loop,
                handler,
                limit(configure),
                factory -> loop.createUnixServer(factory, path, configure));
    }

    private static int limit(UnaryOperator<ServerOptions> configure) {
        return configure.apply(ServerOptions.DEFAULT).limit();
    }

    /** Opens what a server listens on. */
    interface Listening {
        Server begin(Supplier<? extends Protocol> protocolFactory) throws IOException;
    }

    static Server start(Loop loop, ConnectionHandler handler, int limit, Listening listening)
            throws IOException {
        Site site = Site.of(handler);
        var server = new @Nullable Server[1];
        server[0] =
                listening.begin(
                        () ->
                                new StreamProtocol(
                                        loop,
                                        limit,
                                        made ->
                                                server[0].handle(
                                                        new Connection(made), handler, site)));
        return server[0];
    }
}
