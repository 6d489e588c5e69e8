package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class ConditionTest {
    private final Condition condition = new Condition();
    private final Checkpoints log = new Checkpoints();

    /** Waits once, and says how that ended. */
    private Task<Void> waiter(String name) {
        return createTask(
                named(name),
                () -> {
                    try (var _ = condition.hold()) {
                        condition.await();
                        log.add(name);
                    } catch (CancelledError e) {
                        log.add(name + " cancelled");
                        throw e;
                    }
                });
    }

    private static void turn() {
        sleep(Duration.ZERO);
    }

    private void notifyWaiters(int count) {
        condition.hold(() -> condition.notifyWaiters(count));
    }

    // ---- the lock

    @AsyncTest
    void lock_isTheConditions() {
        var lock = new Lock();
        var both = new Condition(lock);
        assertSame(lock, both.lock());
        try (var _ = both.hold()) {
            assertTrue(lock.isLocked());
            assertTrue(both.isLocked());
        }
        lock.acquire();
        assertTrue(both.isLocked());
        both.release();
        assertFalse(lock.isLocked());
        both.acquire();
        assertTrue(lock.isLocked());
    }

    @AsyncTest
    void hold_takesAndReleasesTheLock() {
        assertEquals(1, condition.hold(() -> condition.isLocked() ? 1 : 0));
        condition.hold(() -> assertTrue(condition.isLocked()));
        assertFalse(condition.isLocked());
    }

    @AsyncTest
    void calls_withoutTheLock_areRefused() {
        assertThrows(IllegalStateException.class, condition::await);
        assertThrows(IllegalStateException.class, condition::notifyOne);
        assertThrows(IllegalStateException.class, () -> condition.notifyWaiters(0));
        assertThrows(IllegalStateException.class, condition::notifyAllWaiters);
        assertThrows(IllegalStateException.class, condition::release);
        assertThrows(IllegalStateException.class, () -> condition.awaitFor(() -> false));
        condition.awaitFor(() -> true);
    }

    @AsyncTest
    void toString_showsStateAndWaiters() {
        assertEquals("<Condition unlocked>", condition.toString());
        var a = waiter("a");
        turn();
        assertEquals("<Condition unlocked waiters=1>", condition.toString());
        assertTrue(a.toString().contains(" wait_for=<Condition unlocked waiters=1>"), a.toString());
        condition.acquire();
        assertEquals("<Condition locked waiters=1>", condition.toString());
        condition.notifyOne();
        turn();
        assertTrue(a.toString().contains(" wait_for=<Lock locked waiters=1>"), a.toString());
        assertEquals(
                new Condition.Statistics(0, new Lock.Statistics(true, 1)), condition.statistics());
        condition.release();
        a.await();
    }

    // ---- waiting and notifying

    @AsyncTest
    void notifyWaiters_wakesSoManyInTheOrderOfArrival() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            waiter(name);
        }
        turn();
        notifyWaiters(1);
        turn();
        log.assertAre("a");
        notifyWaiters(2);
        turn();
        log.assertAre("b", "c");
        notifyWaiters(0);
        notifyWaiters(-1);
        turn();
        log.assertAre();
        notifyWaiters(2048);
        turn();
        log.assertAre("d", "e");
        notifyWaiters(1);
        assertEquals(0, condition.statistics().tasksWaiting());
    }

    @AsyncTest
    void notifyAllWaiters_wakesAll() {
        waiter("a");
        waiter("b");
        turn();
        condition.hold(condition::notifyAllWaiters);
        log.assertAre();
        turn();
        log.assertAre("a", "b");
        assertFalse(condition.isLocked());
    }

    @AsyncTest
    void notifyOne_keepsTheLock() {
        var a = waiter("a");
        turn();
        try (var _ = condition.hold()) {
            condition.notifyOne();
            sleep(seconds(1));
            log.assertAre();
            assertTrue(condition.isLocked());
        }
        a.await();
        log.assertAre("a");
    }

    @AsyncTest
    void notifyOne_beforeAnybodyWaits_isForgotten() {
        notifyWaiters(1);
        var a = waiter("a");
        sleep(seconds(1));
        log.assertAre();
        notifyWaiters(1);
        a.await();
    }

    @AsyncTest
    void await_givesTheLockToWhoHasWaitedForIt() {
        condition.acquire();
        createTask(
                () -> {
                    condition.acquire();
                    log.add("other");
                    condition.notifyOne();
                    turn();
                    log.add("other releases");
                    condition.release();
                });
        turn();
        condition.await();
        log.add("back");
        assertTrue(condition.isLocked());
        log.assertAre("other", "other releases", "back");
    }

    @AsyncTest
    void awaitFor_asksAtOnceAndAfterEachNotification() {
        var asked = new AtomicInteger();
        var a =
                createTask(
                        () ->
                                condition.hold(
                                        () ->
                                                condition.awaitFor(
                                                        () -> asked.incrementAndGet() == 3)));
        turn();
        assertEquals(1, asked.get());
        notifyWaiters(1);
        turn();
        assertEquals(2, asked.get());
        turn();
        assertEquals(2, asked.get());
        notifyWaiters(1);
        a.await();
        assertEquals(3, asked.get());
    }

    @AsyncTest
    void awaitFor_predicateThatFails_throwsWithTheLockHeld() {
        condition.acquire();
        assertThrows(
                Checkpoints.Bang.class,
                () ->
                        condition.awaitFor(
                                () -> {
                                    throw new Checkpoints.Bang();
                                }));
        assertTrue(condition.isLocked());
    }

    @AsyncTest
    void conditions_ofOneLock_areNotifiedEachByItself() {
        var lock = new Lock();
        var notEmpty = new Condition(lock);
        var notFull = new Condition(lock);
        var items = new ArrayDeque<Integer>();
        var taken = new ArrayList<Integer>();
        taskGroup(
                group -> {
                    group.createTask(
                            () -> {
                                for (int i = 0; i < 6; i++) {
                                    try (var _ = lock.hold()) {
                                        notFull.awaitFor(() -> items.size() < 2);
                                        items.add(i);
                                        notEmpty.notifyOne();
                                    }
                                }
                            });
                    group.createTask(
                            () -> {
                                while (taken.size() < 6) {
                                    try (var _ = lock.hold()) {
                                        notEmpty.awaitFor(() -> !items.isEmpty());
                                        taken.add(items.remove());
                                        notFull.notifyOne();
                                    }
                                }
                            });
                });
        assertEquals(List.of(0, 1, 2, 3, 4, 5), taken);
    }

    // ---- cancels

    @AsyncTest
    void cancel_whileWaiting_throwsWithTheLockHeld() {
        condition.acquire();
        var a =
                createTask(
                        () -> {
                            var error = assertThrows(CancelledError.class, condition::await);
                            log.add(condition.isLocked());
                            throw error;
                        });
        turn();
        assertFalse(condition.isLocked());
        a.cancel("why");
        assertEquals("why", assertThrows(CancelledError.class, a::await).getMessage());
        assertTrue(condition.isLocked());
        assertEquals(0, condition.statistics().tasksWaiting());
        log.assertAre(true);
    }

    @AsyncTest
    void cancel_whileWaiting_isTheVeryErrorThatTheTaskEndsWith() {
        var thrown = new AtomicReference<CancelledError>();
        var a =
                createTask(
                        () ->
                                condition.hold(
                                        () -> {
                                            var e =
                                                    assertThrows(
                                                            CancelledError.class, condition::await);
                                            thrown.set(e);
                                            throw e;
                                        }));
        turn();
        a.cancel("foo");
        var error = assertThrows(CancelledError.class, a::await);
        assertSame(thrown.get(), error);
        assertEquals("foo", thrown.get().getMessage());
    }

    @AsyncTest
    void cancel_whileWaitingForTheLock_isPutOffUntilTheTaskHasIt() {
        var a = waiter("a");
        turn();
        condition.acquire();
        condition.notifyOne();
        turn(); // it waits for the lock now
        for (int i = 1; i <= 3; i++) {
            a.cancel("cancel " + i);
            turn();
            turn();
        }
        log.assertAre();
        assertFalse(a.isDone());
        condition.release();
        assertEquals("cancel 3", assertThrows(CancelledError.class, a::await).getMessage());
        log.assertAre("a cancelled");
        assertFalse(condition.isLocked());
    }

    @AsyncTest
    void cancel_ofTheWaitAndThenOfTheWaitForTheLock_throwsTheLast() {
        var a = waiter("a");
        turn();
        condition.acquire();
        a.cancel("first");
        turn();
        a.cancel("second");
        turn();
        log.assertAre();
        condition.release();
        assertEquals("second", assertThrows(CancelledError.class, a::await).getMessage());
        assertEquals(2, a.cancelling());
    }

    @AsyncTest
    void cancel_whenNotified_returnsIfTheLockIsFree() {
        var a =
                createTask(
                        () -> {
                            try (var _ = condition.hold()) {
                                condition.await();
                                log.add("notified");
                                turn();
                                log.add("never");
                            }
                        });
        turn();
        notifyWaiters(1);
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        log.assertAre("notified");
    }

    @AsyncTest
    void cancel_whenNotifiedAndTheLockIsTaken_notifiesAnother() {
        var a = waiter("a");
        var b = waiter("b");
        turn();
        condition.acquire();
        condition.notifyOne();
        a.cancel();
        turn();
        condition.release();
        b.await();
        assertThrows(CancelledError.class, a::await);
        log.assertAre("a cancelled", "b");
    }

    @AsyncTest
    void cancel_whileWaitingForTheLock_notifiesAnother() {
        var a = waiter("a");
        var b = waiter("b");
        turn();
        condition.acquire();
        condition.notifyOne();
        turn();
        a.cancel();
        turn();
        condition.release();
        b.await();
        assertThrows(CancelledError.class, a::await);
        log.assertAre("a cancelled", "b");
    }

    /** Whether before or after the notified task ran: what was produced is consumed. */
    @AsyncTest
    void cancel_ofANotifiedConsumer_leavesTheItemToAnother() {
        for (int turns = 0; turns < 3; turns++) {
            var items = new AtomicInteger();
            var consumers = new ArrayList<Task<?>>();
            for (int i = 0; i < 2; i++) {
                consumers.add(
                        createTask(
                                () -> {
                                    try (var _ = condition.hold()) {
                                        condition.awaitFor(() -> items.get() != 0);
                                        items.decrementAndGet();
                                        condition.notifyAllWaiters();
                                        turn();
                                    }
                                }));
            }
            turn();
            try (var _ = condition.hold()) {
                items.incrementAndGet();
                condition.notifyOne();
                for (int i = 0; i < turns; i++) {
                    turn();
                }
                consumers.getFirst().cancel();
                timeout(seconds(1), () -> condition.awaitFor(() -> items.get() == 0));
            }
            consumers.forEach(Task::cancel);
            waitAll(consumers);
        }
        assertFalse(condition.isLocked());
    }

    @AsyncTest
    void timeout_aroundAwait_throwsWithTheLockHeld() {
        try (var _ = condition.hold()) {
            assertThrows(
                    TimeoutException.class, () -> timeout(seconds(1), () -> condition.await()));
            assertThrows(
                    TimeoutException.class, () -> waitFor(() -> condition.await(), seconds(1)));
            assertTrue(condition.isLocked());
        }
    }

    @AsyncTest
    void scope_cancelled_endsTheWaitButNotTheWaitForTheLock() {
        condition.acquire();
        createTask(
                () -> {
                    condition.acquire();
                    sleep(seconds(5));
                    condition.release();
                });
        turn();
        Duration begin = getRunningLoop().time();
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            try {
                                condition.await();
                            } finally {
                                log.add(getRunningLoop().time().minus(begin));
                                assertTrue(condition.isLocked());
                            }
                        }));
        log.assertAre(seconds(5));
        assertTrue(condition.isLocked());
    }

    @AsyncTest
    void scope_cancelled_endsEachAwait() {
        condition.acquire();
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(CancelledError.class, condition::await);
                            assertTrue(condition.isLocked());
                            condition.await();
                        }));
        assertTrue(condition.isLocked());
    }

    // ---- where it can be used

    @Test
    void await_inASecondLoop_isRefusedAndKeepsTheLock() {
        condition.acquire();
        run(() -> moveOnAfter(millis(1), () -> condition.await()));
        assertTrue(condition.isLocked());
        run(
                () -> {
                    assertThrows(IllegalStateException.class, condition::await);
                    assertTrue(condition.isLocked());
                });
    }

    @Test
    void await_withALockOfAnotherLoop_failsOnlyIfItHasToWaitForTheLock() {
        var lock = new Lock();
        lock.acquire();
        run(() -> moveOnAfter(millis(1), () -> lock.acquire()));
        lock.release();
        run(
                () -> {
                    var other = new Condition(lock);
                    var a = createTask(() -> other.hold(() -> other.await()));
                    turn();
                    other.hold(other::notifyOne);
                    a.await();
                    var b =
                            createTask(
                                    () -> {
                                        other.acquire();
                                        other.await();
                                    });
                    turn();
                    other.acquire();
                    other.notifyOne();
                    assertThrows(IllegalStateException.class, b::await);
                    assertThrows(IllegalStateException.class, other::acquire);
                });
    }

    @CarriedOnly
    @AsyncTest
    void await_whereATaskCannotSuspend_failsWithTheLockHeld() throws Throwable {
        condition.acquire();
        var a =
                createTask(
                        () -> {
                            try (var _ = condition.hold()) {
                                log.add("a");
                                assertEquals(1, ++holders);
                                turn();
                                holders--;
                            }
                        });
        var b = waiter("b");
        turn();
        Pinned.run(() -> assertThrows(IllegalStateException.class, condition::await));
        assertTrue(condition.isLocked());
        assertEquals(1, ++holders);
        turn(); // a was woken, and has to wait once more
        turn();
        log.assertAre();
        holders--;
        condition.release();
        a.await();
        turn();
        condition.hold(condition::notifyOne);
        b.await();
        log.assertAre("a", "b");
        assertFalse(condition.isLocked());
    }

    private int holders;

    @Test
    void close_ofRunner_endsThoseThatWait() {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        waiter("a");
                        waiter("b");
                        turn();
                        condition.acquire();
                        condition.notifyOne();
                        turn();
                        condition.release();
                        createTask(() -> condition.hold(() -> log.waitForEver("c")));
                    });
        }
        assertEquals(new Lock.Statistics(false, 0), condition.lock().statistics());
        assertEquals(0, condition.statistics().tasksWaiting());
    }

    @Test
    void close_ofLoop_endsThoseThatWaitForTheLock() {
        ClosedLoop.after(
                () -> {
                    waiter("a");
                    waiter("b");
                    turn();
                    createTask(
                            () ->
                                    condition.hold(
                                            () -> {
                                                condition.notifyOne();
                                                log.waitForEver("c");
                                            }));
                    createTask(() -> condition.hold(() -> log.waitForEver("d")));
                    turn();
                });
        assertEquals(
                new Condition.Statistics(0, new Lock.Statistics(false, 0)), condition.statistics());
        assertTrue(log.entries().containsAll(List.of("a cancelled", "b cancelled", "c ends")));
    }

    // ---- everything at once

    @AsyncTest
    void consumers_whateverIsCancelled_getAllThatIsProduced() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var items = new AtomicInteger();
            var consumed = new AtomicInteger();
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 5; i++) {
                tasks.add(createTask(() -> consume(random, items, consumed)));
            }
            turn(); // a task that is cancelled before it begins consumes nothing
            int produced = 40;
            for (int i = 0; i < produced; i++) {
                try (var _ = condition.hold()) {
                    items.incrementAndGet();
                    condition.notifyOne();
                    if (random.nextInt(3) == 0) {
                        turn();
                    }
                }
                if (random.nextBoolean()) {
                    tasks.get(random.nextInt(tasks.size())).cancel();
                }
                if (random.nextBoolean()) {
                    turn();
                }
            }
            sleep(seconds(1));
            assertEquals(produced, consumed.get(), "seed " + seed);
            assertEquals(5, condition.statistics().tasksWaiting());
            tasks.forEach(Task::cancel);
            items.set(-1000);
            condition.hold(condition::notifyAllWaiters);
            waitAll(tasks);
            assertEquals("<Condition unlocked>", condition.toString());
        }
    }

    /** Never gives up before items is negative. */
    private void consume(Random random, AtomicInteger items, AtomicInteger consumed) {
        while (items.get() >= 0) {
            try (var _ = condition.hold()) {
                condition.awaitFor(() -> items.get() != 0);
                if (items.get() > 0) {
                    items.decrementAndGet();
                    consumed.incrementAndGet();
                }
                if (random.nextBoolean()) {
                    turn();
                }
            } catch (CancelledError e) {
                log.add("cancelled");
            }
        }
    }
}
