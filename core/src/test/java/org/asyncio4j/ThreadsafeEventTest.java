package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class ThreadsafeEventTest {
    private final ThreadsafeEvent event = new ThreadsafeEvent();

    private static <T> FutureTask<T> inThread(Callable<T> work) {
        var future = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(future);
        return future;
    }

    private FutureTask<Void> waitingThread() {
        return inThread(
                () -> {
                    event.blocking().await();
                    return null;
                });
    }

    /** On a plain thread. */
    private void awaitWaiting(int count) {
        while (event.statistics().waiting() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void event_isSetUntilCleared() {
        assertFalse(event.isSet());
        event.set();
        event.set();
        assertTrue(event.isSet());
        assertEquals("<ThreadsafeEvent set>", event.toString());
        event.clear();
        assertFalse(event.isSet());
        assertEquals("<ThreadsafeEvent unset>", event.toString());
    }

    @AsyncTest
    void await_ofSetEvent_doesNotSuspend() {
        var ran = new ArrayList<String>();
        getRunningLoop().callSoon(() -> ran.add("others"));
        event.set();
        event.await();
        assertEquals(List.of(), ran);
    }

    @Test
    void set_letsAllGoOnOnAllLoopsAndThreads() throws Exception {
        var waiting = new ArrayList<FutureTask<Void>>();
        for (int i = 0; i < 2; i++) {
            waiting.add(waitingThread());
            waiting.add(
                    inThread(
                            () -> {
                                run(
                                        () ->
                                                gather(
                                                        List.of(
                                                                async(event::await),
                                                                async(event::await))));
                                return null;
                            }));
        }
        awaitWaiting(6);
        assertEquals("<ThreadsafeEvent unset waiters=6>", event.toString());
        event.set();
        for (var one : waiting) {
            one.get();
        }
        assertEquals(new ThreadsafeEvent.Statistics(true, 0), event.statistics());
    }

    @AsyncTest
    void set_andClearedAtOnce_letsGoOnWhoWaited() {
        Task<Void> before = createTask(event::await);
        sleep(Duration.ZERO);
        event.set();
        event.clear();
        Task<Void> after = createTask(event::await);
        before.await();
        sleep(Duration.ZERO);
        assertFalse(after.isDone());
        toThread(event::set);
        after.await();
    }

    @AsyncTest
    void cancel_ofWaitingTask_leavesTheOthers() {
        Task<Void> first = createTask(event::await);
        Task<Void> second = createTask(event::await);
        sleep(Duration.ZERO);
        first.cancel();
        sleep(Duration.ZERO);
        assertEquals(1, event.statistics().waiting());
        event.set();
        second.await();
        assertTrue(first.isCancelled());
    }

    @Test
    void interrupt_ofWaitingThread_endsItsWait() throws Exception {
        var thread = new AtomicReference<Thread>();
        var waiting =
                inThread(
                        () -> {
                            thread.set(Thread.currentThread());
                            return assertThrows(
                                    InterruptedException.class, event.blocking()::await);
                        });
        awaitWaiting(1);
        thread.get().interrupt();
        waiting.get();
        assertEquals(0, event.statistics().waiting());
    }

    @Test
    void await_ofThread_givesUpInTime() throws Exception {
        assertFalse(event.blocking().awaitFor(Duration.ofMillis(1)));
        assertFalse(event.blocking().awaitFor(Duration.ZERO));
        assertEquals(0, event.statistics().waiting());
        event.set();
        assertTrue(event.blocking().awaitFor(Duration.ZERO));
    }

    @Test
    void await_onAPlainThread_isRefused() {
        assertThrows(IllegalStateException.class, event::await);
    }

    @AsyncTest
    void blockingAwait_inATask_isRefused() {
        assertThrows(IllegalStateException.class, event.blocking()::await);
        assertThrows(
                IllegalStateException.class, () -> event.blocking().awaitFor(Duration.ofHours(1)));
    }

    @Test
    void loop_thatCloses_leavesNobodyBehind() {
        run(
                () -> {
                    createTask(event::await);
                    sleep(Duration.ZERO);
                });
        assertEquals(0, event.statistics().waiting());
        event.set();
    }

    @Test
    void waitingTask_withholdsTheDeadlockClaim() throws Exception {
        var probe = new IdleProbe();
        var setter =
                inThread(
                        () -> {
                            probe.awaitIdle();
                            event.set();
                            return null;
                        });
        probe.run(() -> event.await());
        setter.get();
        assertFalse(probe.hasClaimed());
    }

    @AsyncTest
    void timeout_onTheVirtualClock_comes(TestLoop loop) {
        assertThrows(TimeoutException.class, () -> timeout(Duration.ofDays(1), event::await));
        assertEquals(Duration.ofDays(1).toNanos(), loop.clock().nanoTime());
    }
}
