package org.asyncio4j.http;

import static org.asyncio4j.Asyncio.await;
import static org.asyncio4j.Asyncio.createTask;
import static org.asyncio4j.Asyncio.gather;
import static org.asyncio4j.Asyncio.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Block;
import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;
import org.asyncio4j.Task;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ConnectionPoolTest {
    /** Answers when it is told to; knows how many requests it holds. */
    private static final class Gate {
        private final List<Future<Boolean>> held = new ArrayList<>();
        private int most;

        RawServer start() throws IOException {
            return RawServer.start(
                    peer -> {
                        for (String r = peer.read(); r != null; r = peer.read()) {
                            Future<Boolean> gate = Future.pending();
                            held.add(gate);
                            most = Math.max(most, held.size());
                            gate.await();
                            held.remove(gate);
                            peer.send(RawServer.ok(r.substring(0, r.indexOf(" HTTP"))));
                        }
                    });
        }

        void openFirst() {
            held.removeFirst().setResult(true);
        }

        void openAll() {
            while (!held.isEmpty()) {
                openFirst();
            }
        }
    }

    private static void settle() {
        for (int i = 0; i < 30; i++) {
            sleep(Duration.ZERO);
        }
    }

    private static String state(ClientSession session) {
        return session.toString().replaceAll("<ClientSession open |>", "");
    }

    private static void cancel(Task<?> task) {
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }

    @AsyncTest
    void limit_isNeverExceeded() throws Exception {
        var gate = new Gate();
        try (var server = gate.start();
                var session = ClientSession.open(o -> o.withLimit(3))) {
            List<Task<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String url = server.url("/" + i);
                tasks.add(createTask(() -> session.get(url).text()));
            }
            settle();
            assertEquals("in_use=3 idle=0 waiting=7", state(session));
            while (tasks.stream().anyMatch(task -> !task.isDone())) {
                gate.openAll();
                settle();
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("GET /" + i, tasks.get(i).await());
            }
            assertEquals(3, gate.most);
            assertEquals(3, server.connections());
            assertEquals("in_use=0 idle=3 waiting=0", state(session));
        }
    }

    @AsyncTest
    void limitOfZero_isNone() throws Exception {
        var gate = new Gate();
        try (var server = gate.start();
                var session = ClientSession.open(o -> o.withLimit(0))) {
            List<Task<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                tasks.add(createTask(() -> session.get(server.url("/")).text()));
            }
            while (gate.held.size() < 150) {
                sleep(Duration.ZERO);
            }
            gate.openAll();
            gather(tasks);
        }
    }

    @AsyncTest
    void waiters_areServedInOrder() throws Exception {
        var order = new ArrayList<Integer>();
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open(o -> o.withLimit(1))) {
            List<Block<Boolean, IOException>> works = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                works.add(
                        () -> {
                            session.get(server.url("/")).text();
                            return order.add(number);
                        });
            }
            gather(works);
            assertEquals(order.stream().sorted().toList(), order);
            assertEquals(1, server.connections());
        }
    }

    @AsyncTest
    void waiter_thatIsCancelled_leavesTheLine() throws Exception {
        var gate = new Gate();
        try (var server = gate.start();
                var session = ClientSession.open(o -> o.withLimit(1))) {
            Task<String> first = createTask(() -> session.get(server.url("/1")).text());
            Task<String> second = createTask(() -> session.get(server.url("/2")).text());
            Task<String> third = createTask(() -> session.get(server.url("/3")).text());
            settle();
            assertEquals("in_use=1 idle=0 waiting=2", state(session));
            cancel(second);
            assertEquals("in_use=1 idle=0 waiting=1", state(session));
            gate.openFirst();
            assertEquals("GET /1", first.await());
            settle();
            gate.openFirst();
            assertEquals("GET /3", third.await());
            assertEquals("in_use=0 idle=1 waiting=0", state(session));
        }
    }

    /**
     * The place is handed over, the waiter is cancelled before it runs: the place must not leak.
     */
    @AsyncTest
    void waiter_cancelledWhenItIsItsTurn_passesThePlaceOn() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"));
                var session = ClientSession.open(o -> o.withLimit(1))) {
            for (int i = 0; i < 20; i++) {
                var response = session.get(server.url("/"));
                Task<String> cancelled = createTask(() -> session.get(server.url("/")).text());
                Task<String> next = createTask(() -> session.get(server.url("/")).text());
                settle();
                response.close(); // hands the place to the first waiter
                cancelled.cancel();
                assertEquals("x", next.await());
                assertThrows(CancelledError.class, cancelled::await);
            }
            assertTrue(state(session).contains("in_use=0"), state(session));
        }
    }

    @AsyncTest
    void request_cancelledAnywhere_freesItsPlace() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x".repeat(100_000)));
                var session = ClientSession.open(o -> o.withLimit(1))) {
            for (int turns = 0; turns < 40; turns++) {
                Task<String> task =
                        createTask(
                                () ->
                                        session.post(
                                                        server.url("/"),
                                                        r -> r.body("y".repeat(50_000)))
                                                .text());
                for (int i = 0; i < turns; i++) {
                    sleep(Duration.ZERO);
                }
                task.cancel();
                try {
                    task.await();
                } catch (CancelledError e) {
                    // unless it was done
                }
                assertTrue(state(session).contains("in_use=0"), turns + " turns: " + session);
                assertEquals(100_000, session.get(server.url("/")).text().length());
            }
        }
    }

    /** Many tasks, few places, a server with moods, cancels at any moment; the seed is fixed. */
    @AsyncTest
    void requests_cancelledAtRandom_leakNothing() throws Exception {
        var random = new Random(20261121);
        try (var server =
                        RawServer.start(
                                peer -> {
                                    while (peer.read() != null) {
                                        for (int i = random.nextInt(5); i > 0; i--) {
                                            sleep(Duration.ZERO);
                                        }
                                        switch (random.nextInt(6)) {
                                            case 0 -> {
                                                return;
                                            }
                                            case 1 -> peer.send("HTTP/1.1 200 OK\r\nConte");
                                            case 2 -> peer.sendSlowly(RawServer.ok("slow"));
                                            case 3 -> peer.send(RawServer.ok("x".repeat(200_000)));
                                            default -> peer.send(RawServer.ok("y"));
                                        }
                                    }
                                });
                var session = ClientSession.open(o -> o.withLimit(4))) {
            for (int round = 0; round < 30; round++) {
                List<Task<String>> tasks = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    String url = server.url("/" + i);
                    tasks.add(
                            random.nextBoolean()
                                    ? createTask(() -> session.get(url).text())
                                    : createTask(
                                            () ->
                                                    session.put(
                                                                    url,
                                                                    r -> r.body("z".repeat(40_000)))
                                                            .text()));
                }
                for (Task<String> task : tasks) {
                    for (int i = random.nextInt(6); i > 0; i--) {
                        sleep(Duration.ZERO);
                    }
                    task.cancel();
                }
                for (Task<String> task : tasks) {
                    try {
                        await(task, IOException.class);
                    } catch (CancelledError | IOException e) {
                        // any end will do
                    }
                }
                assertTrue(state(session).contains("in_use=0"), state(session));
                assertTrue(state(session).contains("waiting=0"), state(session));
            }
        }
    }

    @AsyncTest
    void limitPerHost_holdsOneHostBackAndNotTheOthers() throws Exception {
        var gateA = new Gate();
        var gateB = new Gate();
        try (var a = gateA.start();
                var b = gateB.start();
                var session = ClientSession.open(o -> o.withLimit(3).withLimitPerHost(1))) {
            Task<String> a1 = createTask(() -> session.get(a.url("/1")).text());
            Task<String> a2 = createTask(() -> session.get(a.url("/2")).text());
            Task<String> b1 = createTask(() -> session.get(b.url("/1")).text());
            settle();
            assertEquals("in_use=2 idle=0 waiting=1", state(session));
            gateB.openFirst();
            assertEquals("GET /1", b1.await());
            settle();
            assertFalse(a2.isDone());
            gateA.openFirst();
            assertEquals("GET /1", a1.await());
            settle();
            gateA.openFirst();
            assertEquals("GET /2", a2.await());
            assertEquals(1, a.connections());
            assertEquals("in_use=0 idle=2 waiting=0", state(session));
        }
    }

    @AsyncTest
    void idleConnection_ofAnotherHost_makesRoom() throws Exception {
        try (var a = RawServer.answering(RawServer.ok("a"));
                var b = RawServer.answering(RawServer.ok("b"));
                var session = ClientSession.open(o -> o.withLimit(1))) {
            for (int i = 0; i < 3; i++) {
                assertEquals("a", session.get(a.url("/")).text());
                assertEquals("in_use=0 idle=1 waiting=0", state(session));
                settle();
                assertEquals("b", session.get(b.url("/")).text());
                assertEquals("in_use=0 idle=1 waiting=0", state(session));
            }
            assertEquals(3, a.connections());
        }
    }

    @AsyncTest
    void idleConnection_unusedLongest_makesRoomFirst() throws Exception {
        try (var a = RawServer.answering(RawServer.ok("a"));
                var b = RawServer.answering(RawServer.ok("b"));
                var c = RawServer.answering(RawServer.ok("c"));
                var session = ClientSession.open(o -> o.withLimit(2))) {
            session.get(a.url("/")).text();
            session.get(b.url("/")).text();
            session.get(a.url("/")).text();
            session.get(c.url("/")).text();
            session.get(a.url("/")).text();
            assertEquals(1, a.connections());
            session.get(b.url("/")).text();
            assertEquals(2, b.connections());
        }
    }

    @AsyncTest
    void origin_byPort_isNotShared() throws Exception {
        try (var a = RawServer.answering(RawServer.ok("a"));
                var b = RawServer.answering(RawServer.ok("b"));
                var session = ClientSession.open()) {
            assertEquals("a", session.get(a.url("/")).text());
            assertEquals("b", session.get(b.url("/")).text());
            assertEquals("a", session.get(a.url("/")).text());
            assertEquals("in_use=0 idle=2 waiting=0", state(session));
        }
    }

    // ---- close

    @AsyncTest
    void close_endsEverything() throws Exception {
        var gate = new Gate();
        try (var server = gate.start();
                var ok = RawServer.answering(RawServer.ok("x".repeat(1_000_000)))) {
            var session = ClientSession.open(o -> o.withLimit(2));
            var open = session.get(ok.url("/"));
            Task<String> underWay = createTask(() -> session.get(server.url("/1")).text());
            Task<String> waiting = createTask(() -> session.get(server.url("/2")).text());
            settle();
            assertEquals("in_use=2 idle=0 waiting=1", state(session));
            session.close();
            assertThrows(ClientConnectionException.class, underWay::await);
            assertThrows(ClientConnectionException.class, waiting::await);
            assertThrows(ClientConnectionException.class, open::text);
            assertEquals("<ClientSession closed in_use=0 idle=0 waiting=0>", session.toString());
            assertEquals(1, server.connections());
            settle();
        }
    }

    @AsyncTest
    void close_whileSomebodyConnects_endsThatToo() throws Exception {
        try (var server = RawServer.answering(RawServer.ok("x"))) {
            var session = ClientSession.open();
            Task<String> connecting = createTask(() -> session.get(server.url("/")).text());
            sleep(Duration.ZERO);
            assertEquals("in_use=1 idle=0 waiting=0", state(session));
            session.close();
            assertThrows(ClientConnectionException.class, connecting::await);
            assertEquals("<ClientSession closed in_use=0 idle=0 waiting=0>", session.toString());
        }
    }

    @AsyncTest
    void close_closesIdleConnectionsBeforeItReturns() throws Exception {
        var ended = new ArrayList<String>();
        try (var server =
                RawServer.start(
                        peer -> {
                            while (peer.read() != null) {
                                peer.send(RawServer.ok("x"));
                            }
                            ended.add("ended");
                        })) {
            try (var session = ClientSession.open()) {
                gather(
                        () -> session.get(server.url("/")).text(),
                        () -> session.get(server.url("/")).text());
                assertEquals("in_use=0 idle=2 waiting=0", state(session));
            }
            settle();
            assertEquals(List.of("ended", "ended"), ended);
        }
    }

    @AsyncTest
    void close_fromAnotherTaskWhileSending_endsTheSender() throws Exception {
        try (var server = RawServer.start(peer -> peer.readHead())) {
            var session = ClientSession.open();
            Task<String> sending =
                    createTask(
                            () ->
                                    session.post(server.url("/"), r -> r.body(new byte[50_000_000]))
                                            .text());
            sleep(Duration.ZERO);
            settle();
            session.close();
            assertThrows(ClientConnectionException.class, sending::await);
        }
    }
}
