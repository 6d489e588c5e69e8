package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.openConnection;
import static org.asyncio4j.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Future;
import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class IdleWatchTest {
    private final List<String> useless = new ArrayList<>();

    private IdleWatch watch() {
        return new IdleWatch(Duration.ofSeconds(15), () -> useless.add("useless"));
    }

    private static void settle() {
        for (int i = 0; i < 20; i++) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void stop_ofAQuietConnection_leavesItToTheNextReader() throws Exception {
        Future<Boolean> go = Future.pending();
        try (var server =
                        RawServer.start(
                                peer -> {
                                    go.await();
                                    peer.send("ab");
                                    peer.drain();
                                });
                var connection = openConnection("127.0.0.1", server.port())) {
            for (boolean hasBegun : List.of(true, false)) {
                IdleWatch watch = watch();
                watch.start(connection.reader());
                if (hasBegun) {
                    settle();
                }
                assertTrue(watch.stop());
            }
            go.setResult(true);
            assertArrayEquals(new byte[] {'a', 'b'}, connection.reader().readExactly(2));
            assertEquals(List.of(), useless);
        }
    }

    /** In each turn from before the data comes until after the watching task has taken it. */
    @AsyncTest
    void stop_aroundTheMomentSomethingComes_saysSoOrLeavesItToTheNextReader() throws Exception {
        for (int turns = 0; turns < 20; turns++) {
            Future<Boolean> go = Future.pending();
            try (var server =
                            RawServer.start(
                                    peer -> {
                                        go.await();
                                        peer.send("a");
                                        peer.drain();
                                    });
                    var connection = openConnection("127.0.0.1", server.port())) {
                IdleWatch watch = watch();
                watch.start(connection.reader());
                settle();
                go.setResult(true);
                for (int i = 0; i < turns; i++) {
                    sleep(Duration.ZERO);
                }
                if (watch.stop()) {
                    assertEquals(List.of(), useless);
                    assertArrayEquals(new byte[] {'a'}, connection.reader().readExactly(1));
                } else {
                    assertEquals(List.of("useless"), useless);
                }
                useless.clear();
            }
        }
    }

    @AsyncTest
    void stop_afterTheEnd_saysSo() throws Exception {
        try (var server = RawServer.start(peer -> {});
                var connection = openConnection("127.0.0.1", server.port())) {
            IdleWatch watch = watch();
            watch.start(connection.reader());
            while (useless.isEmpty()) {
                sleep(Duration.ZERO);
            }
            assertFalse(watch.stop());
        }
    }
}
