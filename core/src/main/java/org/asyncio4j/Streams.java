package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Opens connections and servers as streams, on the loop's transports and protocols. */
final class Streams {
    private Streams() {}

    static Connection openConnection(String host, int port) throws IOException {
        Loop loop = Loop.running();
        StreamProtocol protocol =
                loop.createConnection(
                        () -> new StreamProtocol(loop, StreamReader.DEFAULT_LIMIT, null),
                        host,
                        port);
        return new Connection(protocol);
    }

    static Server startServer(ConnectionHandler handler, @Nullable String host, int port)
            throws IOException {
        Loop loop = Loop.running();
        Site site = Site.of(handler);
        var server = new Server[1];
        server[0] =
                loop.createServer(
                        () ->
                                new StreamProtocol(
                                        loop,
                                        StreamReader.DEFAULT_LIMIT,
                                        made ->
                                                server[0].handle(
                                                        new Connection(made), handler, site)),
                        host,
                        port);
        return server[0];
    }
}
