package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.ConnectionSource;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Transport;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A listening server, made by {@link Asyncio#startServer}. Confined to its loop.
 *
 * <pre>{@code
 * try (var server = startServer(connection -> serve(connection), "127.0.0.1", 8000)) {
 *     server.serveForever();
 * }
 * }</pre>
 *
 * <p>Difference from {@code asyncio.Server}: leaving the block ends the handlers and connections
 * that are left, so nothing of the server outlives it; {@link #close(Duration)} gives them time.
 * asyncio's {@code close()}, which only stops listening, is {@link #closeNowait}.
 */
public final class Server implements AutoCloseable {
    private final Loop loop;
    private final ConnectionSource listener;

    /** The handlers at work and what they serve. */
    private final Map<Task<?>, Connection> handlers = new LinkedHashMap<>();

    /** What {@link #waitClosed} and {@link #serveForever} wait on: anything that may end them. */
    private final List<Waiter<@Nullable Void>> waiters = new ArrayList<>();

    Server(Loop loop, ConnectionSource listener) {
        this.loop = loop;
        this.listener = listener;
        listener.onLost(this::changed);
    }

    /**
     * Starts a task for each connection of a source that somebody else wrote; {@link
     * Asyncio#startServer} listens on sockets.
     *
     * @param handler serves a connection, which is closed when it returns
     * @param opening opens the source
     * @throws IllegalArgumentException if TLS is asked for, which is for sockets only
     */
    public static Server over(
            ConnectionHandler handler,
            ConnectionSource.Opening opening,
            UnaryOperator<ServerOptions> configure)
            throws IOException {
        ServerOptions options = configure.apply(ServerOptions.DEFAULT);
        if (options.tls() != null) { // a source may not know of it, and serve in the clear
            throw new IllegalArgumentException("only servers on sockets speak TLS");
        }
        return start(handler, opening, options);
    }

    /** The same for sources that heed all options. */
    static Server start(
            ConnectionHandler handler, ConnectionSource.Opening opening, ServerOptions options)
            throws IOException {
        Loop loop = Loop.running();
        Server server =
                Streams.start(
                        loop,
                        handler,
                        options.limit(),
                        factory -> new Server(loop, opening.open(factory, options)));
        if (options.startServing()) {
            server.startServing();
        }
        return server;
    }

    // ---- handlers

    /**
     * Starts a task for a new connection.
     *
     * @param site where the program gave the handler
     */
    void handle(Connection connection, ConnectionHandler handler, Site site) {
        if (listener.isClosed()) {
            connection.abort(); // accepted just before the server was closed
            return;
        }
        VoidBlock<RuntimeException> work = () -> serve(connection, handler);
        Task<Void> task = loop.taskMaker.newTask(work, site, TaskOptions.DEFAULT, null);
        handlers.put(task, connection);
        task.addDoneCallback(done -> handled(task, connection));
    }

    /**
     * In the handler's task. What it wrote is sent even if it fails, but not if it is cancelled.
     */
    private void serve(Connection connection, ConnectionHandler handler) {
        try {
            handler.handle(connection);
        } catch (CancelledError e) {
            throw e;
        } catch (Throwable e) {
            report(connection, e);
        }
        try {
            connection.close();
        } catch (IOException e) { // the peer left without listening to the end, as it may
            Log.asyncio().log(Level.DEBUG, "closing " + connection + " failed", e);
        }
    }

    /** The handler's task has ended, or was cancelled before it began. */
    private void handled(Task<Void> task, Connection connection) {
        handlers.remove(task);
        connection.abort(); // without effect where it was closed
        Throwable error = task.isCancelled() ? null : task.exception();
        if (error != null) {
            report(connection, error);
        }
        changed();
    }

    private void report(Connection connection, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext(
                        "unhandled exception in connection handler", error, connection));
    }

    // ---- serving

    /** The addresses listened on, with the real ports. */
    public List<SocketAddress> addresses() {
        return listener.addresses();
    }

    /**
     * The port listened on: the real one if 0 was asked for.
     *
     * @throws IllegalStateException if this is a Unix server, which has none
     */
    public int port() {
        if (addresses().getFirst() instanceof InetSocketAddress address) {
            return address.getPort();
        }
        throw new IllegalStateException("a Unix server has no port: " + this);
    }

    /** Whether connections are accepted, be it when there is room for them. */
    public boolean isServing() {
        return listener.isServing();
    }

    /**
     * Begins to accept connections, where that was put off ({@link
     * ServerOptions#withStartServing}). Doing it twice is allowed.
     *
     * @throws IllegalStateException if the server is closed
     */
    public void startServing() throws IOException {
        if (listener.isClosed()) {
            throw new IllegalStateException("the server is closed");
        }
        listener.startServing();
    }

    /** Accepts connections until the server is closed. A cancel closes it and goes on. */
    public void serveForever() throws IOException {
        listener.startServing();
        try {
            while (!listener.isClosed()) {
                awaitChange();
            }
        } catch (CancelledError e) {
            close();
            throw e;
        }
    }

    // ---- connections

    /** How many connections were accepted and have not ended. */
    public int connectionCount() {
        return listener.connectionCount();
    }

    /** Closes all connections, each after what was written to it is sent. Never suspends. */
    public void closeClients() {
        listener.connections().forEach(Transport::close);
    }

    /** Closes all connections at once, dropping what is unsent. Never suspends. */
    public void abortClients() {
        listener.connections().forEach(Transport::abort);
    }

    // ---- ending

    /** Stops listening. The connections and their handlers go on. Never suspends. */
    public void closeNowait() {
        listener.close();
        changed();
    }

    /**
     * Suspends until the server is closed, the last connection has ended and the last handler, too.
     * A handler that calls this does not wait for itself. Does not close the server.
     */
    public void waitClosed() {
        while (!isOver()) {
            awaitChange();
        }
    }

    private boolean isOver() {
        Connection own = handlers.get(Task.currentOrNull());
        int ownHandler = own == null ? 0 : 1;
        int ownConnection = own == null || own.isLost() ? 0 : 1;
        return listener.isClosed()
                && handlers.size() == ownHandler
                && listener.connectionCount() == ownConnection;
    }

    private void awaitChange() {
        var waiter = new Waiter<@Nullable Void>(loop, this);
        waiters.add(waiter);
        try {
            waiter.await();
        } finally {
            waiters.remove(waiter);
        }
    }

    private void changed() {
        for (Waiter<@Nullable Void> waiter : waiters) {
            waiter.finish(null);
        }
    }

    /**
     * Stops listening, cancels the handlers that are still at work, waits for their end and aborts
     * what is left of the connections. A cancel in the middle aborts them at once and waits no
     * more; the handlers end by themselves. A handler that closes its own server is cancelled
     * itself.
     */
    @Override
    public void close() {
        closeNowait();
        for (Task<?> handler : List.copyOf(handlers.keySet())) {
            handler.cancelWith(Cancellation.by("its server", "the server is closing"));
        }
        try {
            while (!handlers.isEmpty()) {
                awaitChange();
            }
        } finally {
            abortClients();
        }
        waitClosed();
    }

    /**
     * Stops listening and lets handlers and connections go on to their end, but no longer than the
     * grace period; then {@link #close}.
     *
     * @param grace how long they may take
     */
    public void close(Duration grace) {
        closeNowait();
        try {
            Asyncio.moveOnAfter(grace, () -> waitClosed());
        } finally {
            close();
        }
    }

    @Override
    public String toString() {
        return "<Server " + listener + " handlers=" + handlers.size() + ">";
    }
}
