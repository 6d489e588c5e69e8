package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads that a task starts by itself. */
@LoopOptions(stuckAfterSeconds = 30)
class GuestTest {
    @AsyncTest
    void guest_startedInATask_runs(TestLoop loop) {
        try (var _ = loop.clock().hold()) {
            Future<String> result = Future.pending();
            var events = getRunningLoop();
            Thread.startVirtualThread(
                    () -> events.callSoonThreadsafe(() -> result.setResult("ran")));
            assertEquals("ran", result.await());
        }
    }

    @AsyncTest
    void guest_isNoTask(TestLoop loop) {
        try (var _ = loop.clock().hold()) {
            Future<String> result = Future.pending();
            var events = getRunningLoop();
            Thread.startVirtualThread(
                    () -> {
                        String told = told();
                        events.callSoonThreadsafe(() -> result.setResult(told));
                    });
            assertEquals("no task, cannot sleep, no loop", result.await());
        }
    }

    private static String told() {
        assertNull(currentTask());
        assertThrows(IllegalStateException.class, () -> sleep(millis(1)));
        assertThrows(IllegalStateException.class, () -> getRunningLoop());
        return "no task, cannot sleep, no loop";
    }

    @AsyncTest
    void guests_many_allRunAndTheTaskGoesOn(TestLoop loop) {
        try (var _ = loop.clock().hold()) {
            var count = new AtomicInteger();
            Future<Void> last = Future.pending();
            var events = getRunningLoop();
            for (int i = 0; i < 200; i++) {
                Thread.startVirtualThread(
                        () -> {
                            Thread.yield();
                            if (count.incrementAndGet() == 200) {
                                events.callSoonThreadsafe(() -> last.setResult(null));
                            }
                        });
            }
            last.await();
            assertEquals(200, count.get());
        }
    }

    /** The clock must not jump while a guest may still act. */
    @CarriedOnly
    @AsyncTest
    void guest_asleep_withholdsTheJump() {
        var events = getRunningLoop();
        Future<String> result = Future.pending();
        Thread.startVirtualThread(
                () -> {
                    try {
                        Thread.sleep(20);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    events.callSoonThreadsafe(() -> result.setResult("guest"));
                });
        String first = timeout(Duration.ofHours(1), result);
        assertEquals("guest", first);
    }

    /** What is left of a guest when the loop is gone ends on the default scheduler. */
    @Test
    void guest_outlivesTheLoop_endsAllTheSame() throws Exception {
        var release = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        run(
                () -> {
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    release.await();
                                    ended.countDown();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
                    sleep(Duration.ZERO);
                });
        release.countDown();
        ended.await();
    }

    /** Started, but the loop is over before its first turn. */
    @Test
    void guest_neverHadATurn_endsAllTheSame() throws Exception {
        var ended = new CountDownLatch(1);
        run(
                () -> {
                    Thread.startVirtualThread(ended::countDown);
                });
        ended.await();
    }

    // ---- what a task's thread is used for otherwise

    @AsyncTest
    void currentTask_uncaughtExceptionHandlerReplaced_isStillFound() {
        Task<?> before = currentTask();
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
        assertEquals(before, currentTask());
        sleep(millis(1));
        assertEquals(before, currentTask());
    }

    @AsyncTest
    void threadYield_inATask_isATurnForTheOthers() {
        var others = new AtomicInteger();
        var other =
                createTask(
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                others.incrementAndGet();
                                sleep(Duration.ZERO);
                            }
                        });
        for (int i = 0; i < 1000; i++) {
            Thread.yield();
        }
        await(other);
        assertEquals(5, others.get());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @AsyncTest
    void lockSupportUnpark_ofASuspendedTask_doesNotWakeIt() {
        Future<String> future = Future.pending();
        var thread = new Thread[1];
        var task =
                createTask(
                        () -> {
                            thread[0] = Thread.currentThread();
                            return future.await();
                        });
        sleep(Duration.ZERO);
        java.util.concurrent.locks.LockSupport.unpark(thread[0]);
        sleep(millis(1));
        assertFalse(task.isDone());
        future.setResult("now");
        assertEquals("now", task.await());
        assertTrue(thread[0].isVirtual());
    }
}
