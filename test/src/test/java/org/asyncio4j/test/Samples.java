package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.CancelledError;
import org.asyncio4j.Future;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Tests for {@link AsyncioExtensionTest}; most of them fail. The build does not run them. */
class Samples {
    static final AtomicInteger SWALLOWED = new AtomicInteger();

    private static final CountDownLatch SPIN = new CountDownLatch(1);

    @AsyncTest
    void fine() {
        assertEquals(1, createTask(() -> 1).await());
    }

    @AsyncTest
    void failsByItself() {
        throw new AssertionError("own assertion");
    }

    @AsyncTest
    void leavesATask() {
        createTask(named("left behind"), () -> sleep(Duration.ofHours(1)));
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void leavesAnErrorUnheard() {
        createTask(
                () -> {
                    throw new IllegalStateException("nobody hears this");
                });
    }

    @AsyncTest
    void leavesACoroutineUnawaited() {
        forgotten();
    }

    private static void forgotten() {
        var _ = async(() -> 1);
    }

    @AsyncTest
    void hasACallbackThatFails() {
        getRunningLoop()
                .callSoon(
                        () -> {
                            throw new IllegalStateException("callback");
                        });
        sleep(Duration.ZERO);
    }

    @LoopOptions(stuckAfterSeconds = 1)
    @AsyncTest
    void isStuck() {
        try (var _ = getRunningLoop().expectForeignWakeup()) { // by nobody, as it turns out
            waitForEver(createTask(named("waits for ever"), () -> waitForEver(Future.pending())));
        }
    }

    @AsyncTest
    void isDeadlocked() {
        waitForEver(createTask(named("waits for ever"), () -> waitForEver(Future.pending())));
    }

    @LoopOptions(realClock = true)
    @AsyncTest
    void isDeadlockedInRealTime() {
        waitForEver(Future.pending());
    }

    @AsyncTest
    void isDeadlockedAndSwallowsIt() {
        try {
            waitForEver(Future.pending());
        } catch (CancelledError e) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void isDeadlockedByAnError() {
        Future<String> reply = Future.pending();
        createTask(
                () -> {
                    if (!reply.isDone()) {
                        throw new IllegalStateException("the culprit");
                    }
                    reply.setResult("never");
                });
        waitForEver(reply);
    }

    @AsyncTest
    void isDeadlockedAndCannotBeCancelled() {
        while (true) {
            try {
                waitForEver(Future.pending());
            } catch (CancelledError e) {
                SWALLOWED.incrementAndGet();
            }
        }
    }

    private static void waitForEver(Future<?> future) {
        future.await();
    }

    @LoopOptions(stuckAfterSeconds = 1)
    @AsyncTest
    void blocksTheLoop() {
        spin();
    }

    private static void spin() {
        while (SPIN.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @AsyncTest
    void takesItsReports(TestLoop loop) {
        getRunningLoop()
                .callSoon(
                        () -> {
                            throw new IllegalStateException("expected");
                        });
        sleep(Duration.ZERO);
        assertEquals("expected", loop.takeReports().getFirst().exception().getMessage());
    }

    @AsyncTest
    void readsWhatNobodyWrites() throws IOException {
        try (var pair = MemoryStreams.pair()) {
            pair.first().reader().read(1);
        }
    }
}
