package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class LockTest {
    private final Lock lock = new Lock();
    private final List<String> log = new ArrayList<>();

    private Task<Void> taker(String name) {
        return createTask(
                named(name),
                () -> {
                    lock.acquire();
                    log.add(name);
                });
    }

    @AsyncTest
    void acquire_ofFreeLock_doesNotSuspend() {
        callSoonLog();
        lock.acquire();
        assertTrue(lock.isLocked());
        assertEquals(List.of(), log);
    }

    private void callSoonLog() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
    }

    @AsyncTest
    void release_servesInTheOrderOfArrival() {
        lock.acquire();
        taker("a");
        taker("b");
        sleep(Duration.ZERO);
        assertEquals("<Lock locked waiters=2>", lock.toString());
        lock.release();
        sleep(Duration.ZERO);
        assertEquals(List.of("a"), log);
        lock.release();
        sleep(Duration.ZERO);
        assertEquals(List.of("a", "b"), log);
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
    }

    @AsyncTest
    void release_ofFreeLock_isRefused() {
        assertThrows(IllegalStateException.class, lock::release);
    }

    @AsyncTest
    void hold_closedTwice_releasesOnce() {
        Hold first = lock.hold();
        first.close();
        try (var _ = lock.hold()) {
            first.close();
            assertTrue(lock.isLocked());
        }
        assertFalse(lock.isLocked());
    }

    @AsyncTest
    void cancel_ofFirstWaiter_passesTheLockOn() {
        lock.acquire();
        Task<Void> a = taker("a");
        taker("b");
        sleep(Duration.ZERO);
        a.cancel();
        lock.release();
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        assertEquals(List.of("b"), log);
    }
}
