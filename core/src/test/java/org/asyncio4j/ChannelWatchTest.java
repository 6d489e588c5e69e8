package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.Handle;
import org.asyncio4j.lowlevel.Protocol;
import org.asyncio4j.lowlevel.Transport;
import org.asyncio4j.test.AsyncTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Who may watch a channel, and what is left when nobody does any more. */
class ChannelWatchTest {
    /** A pipe with a byte in it, so that its source is readable. */
    private static Pipe readable() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
        pipe.sink().write(ByteBuffer.allocate(1));
        return pipe;
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.source().close();
        pipe.sink().close();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            sleep(Duration.ZERO);
        }
    }

    // ---- handles

    @AsyncTest
    void handle_cancelled_endsTheWatch() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var log = new ArrayList<String>();
        Handle reader = loop.addReader(pipe.source(), () -> log.add("read"));
        Handle writer = loop.addWriter(pipe.sink(), () -> log.add("write"));
        until(() -> log.contains("read") && log.contains("write"));
        reader.cancel();
        writer.cancel();
        log.clear();
        sleep(millis(1)); // would not end if anything were watched
        assertEquals(List.of(), log);
        assertTrue(reader.isCancelled());
        assertFalse(loop.removeReader(pipe.source()));
        assertFalse(loop.removeWriter(pipe.sink()));
        close(pipe);
    }

    @AsyncTest
    void look_afterOneThatFound_isLeftOutWhileSomethingIsReady() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var log = new ArrayList<String>();
        loop.addReader(pipe.source(), () -> log.add("read"));
        until(() -> log.contains("read"));
        log.clear();
        for (int i = 0; i < 4; i++) {
            sleep(Duration.ZERO);
            log.add("turn");
        }
        assertEquals(List.of("turn", "read", "turn", "turn", "read", "turn"), log);
        loop.removeReader(pipe.source());
        close(pipe);
    }

    @AsyncTest
    void handle_replaced_endsNothing() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var log = new ArrayList<String>();
        Handle first = loop.addReader(pipe.source(), () -> log.add("first"));
        loop.addReader(pipe.source(), () -> log.add("second"));
        assertTrue(first.isCancelled());
        first.cancel();
        until(() -> log.size() == 2);
        assertEquals(List.of("second", "second"), log);
        assertTrue(loop.removeReader(pipe.source()));
        close(pipe);
    }

    // ---- what is left

    @AsyncTest
    void lastWatch_removed_channelMayBlockAgain() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        for (boolean byHandle : List.of(false, true)) {
            var count = new int[1];
            Handle handle = loop.addReader(pipe.source(), () -> count[0]++);
            until(() -> count[0] > 0);
            assertThrows(
                    IllegalBlockingModeException.class,
                    () -> pipe.source().configureBlocking(true));
            if (byHandle) {
                handle.cancel();
            } else {
                loop.removeReader(pipe.source());
            }
            pipe.source().configureBlocking(true);
            pipe.source().configureBlocking(false);
        }
        close(pipe);
    }

    @AsyncTest
    void watch_removedAndAddedInOneStep_goesOn() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var count = new int[1];
        for (int round = 1; round <= 5; round++) {
            loop.addReader(pipe.source(), () -> count[0]++);
            loop.removeReader(pipe.source());
            loop.addReader(pipe.source(), () -> count[0]++);
            int before = count[0];
            until(() -> count[0] > before);
            loop.removeReader(pipe.source());
        }
        int atLast = count[0];
        sleep(millis(1));
        assertEquals(atLast, count[0]);
        close(pipe);
    }

    @AsyncTest
    void addReader_afterClose_throws() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        loop.addReader(pipe.source(), () -> {});
        loop.removeReader(pipe.source());
        close(pipe);
        assertThrows(ClosedChannelException.class, () -> loop.addReader(pipe.source(), () -> {}));
        assertFalse(loop.removeReader(pipe.source()));
    }

    // ---- owners

    @AsyncTest
    void owner_hasTheChannelToItself() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var count = new int[1];
        try (var watch = loop.watch(pipe.source(), "the owner")) {
            List<org.junit.jupiter.api.function.Executable> refused =
                    List.of(
                            () -> loop.addReader(pipe.source(), () -> {}),
                            () -> loop.addWriter(pipe.source(), () -> {}),
                            () -> loop.removeReader(pipe.source()),
                            () -> loop.removeWriter(pipe.source()),
                            () -> loop.watch(pipe.source(), this));
            for (var call : refused) {
                var error = assertThrows(IllegalStateException.class, call);
                assertTrue(String.valueOf(error.getMessage()).endsWith("is used by the owner"));
            }
            watch.addReader(() -> count[0]++);
            until(() -> count[0] == 2);
            assertTrue(watch.removeReader());
            assertFalse(watch.removeReader());
            sleep(millis(1));
            assertEquals(2, count[0]);
            watch.addReader(() -> count[0]++);
            until(() -> count[0] == 3);
        }
        sleep(millis(1));
        assertEquals(3, count[0]);
        loop.addReader(pipe.source(), () -> count[0] = -1);
        until(() -> count[0] == -1);
        loop.removeReader(pipe.source());
        close(pipe);
    }

    @AsyncTest
    void channel_ofATransport_isRefusedUntilItIsLost() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                var channel = SocketChannel.open(server.getLocalSocketAddress())) {
            var transport = new Transport[1];
            var protocol =
                    new Protocol() {
                        @Override
                        public void connectionMade(Transport made) {
                            transport[0] = made;
                        }
                    };
            loop.createConnection(() -> protocol, channel);
            for (boolean paused : List.of(false, true)) {
                if (paused) {
                    transport[0].pauseReading();
                }
                assertThrows(IllegalStateException.class, () -> loop.addReader(channel, () -> {}));
                assertThrows(IllegalStateException.class, () -> loop.addWriter(channel, () -> {}));
                assertThrows(IllegalStateException.class, () -> loop.removeReader(channel));
                var error =
                        assertThrows(IllegalStateException.class, () -> loop.sockRecv(channel, 1));
                assertTrue(String.valueOf(error.getMessage()).contains("<SocketTransport open"));
            }
            transport[0].abort();
            until(() -> !channel.isOpen());
            assertFalse(loop.removeReader(channel));
        }
    }

    @AsyncTest
    void owner_ofAWatchedChannel_isRefused() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        loop.addReader(pipe.source(), () -> {});
        assertThrows(IllegalStateException.class, () -> loop.watch(pipe.source(), this));
        loop.removeReader(pipe.source());
        loop.watch(pipe.source(), this).close();
        pipe.source().configureBlocking(true);
        close(pipe);
    }

    @AsyncTest
    void owner_ofAClosedChannel_isToldWhenItWatches() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        var watch = loop.watch(pipe.source(), this);
        close(pipe);
        assertThrows(ClosedChannelException.class, () -> watch.addReader(() -> {}));
        assertFalse(watch.removeReader());
        watch.close();
        watch.close();
    }

    @AsyncTest
    void owner_callback_runsInTheContextItWasAddedIn() throws IOException {
        EventLoop loop = getRunningLoop();
        Pipe pipe = readable();
        ContextVar<String> var = ContextVar.of("var");
        Future<@Nullable String> seen = Future.pending();
        try (var watch = loop.watch(pipe.source(), this)) {
            var.set("here");
            watch.addReader(
                    () -> {
                        watch.removeReader();
                        seen.setResult(var.get());
                    });
            var.set("elsewhere");
            assertSame("here", seen.await());
        }
        close(pipe);
    }

    @Test
    void removeReader_afterTheLoopIsClosed_endsNothing() throws IOException {
        EventLoop loop = Asyncio.newEventLoop();
        Pipe pipe = readable();
        loop.addReader(pipe.source(), () -> {});
        loop.close();
        assertFalse(pipe.source().isOpen());
        assertThrows(IllegalStateException.class, () -> loop.addReader(pipe.sink(), () -> {}));
        assertFalse(loop.removeReader(pipe.source()));
        assertFalse(loop.removeWriter(pipe.sink()));
        pipe.sink().close();
    }
}
