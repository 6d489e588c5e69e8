package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.test.Conversation.text;
import static org.asyncio4j.test.Conversation.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Connection;
import org.asyncio4j.ContextVar;
import org.asyncio4j.Task;
import org.asyncio4j.TlsContext;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

class MemoryNetworkTest {
    private final MemoryNetwork network = new MemoryNetwork();

    private static void echo(Connection connection) throws IOException {
        for (String line = connection.reader().readLine();
                line != null;
                line = connection.reader().readLine()) {
            connection.writer().write(line + "\n");
        }
    }

    @AsyncTest
    void server_ofAName_servesManyClients() throws IOException {
        try (var server = network.startServer(MemoryNetworkTest::echo, "echo")) {
            assertEquals("[memory:echo]", server.addresses().toString());
            var asked = new ArrayList<Task<String>>();
            for (int i = 0; i < 50; i++) {
                String line = "line " + i;
                asked.add(createTask(() -> ask("echo", line)));
            }
            var answers = gather(asked);
            for (int i = 0; i < 50; i++) {
                assertEquals("line " + i, answers.get(i));
            }
        }
    }

    private String ask(String name, String line) throws IOException {
        try (var connection = network.openConnection(name)) {
            connection.writer().write(line + "\n");
            return String.valueOf(connection.reader().readLine());
        }
    }

    @AsyncTest
    void addresses_ofBothEnds_match() throws IOException {
        var seen = new ArrayList<String>();
        try (var server =
                        network.startServer(
                                c -> seen.add(c.localAddress() + " " + c.remoteAddress()), "s");
                var client = network.openConnection("s");
                var other = network.openConnection("s")) {
            assertEquals("memory:s", client.remoteAddress().toString());
            assertEquals("memory:s#1", client.localAddress().toString());
            assertEquals("memory:s#2", other.localAddress().toString());
            assertTrue(server.isServing());
            client.reader().readAllBytes();
        }
        assertEquals(List.of("memory:s memory:s#1", "memory:s memory:s#2"), seen);
    }

    @AsyncTest
    void openConnection_nobodyListens_isRefused() throws IOException {
        var error = assertThrows(ConnectException.class, () -> network.openConnection("nobody"));
        assertEquals("Connection refused: memory:nobody", error.getMessage());
        network.startServer(MemoryNetworkTest::echo, "gone").close();
        assertThrows(ConnectException.class, () -> network.openConnection("gone"));
    }

    @AsyncTest
    void startServer_nameIsTaken_isRefused() throws IOException {
        try (var _ = network.startServer(MemoryNetworkTest::echo, "echo")) {
            assertThrows(
                    BindException.class,
                    () -> network.startServer(MemoryNetworkTest::echo, "echo"));
            assertEquals("still", ask("echo", "still"));
        }
        try (var _ = network.startServer(MemoryNetworkTest::echo, "echo")) {
            assertEquals("again", ask("echo", "again"));
        }
    }

    @AsyncTest
    void startServer_withTls_isRefused() throws Exception {
        TlsContext tls = TlsContext.server(SSLContext.getDefault());
        assertThrows(
                IllegalArgumentException.class,
                () -> network.startServer(MemoryNetworkTest::echo, "echo", o -> o.withTls(tls)));
        try (var _ = network.startServer(MemoryNetworkTest::echo, "echo")) {
            assertEquals("in the clear", ask("echo", "in the clear"));
        }
    }

    @AsyncTest
    void openConnection_withLatency_takesARoundTrip() throws IOException {
        var slow = new MemoryNetwork(o -> o.withLatency(millis(40)));
        try (var _ = slow.startServer(MemoryNetworkTest::echo, "echo")) {
            Duration begin = getRunningLoop().time();
            try (var client = slow.openConnection("echo")) {
                assertEquals(millis(80), getRunningLoop().time().minus(begin));
                client.writer().write("ping\n");
                client.reader().readLine();
                assertEquals(millis(160), getRunningLoop().time().minus(begin));
            }
        }
    }

    @AsyncTest
    void openConnection_withFaults_breaksThisOneOnly() throws IOException {
        try (var _ = network.startServer(MemoryNetworkTest::echo, "echo")) {
            try (var client = network.openConnection("echo", o -> o, o -> o.withEndAfter(3))) {
                client.writer().write("hello\n");
                assertEquals("hel", text(client.reader().readAllBytes()));
            }
            assertEquals("hello", ask("echo", "hello"));
        }
    }

    @AsyncTest
    void openConnection_cancelled_leavesNothing() throws IOException {
        try (var server = network.startServer(MemoryNetworkTest::echo, "echo")) {
            var connect = createTask(() -> network.openConnection("echo"));
            turns(1);
            connect.cancel();
            assertThrows(CancelledError.class, connect::await);
            turns(3);
            assertEquals(0, server.connectionCount());
        }
    }

    @AsyncTest
    void maxConnections_reached_othersWaitAndAreServedLater() throws IOException {
        try (var server =
                        network.startServer(
                                MemoryNetworkTest::echo, "echo", o -> o.withMaxConnections(1));
                var first = network.openConnection("echo")) {
            var second = createTask(() -> ask("echo", "second"));
            turns(10);
            assertEquals(1, server.connectionCount());
            assertFalse(second.isDone());
            first.writer().close();
            assertEquals("second", second.await());
        }
    }

    @AsyncTest
    void backlog_full_isRefused() throws IOException {
        try (var server =
                        network.startServer(
                                MemoryNetworkTest::echo,
                                "echo",
                                o -> o.withBacklog(1).withStartServing(false));
                var first = network.openConnection("echo")) {
            assertThrows(ConnectException.class, () -> network.openConnection("echo"));
            assertEquals(0, server.connectionCount());
            first.writer().write("early\n");
            server.startServing();
            assertEquals("early", first.reader().readLine());
        }
    }

    @AsyncTest
    void close_withConnectionsNotAccepted_resetsThem() throws IOException {
        var server =
                network.startServer(
                        MemoryNetworkTest::echo, "echo", o -> o.withStartServing(false));
        try (var client = network.openConnection("echo")) {
            server.close();
            assertEquals(0, client.reader().read(1).length);
            assertThrows(
                    SocketException.class,
                    () -> {
                        client.writer().write("x");
                        client.writer().write("x");
                    });
        }
    }

    @AsyncTest
    void close_endsHandlersAndConnections() throws IOException {
        var ended = new ArrayList<String>();
        var server =
                network.startServer(
                        connection -> {
                            try {
                                connection.reader().readLine();
                            } catch (CancelledError e) {
                                ended.add("cancelled");
                                throw e;
                            }
                        },
                        "s");
        try (var client = network.openConnection("s")) {
            turns(3);
            server.close();
            assertEquals(List.of("cancelled"), ended);
            assertEquals(0, client.reader().readAllBytes().length);
        }
    }

    private static final ContextVar<String> USER = ContextVar.withDefault("user", "nobody");

    @AsyncTest
    void handler_runsInTheContextOfItsServer() throws IOException {
        var seen = new ArrayList<String>();
        USER.set("server");
        try (var _ = network.startServer(connection -> seen.add(USER.get()), "s")) {
            USER.set("client");
            try (var client = network.openConnection("s")) {
                client.reader().readAllBytes();
            }
        }
        assertEquals(List.of("server"), seen);
    }
}
