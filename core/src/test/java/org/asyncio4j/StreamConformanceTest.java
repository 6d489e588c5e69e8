package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.MemoryStreams;
import org.asyncio4j.test.StreamConformance;
import org.asyncio4j.test.StreamPair;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The published suite on every stream there is. */
class StreamConformanceTest {
    private static final String HOST = "127.0.0.1";

    /** Gives away the one connection that a listening socket gets. */
    private static final class Acceptor implements Protocol {
        final Future<Connection> accepted = Future.pending();

        @Override
        public void connectionMade(Transport transport) {
            accepted.setResult(Connection.over(transport));
        }
    }

    @Nested
    class Tcp implements StreamConformance {
        @Override
        public StreamPair connect() throws IOException {
            var acceptor = new Acceptor();
            Server server = getRunningLoop().createServer(() -> acceptor, HOST, 0);
            return join(server, acceptor, () -> openConnection(HOST, server.port()));
        }
    }

    @Nested
    class Unix implements StreamConformance {
        @TempDir Path folder;

        @Override
        public StreamPair connect() throws IOException {
            Path path = folder.resolve("socket");
            var acceptor = new Acceptor();
            Server server =
                    getRunningLoop()
                            .createUnixServer(() -> acceptor, path, UnaryOperator.identity());
            return join(server, acceptor, () -> openUnixConnection(path));
        }

        @Override
        public int large() {
            return 2 << 20;
        }
    }

    @Nested
    class Tls implements StreamConformance {
        @Override
        public StreamPair connect() throws IOException {
            return connectWithTls("TLSv1.3");
        }
    }

    @Nested
    class Tls12 implements StreamConformance {
        @Override
        public StreamPair connect() throws IOException {
            return connectWithTls("TLSv1.2");
        }

        @Override
        public boolean canHalfClose() {
            return false;
        }
    }

    private static StreamPair connectWithTls(String version) throws IOException {
        var acceptor = new Acceptor();
        Server server =
                getRunningLoop()
                        .createServer(
                                () -> acceptor,
                                List.of(HOST),
                                0,
                                o -> o.withTls(TestCertificates.server().withProtocols(version)));
        return join(
                server,
                acceptor,
                () ->
                        openConnection(
                                HOST,
                                server.port(),
                                o -> o.withTls(TestCertificates.client().withProtocols(version))));
    }

    @Nested
    class TlsInSmallPieces implements StreamConformance {
        @Override
        public StreamPair connect() throws IOException {
            StreamPair pair = MemoryStreams.pair(o -> o.withChunkSize(100).withCapacity(5_000));
            gather(
                    () -> pair.second().startTls(TestCertificates.server()),
                    () -> pair.first().startTls(TestCertificates.client(), "localhost"));
            return pair;
        }

        @Override
        public int large() {
            return 800_000;
        }
    }

    private static StreamPair join(
            Server server, Acceptor acceptor, Block<Connection, IOException> connect)
            throws IOException {
        try {
            return new StreamPair(connect.await(), acceptor.accepted.await());
        } finally {
            server.closeNowait();
        }
    }

    @Nested
    class Memory implements StreamConformance {
        @Override
        public StreamPair connect() {
            return MemoryStreams.pair();
        }

        @Override
        public int large() {
            return 400_000;
        }
    }

    @Nested
    class MemoryOneByteAtATime implements StreamConformance {
        @Override
        public StreamPair connect() {
            return MemoryStreams.pair(o -> o.withChunkSize(1).withCapacity(100));
        }

        @Override
        public int large() {
            return 230_000;
        }
    }

    @Nested
    class MemoryWithLatency implements StreamConformance {
        @Override
        public StreamPair connect() {
            return MemoryStreams.pair(o -> o.withLatency(millis(30)).withChunkSize(1_000));
        }

        @Override
        public int large() {
            return 400_000;
        }
    }
}
