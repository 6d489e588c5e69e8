package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.nio.channels.DatagramChannel;

/** The check that other tests rely on. */
class LeakCheckTest {
    private static DatagramChannel channel() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        return channel;
    }

    @AsyncTest
    void assertNothingIsLeft_oneMoreChannelWatched_fails() throws IOException {
        EventLoop loop = getRunningLoop();
        try (var first = channel();
                var second = channel()) {
            loop.addReader(first, () -> {});
            var leaks = new LeakCheck();
            loop.addReader(second, () -> {});
            assertThrows(AssertionError.class, () -> leaks.assertNothingIsLeft("watched"));
            loop.removeReader(second);
            leaks.assertNothingIsLeft("not watched");
            loop.removeReader(first);
        }
    }
}
