package org.asyncio4j.lowlevel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** For how long answers are kept. */
class CachingResolverTest {
    @Test
    void answer_old_isAskedForAgain() throws UnknownHostException {
        var asked = new AtomicInteger();
        var now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may begin anywhere
        Resolver counting =
                host -> {
                    asked.incrementAndGet();
                    now.addAndGet(3); // it takes its time
                    return List.of(InetAddress.ofLiteral("127.0.0.1"));
                };
        var caching = new CachingResolver(counting, Duration.ofNanos(10), now::get);
        caching.resolve("a.test");
        now.addAndGet(9);
        caching.resolve("a.test");
        assertEquals(1, asked.get());
        now.addAndGet(1);
        caching.resolve("a.test");
        assertEquals(2, asked.get());
    }
}
