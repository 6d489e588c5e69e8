package org.asyncio4j;

/** What a server does with a connection, see {@link Asyncio#startServer}. */
@FunctionalInterface
public interface ConnectionHandler {
    /**
     * Serves one connection. Runs as a task, so it may suspend. The connection is closed when it
     * returns or throws; what it throws goes to the loop's exception handler.
     */
    void handle(Connection connection) throws Exception;
}
