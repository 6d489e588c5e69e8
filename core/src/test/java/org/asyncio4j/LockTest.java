package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

class LockTest {
    private final Lock lock = new Lock();
    private final Checkpoints log = new Checkpoints();

    /** Takes the lock and keeps it. */
    private Task<Void> taker(String name) {
        return createTask(
                named(name),
                () -> {
                    try {
                        lock.acquire();
                        log.add(name);
                    } catch (CancelledError e) {
                        log.add(name + " cancelled");
                        throw e;
                    }
                });
    }

    /** Takes the lock, keeps it for a turn, and gives it back. */
    private Task<Void> user(String name) {
        return createTask(
                named(name),
                () -> {
                    try (var _ = lock.hold()) {
                        log.add(name);
                        sleep(Duration.ZERO);
                    }
                });
    }

    private static void turn() {
        sleep(Duration.ZERO);
    }

    // ---- taking turns

    @AsyncTest
    void acquire_ofFreeLock_doesNotSuspend() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        lock.acquire();
        assertTrue(lock.isLocked());
        log.assertAre();
        turn();
    }

    @AsyncTest
    void release_servesInTheOrderOfArrival() {
        lock.acquire();
        taker("a");
        taker("b");
        turn();
        assertEquals("<Lock locked waiters=2>", lock.toString());
        lock.release();
        turn();
        log.assertAre("a");
        lock.release();
        turn();
        log.assertAre("b");
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
    }

    @AsyncTest
    void release_ofFreeLock_isRefused() {
        assertThrows(IllegalStateException.class, lock::release);
        lock.acquire();
        lock.release();
        assertThrows(IllegalStateException.class, lock::release);
        assertFalse(lock.isLocked());
    }

    @AsyncTest
    void release_byAnotherTask_isAllowed() {
        lock.acquire();
        createTask(lock::release).await();
        assertFalse(lock.isLocked());
    }

    @AsyncTest
    void acquire_whileTheLockIsOnItsWay_waitsBehind() {
        lock.acquire();
        taker("a");
        turn();
        lock.release();
        assertEquals("<Lock unlocked waiters=1>", lock.toString());
        var b = taker("b");
        getRunningLoop().callSoon(() -> getRunningLoop().callSoon(lock::release));
        lock.acquire();
        log.assertAre("a");
        lock.release();
        b.await();
    }

    @AsyncTest
    void acquire_whenAllWhoWaitAreCancelled_doesNotWaitForThem() {
        lock.acquire();
        var a = taker("a");
        var b = taker("b");
        turn();
        a.cancel();
        b.cancel();
        lock.release();
        lock.acquire();
        log.assertAre();
        assertThrows(CancelledError.class, a::await);
        assertThrows(CancelledError.class, b::await);
        assertEquals("<Lock locked>", lock.toString());
    }

    // ---- cancels

    @AsyncTest
    void cancel_ofFirstWaiter_passesTheLockOn() {
        lock.acquire();
        var a = taker("a");
        taker("b");
        turn();
        a.cancel();
        lock.release();
        turn();
        turn();
        log.assertAre("a cancelled", "b");
    }

    @AsyncTest
    void cancel_ofTheSecondWaiter_leavesTheOthersInOrder() {
        lock.acquire();
        taker("a");
        var b = taker("b");
        taker("c");
        turn();
        b.cancel();
        turn();
        lock.release();
        turn();
        lock.release();
        turn();
        log.assertAre("b cancelled", "a", "c");
    }

    @AsyncTest
    void cancel_afterRelease_leavesTheLockToTheOneThatGotIt() {
        lock.acquire();
        var a =
                createTask(
                        () -> {
                            try (var _ = lock.hold()) {
                                log.add("a has it");
                                turn();
                                log.add("never");
                            }
                        });
        taker("b");
        turn();
        lock.release();
        a.cancel("late");
        assertEquals("late", assertThrows(CancelledError.class, a::await).getMessage());
        turn();
        log.assertAre("a has it", "b");
    }

    @AsyncTest
    void cancel_afterRelease_ofATaskThatDoesNotSuspendAgain_isNotHeard() {
        lock.acquire();
        var a = taker("a");
        turn();
        lock.release();
        assertTrue(a.cancel());
        a.await();
        log.assertAre("a");
        assertTrue(lock.isLocked());
    }

    @AsyncTest
    void cancel_whileWaiting_canBeCaughtAndTheLockTakenAfterwards() {
        lock.acquire();
        var a =
                createTask(
                        () -> {
                            assertThrows(CancelledError.class, lock::acquire);
                            lock.acquire();
                            log.add("a");
                        });
        taker("b");
        turn();
        a.cancel();
        turn();
        lock.release();
        turn();
        log.assertAre("b");
        lock.release();
        a.await();
        log.assertAre("a");
    }

    @AsyncTest
    void timeout_aroundAcquire_endsIt() {
        lock.acquire();
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> lock.acquire()));
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
        lock.release();
        assertFalse(lock.isLocked());
    }

    @AsyncTest
    void timeout_inTheTickOfRelease_leavesTheLockTaken() {
        lock.acquire();
        getRunningLoop().callLater(seconds(1), lock::release);
        timeout(seconds(1), () -> lock.acquire());
        assertTrue(lock.isLocked());
        assertEquals(0, currentTask().cancelling());
        turn();
    }

    @AsyncTest
    void scope_cancelled_endsEachAcquireThatHasToWait() {
        lock.acquire();
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(CancelledError.class, lock::acquire);
                            assertThrows(CancelledError.class, lock::acquire);
                            lock.release();
                            lock.acquire(); // free: no suspension point
                            log.add("taken");
                            lock.acquire();
                        }));
        log.assertAre("taken");
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
    }

    @AsyncTest
    void scope_cancelledWhenTheLockIsOnItsWay_letsItArrive() {
        lock.acquire();
        var a =
                createTask(
                        () ->
                                cancelScope(
                                        scope -> {
                                            getRunningLoop()
                                                    .callLater(
                                                            seconds(1),
                                                            () -> {
                                                                lock.release();
                                                                scope.cancel();
                                                            });
                                            lock.acquire();
                                            log.add("taken");
                                            turn();
                                            log.add("never");
                                        }));
        a.await();
        log.assertAre("taken");
        assertTrue(lock.isLocked());
    }

    // ---- holding

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
    void hold_ofWork_givesItsResultAndReleases() {
        assertEquals(
                "result",
                lock.hold(
                        () -> {
                            assertTrue(lock.isLocked());
                            return "result";
                        }));
        assertFalse(lock.isLocked());
        lock.hold(() -> log.add("no result"));
        assertEquals(1, lock.hold(async(() -> 1)));
        log.assertAre("no result");
        assertFalse(lock.isLocked());
    }

    @AsyncTest
    void hold_ofWorkThatFails_throwsItsErrorAndReleases() {
        var error = new IOException();
        assertSame(error, assertThrows(IOException.class, () -> lock.hold(() -> throwIt(error))));
        assertThrows(
                Bang.class,
                () -> {
                    try (var _ = lock.hold()) {
                        throw new Bang();
                    }
                });
        assertFalse(lock.isLocked());
    }

    private static int throwIt(IOException error) throws IOException {
        throw error;
    }

    /** Or the test would fail: it looks for coroutines that were forgotten. */
    @AsyncTest
    void hold_ofACoroutine_cancelledWhileItWaits_doesNotReportIt() {
        lock.acquire();
        var a = createTask(() -> lock.hold(async(() -> 1)));
        turn();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
    }

    @AsyncTest
    void hold_ofWorkThatReturnsACoroutine_isRefused() {
        assertThrows(IllegalStateException.class, () -> lock.hold(() -> async(() -> 1)));
        assertFalse(lock.isLocked());
    }

    // ---- where it can be used

    @Test
    void acquire_withoutALoop_worksUnlessItHasToWait() {
        lock.acquire();
        assertThrows(IllegalStateException.class, lock::acquire);
        lock.release();
        assertEquals("<Lock unlocked>", lock.toString());
    }

    @Test
    void acquire_inASecondLoop_isRefusedOnlyIfItHasToWait() {
        lock.acquire();
        run(() -> moveOnAfter(millis(1), () -> lock.acquire()));
        run(
                () -> {
                    var error = assertThrows(IllegalStateException.class, lock::acquire);
                    assertEquals(
                            "<Lock locked> is bound to another event loop", error.getMessage());
                    lock.release();
                    lock.acquire();
                });
    }

    @CarriedOnly
    @AsyncTest
    void acquire_whereATaskCannotSuspend_failsAndLeavesTheLine() throws Throwable {
        lock.acquire();
        Pinned.run(() -> assertThrows(IllegalStateException.class, lock::acquire));
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
        taker("a");
        turn();
        lock.release();
        Pinned.run(() -> assertThrows(IllegalStateException.class, lock::acquire));
        turn();
        log.assertAre("a");
    }

    @CarriedOnly
    @AsyncTest
    void cancel_pendingWhereATaskCannotSuspend_comesLater() throws Throwable {
        lock.acquire();
        var a =
                createTask(
                        () -> {
                            currentTask().cancel("kept");
                            Pinned.run(
                                    () -> assertThrows(IllegalStateException.class, lock::acquire));
                            turn();
                        });
        assertEquals("kept", assertThrows(CancelledError.class, a::await).getMessage());
    }

    @Test
    void close_ofRunner_endsThoseThatWait() {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        lock.acquire();
                        taker("a");
                        taker("b");
                        turn();
                    });
        }
        log.assertAre("a cancelled", "b cancelled");
        assertEquals(new Lock.Statistics(true, 0), lock.statistics());
    }

    /** Which ignores shields. The lock still goes from one to the other. */
    @Test
    void close_ofLoop_endsThoseThatHoldAndWait() {
        ClosedLoop.after(
                () -> {
                    for (String name : new String[] {"a", "b", "c"}) {
                        createTask(
                                () ->
                                        cancelScope(
                                                scope -> {
                                                    scope.setShielding(true);
                                                    try (var _ = lock.hold()) {
                                                        log.waitForEver(name);
                                                    }
                                                }));
                    }
                });
        log.assertAre("a ends", "b ends", "c ends");
        assertFalse(lock.isLocked());
    }

    // ---- everything at once

    @AsyncTest
    void lock_whateverIsCancelled_isHeldByOneAtATimeAndFreeInTheEnd() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var inside = new int[1];
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 6; i++) {
                tasks.add(createTask(() -> useAgainAndAgain(random, inside)));
            }
            for (int i = 0; i < 10; i++) {
                tasks.get(random.nextInt(tasks.size())).cancel();
                if (random.nextBoolean()) {
                    turn();
                }
            }
            waitAll(tasks);
            assertEquals("<Lock unlocked>", lock.toString(), "seed " + seed);
        }
    }

    private void useAgainAndAgain(Random random, int[] inside) {
        for (int i = 0; i < 5; i++) {
            try (var _ = lock.hold()) {
                assertEquals(1, ++inside[0]);
                try {
                    for (int turns = random.nextInt(3); turns > 0; turns--) {
                        turn();
                    }
                } finally {
                    inside[0]--;
                }
            } catch (CancelledError e) {
                if (random.nextBoolean()) {
                    throw e;
                }
            }
        }
    }

    @AsyncTest
    void users_takeTurns() {
        gather(user("a"), user("b"), user("c"));
        log.assertAre("a", "b", "c");
        assertFalse(lock.isLocked());
    }
}
