package org.asyncio4j.lowlevel;

import org.asyncio4j.ServerOptions;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a {@link org.asyncio4j.Server} gets its connections from: listening sockets, as a rule.
 * Confined to its loop. Anybody may write one; {@link org.asyncio4j.Server#over} serves it.
 *
 * <p>asyncio has no such thing; its servers know sockets only.
 */
public interface ConnectionSource {
    /** Opens a source. */
    @FunctionalInterface
    interface Opening {
        /**
         * Opens it, without accepting connections yet. May suspend.
         *
         * @param protocolFactory makes a protocol for each connection, once it is accepted
         * @param options those of the server; a source heeds what makes sense for it. TLS is not
         *     among them: {@code Server.over} refuses it
         */
        ConnectionSource open(Supplier<? extends Protocol> protocolFactory, ServerOptions options)
                throws IOException;
    }

    /** Begins to accept connections. Without effect if it does already, or is closed. */
    void startServing() throws IOException;

    /** Whether connections are accepted, now or when there is room for them. */
    boolean isServing();

    /** Accepts no more connections. Those that there are go on. Closing twice is allowed. */
    void close();

    /** Whether {@link #close} was called. */
    boolean isClosed();

    /** The addresses listened on. */
    List<SocketAddress> addresses();

    /** The connections that were accepted and are not lost. */
    List<Transport> connections();

    /** How many {@link #connections} there are. */
    default int connectionCount() {
        return connections().size();
    }

    /** Sets what to run whenever a connection is lost, after its protocol was told. */
    void onLost(Runnable action);
}
