package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Resolver;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Who looks names up, and how that is waited for. */
class NamesTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("127.0.0.1");

    /** Answers when the test says so. */
    private static final class Gated implements Resolver {
        final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
        final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();

        @Override
        public List<InetAddress> resolve(String host) {
            asked.add(host);
            begun.complete(null);
            return answer.join();
        }
    }

    private static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    // ---- the loop's resolver

    @AsyncTest
    void resolver_ofTheLoop_isAskedByAllThatConnects() throws IOException {
        EventLoop loop = getRunningLoop();
        var asked = new ConcurrentLinkedQueue<String>();
        Resolver mine =
                host -> {
                    asked.add(host);
                    return List.of(ONE);
                };
        loop.setResolver(mine);
        assertSame(mine, loop.resolver());
        assertEquals(List.of(new InetSocketAddress(ONE, 80)), loop.getAddrInfo("example.com", 80));
        try (var server = startServer(connection -> {}, "server.test", 0);
                var client = openConnection("client.test", server.port());
                var udp = UdpSocket.connect("udp.test", 9)) {
            assertEquals(0, client.reader().readAllBytes().length);
            assertEquals(9, udp.remoteAddress().orElseThrow().getPort());
        }
        loop.getAddrInfo("127.0.0.2", 80);
        loop.getAddrInfo("::1", 80);
        assertEquals(
                List.of("example.com", "server.test", "client.test", "udp.test"),
                List.copyOf(asked));
        loop.setResolver(null);
        assertFalse(loop.getAddrInfo("localhost", 80).isEmpty());
    }

    @AsyncTest
    void resolver_knowsNoHost_isAnError() {
        EventLoop loop = getRunningLoop();
        loop.setResolver(
                host -> {
                    throw new UnknownHostException("not " + host);
                });
        var error = assertThrows(UnknownHostException.class, () -> loop.getAddrInfo("a.test", 1));
        assertEquals("not a.test", error.getMessage());
        assertThrows(UnknownHostException.class, () -> openConnection("a.test", 1));
        assertThrows(UnknownHostException.class, () -> UdpSocket.connect("a.test", 1));
        loop.setResolver(host -> List.of());
        assertEquals(
                "a.test",
                assertThrows(UnknownHostException.class, () -> loop.getAddrInfo("a.test", 1))
                        .getMessage());
        loop.setResolver(
                host -> {
                    throw new IllegalStateException("broken");
                });
        assertThrows(IllegalStateException.class, () -> loop.getAddrInfo("a.test", 1));
    }

    @AsyncTest
    void resolver_givesAnAddressTwice_isTriedOnce() throws IOException {
        EventLoop loop = getRunningLoop();
        loop.setResolver(host -> List.of(ONE, ONE));
        assertEquals(1, loop.getAddrInfo("a.test", 1).size());
        assertThrows(IllegalArgumentException.class, () -> loop.getAddrInfo("a.test", -1));
        assertThrows(IllegalArgumentException.class, () -> loop.getAddrInfo("a.test", 65_536));
    }

    @AsyncTest
    void lookUp_slow_doesNotHoldUpTheLoop() throws IOException {
        var gated = new Gated();
        getRunningLoop().setResolver(gated);
        var looking = createTask(() -> getRunningLoop().getAddrInfo("slow.test", 1));
        await(gated.begun);
        turns(50);
        assertFalse(looking.isDone());
        gated.answer.complete(List.of(ONE));
        assertEquals(ONE, looking.await().getFirst().getAddress());
    }

    /** The thread goes on, and nobody hears what it finds. */
    @AsyncTest
    void lookUp_cancelled_endsAtOnce() {
        for (boolean fails : List.of(false, true)) {
            var gated = new Gated();
            getRunningLoop().setResolver(gated);
            var connecting = createTask(() -> openConnection("slow.test", 1));
            await(gated.begun);
            connecting.cancel();
            assertThrows(CancelledError.class, connecting::await);
            if (fails) {
                gated.answer.completeExceptionally(new IllegalStateException("unheard"));
            } else {
                gated.answer.complete(List.of(ONE));
            }
        }
        turns(3);
    }

    @AsyncTest
    void lookUp_overdue_timesOut(TestLoop test) {
        var gated = new Gated();
        getRunningLoop().setResolver(gated);
        var waiting =
                createTask(
                        () ->
                                waitFor(
                                        () -> getRunningLoop().getAddrInfo("slow.test", 1),
                                        seconds(5)));
        await(gated.begun);
        test.clock().advance(seconds(5));
        assertThrows(TimeoutException.class, waiting::await);
        gated.answer.complete(List.of(ONE));
    }

    // ---- names of addresses

    @AsyncTest
    void getNameInfo_asksTheResolver() throws IOException {
        EventLoop loop = getRunningLoop();
        loop.setResolver(
                new Resolver() {
                    @Override
                    public List<InetAddress> resolve(String host) {
                        return List.of(ONE);
                    }

                    @Override
                    public String nameOf(InetAddress address) {
                        return "name-of-" + address.getHostAddress();
                    }
                });
        assertEquals("name-of-127.0.0.1", loop.getNameInfo(new InetSocketAddress(ONE, 80)));
        assertEquals(
                "unresolved.test",
                loop.getNameInfo(InetSocketAddress.createUnresolved("unresolved.test", 80)));
        var caching = Resolver.caching(loop.resolver(), seconds(1));
        assertEquals("name-of-127.0.0.1", caching.nameOf(ONE));
    }

    @AsyncTest
    void getNameInfo_ofTheSystem_knowsThisMachine() throws IOException {
        String name = getRunningLoop().getNameInfo(new InetSocketAddress(ONE, 80));
        assertTrue(List.of("localhost", "127.0.0.1").contains(name) || !name.isEmpty(), name);
    }

    // ---- caching

    @Test
    void caching_asksOnceForAHost() throws UnknownHostException {
        var asked = new AtomicInteger();
        var caching =
                Resolver.caching(
                        host -> {
                            asked.incrementAndGet();
                            return List.of(ONE);
                        },
                        Duration.ofDays(1));
        assertEquals(List.of(ONE), caching.resolve("a.test"));
        assertEquals(List.of(ONE), caching.resolve("A.test"));
        assertEquals(1, asked.get());
        caching.resolve("b.test");
        assertEquals(2, asked.get());
        assertThrows(
                IllegalArgumentException.class, () -> Resolver.caching(caching, Duration.ZERO));
    }

    @Test
    void caching_failure_isNotKept() throws UnknownHostException {
        var asked = new AtomicInteger();
        var caching =
                Resolver.caching(
                        host -> {
                            if (asked.getAndIncrement() == 0) {
                                throw new UnknownHostException("not yet");
                            }
                            return List.of(ONE);
                        },
                        Duration.ofDays(1));
        var error = assertThrows(UnknownHostException.class, () -> caching.resolve("a.test"));
        assertEquals("not yet", error.getMessage());
        assertEquals(List.of(ONE), caching.resolve("a.test"));
        caching.resolve("a.test");
        assertEquals(2, asked.get());
    }

    @AsyncTest
    void caching_severalAskAtOnce_areAnsweredByOneLookUp() {
        var gated = new Gated();
        EventLoop loop = getRunningLoop();
        loop.setResolver(Resolver.caching(gated, seconds(60)));
        var tasks = new ArrayList<Task<List<InetSocketAddress>>>();
        for (int i = 0; i < 3; i++) {
            int port = i + 1;
            tasks.add(createTask(() -> loop.getAddrInfo("a.test", port)));
        }
        await(gated.begun);
        tasks.getFirst().cancel(); // which does not end the look-up of the others
        gated.answer.complete(List.of(ONE));
        assertThrows(CancelledError.class, tasks.get(0)::await);
        assertEquals(2, tasks.get(1).await().getFirst().getPort());
        assertEquals(3, tasks.get(2).await().getFirst().getPort());
        assertEquals(List.of("a.test"), List.copyOf(gated.asked));
    }
}
