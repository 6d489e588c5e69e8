package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Connection;
import org.asyncio4j.ConnectionHandler;
import org.asyncio4j.Server;
import org.asyncio4j.ServerOptions;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Servers and connections in memory: whole programs of clients and servers are tested without
 * sockets, in the same order each time and on the virtual clock. What {@link MemoryStreams} says
 * holds for the connections. Confined to the loop that uses it.
 *
 * <pre>{@code
 * var network = new MemoryNetwork();
 * try (var server = network.startServer(Chat::serve, "chat");
 *         var ann = network.openConnection("chat");
 *         var bob = network.openConnection("chat")) {
 *     ann.writer().write("hello\n");
 *     assertEquals("hello", bob.reader().readLine());
 * }
 * }</pre>
 *
 * <p>Programs under test ask for connections and servers by a parameter, such as a {@code
 * Supplier<Connection>}, where they would call {@code openConnection} and {@code startServer}.
 */
public final class MemoryNetwork {
    private final UnaryOperator<MemoryOptions> options;
    private final Map<String, MemoryListener> listeners = new HashMap<>();
    private int connected;

    /** A network without faults. */
    public MemoryNetwork() {
        this(UnaryOperator.identity());
    }

    /**
     * A network with options.
     *
     * @param options for both directions of each connection that has none of its own
     */
    public MemoryNetwork(UnaryOperator<MemoryOptions> options) {
        this.options = options;
    }

    // ---- servers

    /** {@link #startServer(ConnectionHandler, String, UnaryOperator)} with the usual options. */
    public Server startServer(ConnectionHandler handler, String name) throws IOException {
        return startServer(handler, name, UnaryOperator.identity());
    }

    /**
     * Listens under a name and starts a task for each connection.
     *
     * @param handler serves a connection, which is closed when it returns
     * @param configure limit, backlog, maximum of connections and start of serving are heeded
     * @throws BindException if there is a server of that name
     * @throws IllegalArgumentException if TLS is asked for: memory is served in the clear
     */
    public Server startServer(
            ConnectionHandler handler, String name, UnaryOperator<ServerOptions> configure)
            throws IOException {
        return Server.over(
                handler,
                (protocolFactory, serverOptions) -> {
                    if (listeners.containsKey(name)) {
                        throw new BindException("cannot listen on " + new MemoryAddress(name));
                    }
                    var listener =
                            new MemoryListener(
                                    new MemoryAddress(name),
                                    protocolFactory,
                                    serverOptions,
                                    () -> listeners.remove(name));
                    listeners.put(name, listener);
                    return listener;
                },
                configure);
    }

    // ---- connections

    /** Connects to the server of that name, after a round trip's time; suspends. */
    public Connection openConnection(String name) throws IOException {
        return openConnection(name, options, options);
    }

    /**
     * Connects to the server of that name, after a round trip's time; suspends. Whether and when
     * the server accepts cannot be seen.
     *
     * @param there from the client to the server
     * @param back from the server to the client
     * @throws ConnectException if there is none, or too many wait to be accepted
     */
    public Connection openConnection(
            String name, UnaryOperator<MemoryOptions> there, UnaryOperator<MemoryOptions> back)
            throws IOException {
        Duration roundTrip =
                there.apply(MemoryOptions.DEFAULT)
                        .latency()
                        .plus(back.apply(MemoryOptions.DEFAULT).latency());
        sleep(roundTrip);
        MemoryListener listener = listeners.get(name);
        if (listener == null || listener.isBacklogFull()) {
            throw new ConnectException("Connection refused: " + new MemoryAddress(name));
        }
        var client = MemoryStreams.End.of(name + "#" + ++connected, MemoryStreams.NOBODY);
        MemoryStreams.Ends ends = MemoryStreams.join(client, listener.end(), there, back);
        ends.first().startReceiving();
        Connection connection = Connection.over(ends.first());
        listener.add(ends.second());
        return connection;
    }
}
