package org.asyncio4j;

import org.asyncio4j.internal.net.Listener;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A listening server, made by {@link Asyncio#startServer}. Confined to its loop.
 *
 * <pre>{@code
 * try (var server = startServer(connection -> serve(connection), "127.0.0.1", 8000)) {
 *     server.serveForever();
 * }
 * }</pre>
 *
 * <p>Difference from {@code asyncio.Server}: leaving the block ends the handlers that are still at
 * work, so nothing of the server outlives it. asyncio's {@code close()}, which only stops
 * listening, is {@link #closeNowait}.
 */
public final class Server implements AutoCloseable {
    private final Loop loop;
    private final Listener listener;
    private final Set<Task<?>> handlers = new LinkedHashSet<>();
    private final Future<@Nullable Void> closed;

    Server(Loop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.closed = new Future<>(loop);
    }

    /**
     * Starts a task for a new connection.
     *
     * @param site where the program gave the handler
     */
    void handle(Connection connection, ConnectionHandler handler, Site site) {
        if (!isServing()) {
            connection.abort(); // accepted just before the server was closed
            return;
        }
        VoidBlock<RuntimeException> work = () -> serve(connection, handler);
        Task<Void> task = loop.newTask(work, site, TaskOptions.DEFAULT, null);
        handlers.add(task);
        task.addDoneCallback(done -> handled(task, connection));
    }

    /** In the handler's task, so that what it wrote is sent even if it fails, or cancelled. */
    private void serve(Connection connection, ConnectionHandler handler) {
        try {
            handler.handle(connection);
        } catch (Exception e) {
            report(connection, e);
        }
        try {
            connection.close();
        } catch (IOException e) { // the peer left without listening to the end, as it may
            Loop.LOG.log(Level.DEBUG, "closing " + connection + " failed", e);
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
    }

    private void report(Connection connection, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext(
                        "unhandled exception in connection handler", error, connection));
    }

    /** The addresses listened on, with the real ports. */
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    /** The port listened on: the real one if 0 was asked for. */
    public int port() {
        return addresses().getFirst().getPort();
    }

    /** Whether connections are accepted. */
    public boolean isServing() {
        return listener.isOpen();
    }

    /** Suspends until the server is closed. A cancel closes it and goes on. */
    public void serveForever() {
        try {
            waitNotServing();
        } catch (CancelledError e) {
            close();
            throw e;
        }
    }

    private void waitNotServing() {
        if (isServing()) {
            Future<@Nullable Void> waiter = new Future<>(loop);
            closed.addInternalCallback(done -> waiter.finish(null));
            waiter.await();
        }
    }

    /** Stops listening. The handlers go on. Never suspends. */
    public void closeNowait() {
        listener.close();
        closed.finish(null);
    }

    /** Suspends until the server is closed and the last handler has ended. Does not close it. */
    public void waitClosed() {
        waitNotServing();
        while (!handlers.isEmpty()) {
            Waiting.wait(handlers, Waiting.Until.ALL_COMPLETED, null);
        }
    }

    /** Stops listening, cancels the handlers that are still at work and waits for their end. */
    @Override
    public void close() {
        closeNowait();
        for (Task<?> handler : List.copyOf(handlers)) {
            handler.cancelWith(Cancellation.by("its server", "the server is closing"));
        }
        waitClosed();
    }

    @Override
    public String toString() {
        return "<Server " + listener + " handlers=" + handlers.size() + ">";
    }
}
