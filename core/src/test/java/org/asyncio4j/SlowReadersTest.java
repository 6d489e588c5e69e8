package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.MemoryNetwork;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many peers that do not read: each holds its writer back, and what is held for it is little. */
class SlowReadersTest {
    private static final int PEERS = 1_000;
    private static final int PIECE = 16 << 10;

    /** What a connection may hold: the high mark, and the piece that went over it. */
    private static final int MOST_UNSENT = (64 << 10) + PIECE;

    /** Writes to everybody without end, and counts. */
    private static final class Flood {
        final List<Connection> connections = new ArrayList<>();
        final byte[] piece = new byte[PIECE];
        int written;

        void serve(Connection connection) throws IOException {
            connections.add(connection);
            try {
                while (true) {
                    connection.writer().write(piece);
                    written++;
                }
            } finally {
                connection.abort();
            }
        }

        void untilStill() {
            int before;
            do {
                before = written;
                turns(300);
            } while (before < written || connections.size() < PEERS);
        }

        void assertHoldsLittle() {
            for (Connection connection : connections) {
                int unsent = connection.writer().transport().writeBufferSize();
                assertTrue(unsent > 0 && unsent <= MOST_UNSENT, connection::toString);
            }
        }
    }

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void peers_inMemory_holdTheirWritersBackForHours() throws IOException {
        var leaks = new LeakCheck();
        var network = new MemoryNetwork();
        var flood = new Flood();
        var peers = new ArrayList<Connection>();
        try (var server = network.startServer(flood::serve, "flood", o -> o.withBacklog(PEERS))) {
            for (int i = 0; i < PEERS; i++) {
                peers.add(network.openConnection("flood"));
            }
            flood.untilStill();
            flood.assertHoldsLittle();
            int written = flood.written;
            sleep(Duration.ofHours(10));
            assertEquals(written, flood.written);
            flood.assertHoldsLittle();
            peers.get(7).reader().readExactly(1 << 20); // one of them wakes up
            assertTrue(flood.written > written);
            assertEquals(PEERS, server.connectionCount());
            for (Connection peer : peers) {
                peer.abort();
            }
        }
        leaks.assertNothingIsLeft("after the flood");
    }

    @Tag("stress")
    @LoopOptions(stuckAfterSeconds = 300)
    @AsyncTest
    void peers_onSockets_leaveTheMemoryFlat() throws IOException {
        var leaks = new LeakCheck();
        var flood = new Flood();
        var peers = new ArrayList<SocketChannel>();
        try (var server = startServer(flood::serve, "127.0.0.1", 0, o -> o.withBacklog(PEERS))) {
            var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
            for (int i = 0; i < PEERS; i++) {
                peers.add(silentPeer(address));
            }
            flood.untilStill();
            flood.assertHoldsLittle();
            long before = usedMemory();
            int written = flood.written;
            for (int i = 0; i < 10; i++) {
                turns(1_000);
                flood.assertHoldsLittle();
            }
            assertEquals(written, flood.written);
            long grown = usedMemory() - before;
            assertTrue(grown < 4 << 20, "grown by " + grown);
        }
        for (SocketChannel peer : peers) {
            peer.close();
        }
        assertFalse(flood.connections.isEmpty());
        leaks.assertNothingIsLeft("after the flood");
    }

    private static SocketChannel silentPeer(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.configureBlocking(false);
        channel.connect(address);
        return channel;
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
