package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Connections that nobody closes. */
class ForgottenConnectionTest {
    private static final String HOST = "127.0.0.1";

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    /** Collects garbage until it is so: what is dropped is noticed by another thread. */
    private static void collectUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            System.gc();
            sleep(Duration.ZERO);
        }
    }

    private static void forget(Server server) throws IOException {
        Connection connection = openConnection(HOST, server.port());
        connection.writer().write("hello\n");
        assertEquals("hello", connection.reader().readLine());
    }

    @AsyncTest
    void connection_droppedUnclosed_isReportedAndClosed(TestLoop loop) throws IOException {
        try (var server = startServer(ForgottenConnectionTest::echo, HOST, 0)) {
            var dropping = createTask(() -> forget(server)); // no trace of it on this stack
            dropping.await();
            assertEquals(1, server.connectionCount());
            collectUntil(() -> server.connectionCount() == 0);
        }
        assertEquals(
                List.of("a connection was not closed"),
                loop.takeReports().stream().map(report -> report.message()).toList());
    }

    @AsyncTest
    void connection_onlyItsReaderOrWriterIsHeld_staysOpen() throws IOException {
        try (var server = startServer(ForgottenConnectionTest::echo, HOST, 0)) {
            var connections = new ArrayList<WeakReference<Connection>>();
            StreamWriter writer = createTask(() -> open(server, connections).writer()).await();
            StreamReader reader = createTask(() -> open(server, connections).reader()).await();
            for (int i = 0; i < 20; i++) {
                System.gc();
                sleep(Duration.ZERO);
            }
            assertEquals(2, server.connectionCount());
            writer.write("a");
            connections.get(1).get().writer().write("b\n");
            assertEquals("b", reader.readLine());
            for (WeakReference<Connection> connection : connections) {
                connection.get().close();
            }
        }
    }

    private static Connection open(Server server, List<WeakReference<Connection>> connections)
            throws IOException {
        Connection connection = openConnection(HOST, server.port());
        connections.add(new WeakReference<>(connection));
        return connection;
    }

    @Test
    void connection_openWhenTheLoopCloses_isReported() throws IOException {
        var reports = new ArrayList<String>();
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        getRunningLoop()
                                .setExceptionHandler(
                                        (loop, context) -> reports.add(context.message()));
                        var server = startServer(ForgottenConnectionTest::echo, HOST, 0);
                        var kept = openConnection(HOST, server.port());
                        kept.writer().write("x");
                        assertTrue(kept.reader().buffered() >= 0);
                    });
        }
        assertEquals(List.of("a connection was not closed"), reports);
    }
}
