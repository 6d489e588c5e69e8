package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.CapacityLimiter.Statistics;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

class CapacityLimiterTest {
    private final CapacityLimiter limiter = new CapacityLimiter(2);
    private final Checkpoints log = new Checkpoints();

    /** Borrows a token for the name and keeps it. */
    private Task<Void> borrower(String name) {
        return createTask(
                named(name),
                () -> {
                    try {
                        limiter.acquireOnBehalfOf(name);
                        log.add(name);
                    } catch (CancelledError e) {
                        log.add(name + " cancelled");
                        throw e;
                    }
                });
    }

    private void borrowers(String... names) {
        for (String name : names) {
            borrower(name);
        }
        turn();
    }

    private static void turn() {
        sleep(Duration.ZERO);
    }

    private void assertIs(String text) {
        assertEquals("<CapacityLimiter " + text + ">", limiter.toString());
    }

    // ---- borrowing and giving back

    @Test
    void constructor_ofNegativeTotal_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new CapacityLimiter(-1));
        assertThrows(IllegalArgumentException.class, () -> limiter.setTotalTokens(-1));
        assertEquals(2, limiter.totalTokens());
    }

    @AsyncTest
    void acquire_ofFreeToken_doesNotSuspend() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        limiter.acquire();
        limiter.acquireOnBehalfOf("other");
        log.assertAre();
        assertEquals(2, limiter.borrowedTokens());
        assertEquals(0, limiter.availableTokens());
        assertEquals(new Statistics(2, 2, 0, Set.of(currentTask(), "other")), limiter.statistics());
        turn();
    }

    @AsyncTest
    void acquire_bySomeoneThatHasAToken_isRefused() {
        limiter.acquire();
        assertThrows(IllegalStateException.class, limiter::acquire);
        assertThrows(IllegalStateException.class, limiter::acquireNowait);
        limiter.acquireOnBehalfOf(List.of(1, 2));
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOf(List.of(1, 2)));
        assertIs("borrowed=2/2");
    }

    @AsyncTest
    void acquire_bySomeoneThatWaits_isRefused() {
        borrowers("a", "b", "c");
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOf("c"));
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOfNowait("c"));
        limiter.releaseOnBehalfOf("a");
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOf("c"));
        turn();
        log.assertAre("a", "b", "c");
    }

    @AsyncTest
    void acquire_bySomeoneWhoseWaitWasCancelled_isPutAtTheEnd() {
        borrowers("a", "b");
        var c = borrower("c");
        borrower("d");
        turn();
        c.cancel();
        getRunningLoop().callLater(seconds(1), () -> limiter.setTotalTokens(3));
        getRunningLoop().callLater(seconds(2), () -> limiter.setTotalTokens(4));
        limiter.acquireOnBehalfOf("c");
        log.assertAre("a", "b", "c cancelled", "d");
        assertIs("borrowed=4/4");
    }

    @AsyncTest
    void acquireNowait_withoutAFreeToken_wouldBlock() {
        limiter.acquireNowait();
        limiter.acquireOnBehalfOfNowait("other");
        var error =
                assertThrows(
                        WouldBlockException.class, () -> limiter.acquireOnBehalfOfNowait("third"));
        assertEquals("no token is free: <CapacityLimiter borrowed=2/2>", error.getMessage());
        limiter.release();
        limiter.acquireNowait();
    }

    @AsyncTest
    void release_byWhoHasNone_isRefused() {
        limiter.acquireOnBehalfOf("a");
        assertThrows(IllegalStateException.class, limiter::release);
        assertThrows(IllegalStateException.class, () -> limiter.releaseOnBehalfOf("b"));
        limiter.releaseOnBehalfOf("a");
        assertThrows(IllegalStateException.class, () -> limiter.releaseOnBehalfOf("a"));
        assertIs("borrowed=0/2");
    }

    @AsyncTest
    void release_handsTheTokenToWhoHasWaitedLongest() {
        borrowers("a", "b", "c", "d");
        assertIs("borrowed=2/2 waiters=2");
        log.assertAre("a", "b");
        limiter.releaseOnBehalfOf("a");
        assertEquals(new Statistics(2, 2, 1, Set.of("b", "c")), limiter.statistics());
        assertThrows(WouldBlockException.class, limiter::acquireNowait);
        turn();
        log.assertAre("c");
        limiter.releaseOnBehalfOf("c");
        turn();
        log.assertAre("d");
    }

    @AsyncTest
    void hold_isTheTasksAndReleasesHoweverItEnds() {
        Hold hold = limiter.hold();
        assertEquals(1, limiter.borrowedTokens());
        createTask(hold::close).await(); // by another task
        assertEquals(0, limiter.borrowedTokens());
        hold.close();
        assertEquals(7, limiter.hold(() -> 7));
        assertThrows(
                Checkpoints.Bang.class,
                () ->
                        limiter.hold(
                                () -> {
                                    throw new Checkpoints.Bang();
                                }));
        assertIs("borrowed=0/2");
    }

    // ---- more and fewer tokens

    @AsyncTest
    void setTotalTokens_toMore_wakesSoManyInOrder() {
        borrowers("a", "b", "c", "d", "e");
        limiter.setTotalTokens(4);
        assertIs("borrowed=4/4 waiters=1");
        turn();
        log.assertAre("a", "b", "c", "d");
        limiter.setTotalTokens(Integer.MAX_VALUE);
        turn();
        log.assertAre("e");
    }

    @AsyncTest
    void setTotalTokens_toFewer_lendsNoneUntilEnoughAreGivenBack() {
        borrowers("a", "b", "c");
        limiter.setTotalTokens(1);
        assertEquals(-1, limiter.availableTokens());
        assertIs("borrowed=2/1 waiters=1");
        limiter.releaseOnBehalfOf("a");
        turn();
        log.assertAre("a", "b");
        limiter.releaseOnBehalfOf("b");
        turn();
        log.assertAre("c");
    }

    @AsyncTest
    void setTotalTokens_toNone_letsNobodyThrough() {
        limiter.setTotalTokens(0);
        borrowers("a");
        assertThrows(WouldBlockException.class, limiter::acquireNowait);
        log.assertAre();
        limiter.setTotalTokens(1);
        turn();
        log.assertAre("a");
    }

    // ---- cancels

    @AsyncTest
    void cancel_whileWaiting_borrowsNothing() {
        borrowers("a", "b");
        var c = borrower("c");
        borrower("d");
        turn();
        c.cancel();
        limiter.releaseOnBehalfOf("a");
        turn();
        log.assertAre("a", "b", "c cancelled", "d");
        assertEquals(Set.of("b", "d"), limiter.statistics().borrowers());
        assertEquals(0, limiter.statistics().tasksWaiting());
    }

    @AsyncTest
    void cancel_whenHandedAToken_comesAtTheNextSuspensionPoint() {
        borrowers("a", "b");
        var c =
                createTask(
                        () -> {
                            try (var _ = limiter.hold()) {
                                log.add("c has it");
                                turn();
                                log.add("never");
                            }
                        });
        turn();
        limiter.releaseOnBehalfOf("a");
        c.cancel();
        assertThrows(CancelledError.class, c::await);
        log.assertAre("a", "b", "c has it");
        assertIs("borrowed=1/2");
    }

    @AsyncTest
    void timeout_aroundAcquire_endsItOrLetsTheTokenThrough() {
        borrowers("a", "b");
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> limiter.acquire()));
        getRunningLoop().callLater(seconds(1), () -> limiter.releaseOnBehalfOf("a"));
        timeout(seconds(1), () -> limiter.acquire());
        limiter.release();
    }

    @AsyncTest
    void scope_cancelled_endsEachAcquireThatHasToWait() {
        borrowers("a", "b");
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(CancelledError.class, limiter::acquire);
                            limiter.acquire();
                        }));
        assertIs("borrowed=2/2");
    }

    // ---- where it can be used

    @Test
    void calls_withoutATask_needANamedBorrower() {
        assertThrows(IllegalStateException.class, limiter::acquire);
        assertThrows(IllegalStateException.class, limiter::acquireNowait);
        assertThrows(IllegalStateException.class, limiter::release);
        limiter.acquireOnBehalfOf("a");
        limiter.acquireOnBehalfOfNowait("b");
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOf("c"));
        assertIs("borrowed=2/2");
    }

    @Test
    void acquire_inASecondLoop_isRefusedOnlyIfItHasToWait() {
        limiter.acquireOnBehalfOf("a");
        limiter.acquireOnBehalfOf("b");
        run(() -> moveOnAfter(millis(1), () -> limiter.acquire()));
        run(
                () -> {
                    assertThrows(IllegalStateException.class, limiter::acquire);
                    limiter.releaseOnBehalfOf("a");
                    limiter.hold(() -> log.add("in"));
                });
        assertIs("borrowed=1/2");
    }

    @CarriedOnly
    @AsyncTest
    void acquire_whereATaskCannotSuspend_leavesTheLine() throws Throwable {
        borrowers("a", "b");
        Pinned.run(() -> assertThrows(IllegalStateException.class, limiter::acquire));
        assertIs("borrowed=2/2");
    }

    @Test
    void close_ofRunner_endsThoseThatWait() {
        try (var runner = Runner.open()) {
            runner.run(() -> borrowers("a", "b", "c"));
        }
        log.assertAre("a", "b", "c cancelled");
        assertIs("borrowed=2/2");
    }

    @Test
    void close_ofLoop_losesNoToken() {
        ClosedLoop.after(
                () -> {
                    for (int i = 0; i < 5; i++) {
                        createTask(
                                () ->
                                        cancelScope(
                                                scope -> {
                                                    scope.setShielding(true);
                                                    try (var _ = limiter.hold()) {
                                                        log.waitForEver("one");
                                                    }
                                                }));
                    }
                });
        assertIs("borrowed=0/2");
    }

    /** Nobody's toString is called: it might use the limiter. */
    @AsyncTest
    void toString_doesNotAskTheBorrowers() {
        var object =
                new Object() {
                    @Override
                    public String toString() {
                        throw new AssertionError("asked");
                    }
                };
        limiter.acquireOnBehalfOf(object);
        assertIs("borrowed=1/2");
        assertThrows(IllegalStateException.class, () -> limiter.acquireOnBehalfOf(object));
    }

    // ---- everything at once

    @AsyncTest
    void limiter_whateverIsCancelledAndResized_hasAllTokensInTheEnd() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var some = new CapacityLimiter(random.nextInt(4));
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 7; i++) {
                tasks.add(createTask(() -> useAgainAndAgain(some, random)));
            }
            for (int i = 0; i < 12; i++) {
                tasks.get(random.nextInt(tasks.size())).cancel();
                if (random.nextInt(3) == 0) {
                    some.setTotalTokens(random.nextInt(4));
                }
                if (random.nextBoolean()) {
                    turn();
                }
            }
            some.setTotalTokens(2);
            waitAll(tasks);
            assertEquals(new Statistics(2, 0, 0, Set.of()), some.statistics(), "seed " + seed);
        }
    }

    private static void useAgainAndAgain(CapacityLimiter some, Random random) {
        for (int i = 0; i < 5; i++) {
            try (var _ = some.hold()) {
                assertTrue(some.statistics().borrowers().contains(currentTask()));
                for (int turns = random.nextInt(3); turns > 0; turns--) {
                    turn();
                }
            } catch (CancelledError e) {
                if (random.nextBoolean()) {
                    throw e;
                }
            }
        }
    }
}
