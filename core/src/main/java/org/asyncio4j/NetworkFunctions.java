package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The part of {@link Asyncio} that is about the network, apart so that either can be read. */
abstract sealed class NetworkFunctions permits Asyncio {
    /** {@link #openConnection(String, int, UnaryOperator)} with the usual options. */
    public static Connection openConnection(String host, int port) throws IOException {
        return Streams.openConnection(host, port, UnaryOperator.identity());
    }

    /**
     * Connects to a TCP port. If the host has several addresses, they race (Happy Eyeballs, RFC
     * 8305).
     *
     * @throws java.net.UnknownHostException if there is no such host
     * @throws java.net.ConnectException if no address of the host answers
     */
    public static Connection openConnection(
            String host, int port, UnaryOperator<ConnectionOptions> configure) throws IOException {
        return Streams.openConnection(host, port, configure);
    }

    /** Connects to a Unix socket. */
    public static Connection openUnixConnection(Path path) throws IOException {
        return Streams.openUnixConnection(path, UnaryOperator.identity());
    }

    /** Connects to a Unix socket, with options. */
    public static Connection openUnixConnection(
            Path path, UnaryOperator<ConnectionOptions> configure) throws IOException {
        return Streams.openUnixConnection(path, configure);
    }

    /**
     * {@link #startServer(ConnectionHandler, String, int, UnaryOperator)} with the usual options.
     */
    public static Server startServer(ConnectionHandler handler, @Nullable String host, int port)
            throws IOException {
        return startServer(handler, host, port, UnaryOperator.identity());
    }

    /**
     * Listens on a TCP port and starts a task for each connection.
     *
     * @param handler serves a connection, which is closed when it returns
     * @param host the address to listen on, null for all
     * @param port the port, 0 for any free one
     * @throws java.net.BindException if that is not possible
     */
    public static Server startServer(
            ConnectionHandler handler,
            @Nullable String host,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        List<String> hosts = host == null || host.isEmpty() ? List.of() : List.of(host);
        return startServer(handler, hosts, port, configure);
    }

    /** Listens on the addresses of several hosts, with one port on each. */
    public static Server startServer(
            ConnectionHandler handler,
            List<String> hosts,
            int port,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return Streams.startServer(handler, hosts, port, configure);
    }

    /**
     * Serves a channel that listens already, such as {@link System#inheritedChannel}. From then on
     * the channel is the server's.
     */
    public static Server startServer(
            ConnectionHandler handler,
            ServerSocketChannel listening,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        return Streams.startServer(handler, listening, configure);
    }

    /** Listens on a Unix socket and starts a task for each connection. */
    public static Server startUnixServer(ConnectionHandler handler, Path path) throws IOException {
        return startUnixServer(handler, path, UnaryOperator.identity());
    }

    /**
     * Listens on a Unix socket and starts a task for each connection. A socket file that a server
     * has left is replaced; one that somebody listens on is not, nor any other file.
     *
     * @throws java.net.BindException if that is not possible
     */
    public static Server startUnixServer(
            ConnectionHandler handler, Path path, UnaryOperator<ServerOptions> configure)
            throws IOException {
        return Streams.startUnixServer(handler, path, configure);
    }
}
