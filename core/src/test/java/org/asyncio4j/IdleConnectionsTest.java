package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** As many idle connections on one loop as there may be files, whose peers are in another JVM. */
@Tag("stress")
class IdleConnectionsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** For the files of the JVM and of the tests before. */
    private static final int OTHER_FILES = 1_000;

    @Test
    void tcp_15000_areHeldAndServed() throws Exception {
        hold(15_000, PlainClients.class, o -> o);
    }

    @Test
    void tls_5000_areHeldAndServed() throws Exception {
        hold(5_000, TlsClients.class, o -> o.withTls(TestCertificates.server()));
    }

    private static void hold(int count, Class<?> clients, UnaryOperator<ServerOptions> configure)
            throws Exception {
        ScaleTest.needFileDescriptors(count + OTHER_FILES);
        run(
                () -> {
                    try (var server =
                            startServer(
                                    IdleConnectionsTest::echo,
                                    "127.0.0.1",
                                    0,
                                    o -> configure.apply(o).withBacklog(1_000))) {
                        long before = usedHeap();
                        Process child =
                                ChildJvm.start(
                                        clients, "-Dport=" + server.port(), "-Dcount=" + count);
                        var output = child.inputReader();
                        assertEquals("connected", toThread(output::readLine));
                        while (server.connectionCount() < count) {
                            sleep(Duration.ZERO);
                        }
                        long bytes = (usedHeap() - before) / count;
                        IO.println(
                                "%,d idle connections of %s, %s back-end: %,d bytes of heap each"
                                        .formatted(
                                                count,
                                                clients.getSimpleName(),
                                                BackendTest.actual(),
                                                bytes));
                        child.outputWriter().append("echo\n").flush();
                        assertEquals("echoed", toThread(output::readLine));
                        child.outputWriter().close();
                        assertEquals(0, toThread(() -> child.waitFor()));
                        while (server.connectionCount() > 0) {
                            sleep(Duration.ofMillis(1));
                        }
                    }
                });
    }

    private static void echo(Connection connection) throws IOException {
        connection.reader().transferTo(connection.writer());
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What the clients do: connect, wait to be told, send and read a byte each, end. */
    abstract static class Clients<C extends AutoCloseable> {
        void run() throws Exception {
            var address = new InetSocketAddress(LOOPBACK, Integer.getInteger("port"));
            var connections = new ArrayList<C>();
            int count = Integer.getInteger("count");
            for (int i = 0; i < count; i++) {
                connections.add(connect(address));
            }
            IO.println("connected");
            IO.readln();
            for (C connection : connections) {
                exchange(connection);
            }
            IO.println("echoed");
            IO.readln();
            for (C connection : connections) {
                connection.close();
            }
        }

        abstract C connect(InetSocketAddress address) throws IOException;

        abstract void exchange(C connection) throws IOException;
    }

    static final class PlainClients extends Clients<SocketChannel> {
        public static void main(String[] args) throws Exception {
            new PlainClients().run();
        }

        @Override
        SocketChannel connect(InetSocketAddress address) throws IOException {
            return SocketChannel.open(address);
        }

        @Override
        void exchange(SocketChannel channel) throws IOException {
            var bytes = StandardCharsets.UTF_8.encode("x");
            channel.write(bytes);
            if (channel.read(bytes.clear()) != 1) {
                throw new IOException("not echoed");
            }
        }
    }

    static final class TlsClients extends Clients<SSLSocket> {
        private final SSLSocketFactory factory =
                TlsContext.client().withoutVerification().sslContext().getSocketFactory();

        public static void main(String[] args) throws Exception {
            new TlsClients().run();
        }

        @Override
        SSLSocket connect(InetSocketAddress address) throws IOException {
            try {
                var socket = (SSLSocket) factory.createSocket(LOOPBACK, address.getPort());
                socket.startHandshake();
                return socket;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void exchange(SSLSocket socket) throws IOException {
            ((Socket) socket).getOutputStream().write('x');
            if (socket.getInputStream().read() != 'x') {
                throw new IOException("not echoed");
            }
        }
    }
}
