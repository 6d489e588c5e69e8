package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Semaphore.Statistics;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SemaphoreTest {
    private final Checkpoints log = new Checkpoints();

    /** Takes a permit and keeps it. */
    private Task<Void> taker(Semaphore semaphore, String name) {
        return createTask(
                named(name),
                () -> {
                    try {
                        semaphore.acquire();
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

    // ---- permits

    @Test
    void constructor_ofNegativeValue_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> new BoundedSemaphore(-1));
    }

    @Test
    void isLocked_followsThePermits() {
        assertTrue(new Semaphore(0).isLocked());
        var semaphore = new Semaphore();
        assertFalse(semaphore.isLocked());
        semaphore.acquire();
        assertTrue(semaphore.isLocked());
        semaphore.release();
        semaphore.release();
        assertEquals(new Statistics(2, 0), semaphore.statistics());
    }

    @AsyncTest
    void acquire_ofFreePermit_doesNotSuspend() {
        var semaphore = new Semaphore(2);
        getRunningLoop().callSoon(() -> log.add("others ran"));
        semaphore.acquire();
        semaphore.acquire();
        log.assertAre();
        assertTrue(semaphore.isLocked());
        turn();
    }

    @AsyncTest
    void release_handsThePermitToWhoHasWaitedLongest() {
        var semaphore = new Semaphore(0);
        taker(semaphore, "a");
        taker(semaphore, "b");
        turn();
        semaphore.release();
        assertEquals(new Statistics(0, 2), semaphore.statistics());
        assertTrue(semaphore.isLocked());
        turn();
        log.assertAre("a");
        semaphore.release();
        turn();
        log.assertAre("b");
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    @AsyncTest
    void isLocked_whileTheWokenHaveNotRun_isTrue() {
        var semaphore = new Semaphore(0);
        taker(semaphore, "a");
        turn();
        semaphore.release();
        semaphore.release();
        assertEquals("<Semaphore locked waiters=1>", semaphore.toString());
        assertEquals(new Statistics(1, 1), semaphore.statistics());
        turn();
        assertEquals("<Semaphore unlocked value=1>", semaphore.toString());
        log.assertAre("a");
    }

    @Test
    void release_beyondAllNumbers_isRefused() {
        var semaphore = new Semaphore(Integer.MAX_VALUE);
        assertThrows(IllegalStateException.class, semaphore::release);
    }

    @Test
    void boundedRelease_ofTooMany_isRefused() {
        var semaphore = new BoundedSemaphore(2);
        assertThrows(IllegalStateException.class, semaphore::release);
        semaphore.acquire();
        semaphore.release();
        assertThrows(IllegalStateException.class, semaphore::release);
        assertEquals("<BoundedSemaphore unlocked value=2>", semaphore.toString());
        assertEquals(new Statistics(1, 0), new BoundedSemaphore().statistics());
    }

    @AsyncTest
    void boundedRelease_whileSomebodyWaits_isHandedOver() {
        var semaphore = new BoundedSemaphore(1);
        semaphore.acquire();
        taker(semaphore, "a");
        turn();
        semaphore.release();
        semaphore.release(); // a has the permit: there is none
        assertThrows(IllegalStateException.class, semaphore::release);
        turn();
        log.assertAre("a");
    }

    @AsyncTest
    void hold_releasesHoweverItEnds() {
        var semaphore = new Semaphore(1);
        Hold hold = semaphore.hold();
        assertTrue(semaphore.isLocked());
        hold.close();
        hold.close();
        assertEquals(5, semaphore.hold(() -> 5));
        assertThrows(
                Checkpoints.Bang.class,
                () ->
                        semaphore.hold(
                                () -> {
                                    throw new Checkpoints.Bang();
                                }));
        assertEquals(new Statistics(1, 0), semaphore.statistics());
    }

    // ---- the order

    @AsyncTest
    void order_ofTasksThatComeTwice_isThatOfTheirComing() {
        var semaphore = new Semaphore(1);
        taskGroup(
                group -> {
                    for (String name : new String[] {"a", "b", "c"}) {
                        group.createTask(
                                () -> {
                                    for (int i = 1; i <= 2; i++) {
                                        semaphore.acquire();
                                        log.add(name + i);
                                        sleep(millis(10));
                                        semaphore.release();
                                    }
                                });
                    }
                });
        log.assertAre("a1", "b1", "c1", "a2", "b2", "c2");
    }

    @AsyncTest
    void order_ofOneThatReleasesAndComesAgain_isBehindTheOthers() {
        var semaphore = new Semaphore(1);
        var a = taker(semaphore, "1");
        var b =
                createTask(
                        () -> {
                            semaphore.acquire();
                            log.add("2");
                            semaphore.release();
                            semaphore.acquire();
                            log.add("4");
                        });
        var c = taker(semaphore, "3");
        turn();
        semaphore.release();
        semaphore.release();
        gather(a, b, c);
        log.assertAre("1", "2", "3", "4");
    }

    @AsyncTest
    void order_whenTheFirstIsCancelled_isThatOfTheOthers() {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        taker(semaphore, "b");
        taker(semaphore, "c");
        turn();
        a.cancel();
        turn();
        semaphore.release();
        semaphore.release();
        turn();
        log.assertAre("a cancelled", "b", "c");
    }

    @AsyncTest
    void release_threeTimesAtOnce_letsThreeThroughBeforeWhatTheyStart() {
        var semaphore = new Semaphore(0);
        createTask(
                () -> {
                    semaphore.acquire();
                    assertEquals(0, semaphore.statistics().value());
                    createTask(() -> log.add("4"));
                    log.add("1");
                });
        createTask(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        semaphore.release();
                    }
                    assertEquals(2, semaphore.statistics().value());
                    assertTrue(semaphore.isLocked());
                    semaphore.acquire();
                    log.add("2");
                });
        taker(semaphore, "3");
        turn();
        assertEquals(new Statistics(2, 3), semaphore.statistics());
        turn();
        turn();
        log.assertAre("1", "2", "3", "4");
    }

    // ---- cancels

    @AsyncTest
    void cancel_whileWaiting_takesNoPermit() {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        turn();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        assertEquals(new Statistics(0, 0), semaphore.statistics());
        semaphore.release();
        semaphore.acquire();
        log.assertAre("a cancelled");
    }

    @AsyncTest
    void cancel_beforeReleaseInTheSameTick_leavesThePermitToTheNext() {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        taker(semaphore, "b");
        turn();
        a.cancel();
        semaphore.release();
        turn();
        log.assertAre("a cancelled", "b");
    }

    @AsyncTest
    void cancel_afterRelease_comesAtTheNextSuspensionPoint() {
        var semaphore = new Semaphore(0);
        var a =
                createTask(
                        () -> {
                            try (var _ = semaphore.hold()) {
                                log.add("a has it");
                                turn();
                                log.add("never");
                            }
                        });
        taker(semaphore, "b");
        turn();
        semaphore.release();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        turn();
        log.assertAre("a has it", "b");
    }

    @AsyncTest
    void cancel_ofOneThatOthersHadToStandBehind_letsThemThrough() {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        turn();
        semaphore.release(); // a's
        semaphore.release(); // b stands behind a, who has not run
        var b = taker(semaphore, "b");
        var c =
                createTask(
                        () -> {
                            semaphore.acquire();
                            log.add("c");
                        });
        c.cancel(); // before it begins
        a.await();
        b.await();
        log.assertAre("a", "b");
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    @AsyncTest
    void cancel_ofAll_letsNewcomersHaveTheFreePermit() {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        var b = taker(semaphore, "b");
        turn();
        a.cancel();
        b.cancel();
        semaphore.release();
        assertFalse(semaphore.isLocked());
        semaphore.acquire();
        waitAll(List.of(a, b));
        assertEquals(new Statistics(0, 0), semaphore.statistics());
        log.assertAre("a cancelled", "b cancelled");
    }

    @AsyncTest
    void timeout_aroundAcquire_endsItOrLetsThePermitThrough() {
        var semaphore = new Semaphore(0);
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> semaphore.acquire()));
        getRunningLoop().callLater(seconds(1), semaphore::release);
        timeout(seconds(1), () -> semaphore.acquire());
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    @AsyncTest
    void scope_cancelled_endsEachAcquireThatHasToWait() {
        var semaphore = new Semaphore(1);
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            semaphore.acquire();
                            assertThrows(CancelledError.class, semaphore::acquire);
                            semaphore.acquire();
                        }));
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    // ---- where it can be used

    @Test
    void acquire_withoutATaskOrInASecondLoop_isRefusedOnlyIfItHasToWait() {
        var semaphore = new Semaphore(0);
        assertThrows(IllegalStateException.class, semaphore::acquire);
        run(() -> moveOnAfter(millis(1), () -> semaphore.acquire()));
        run(
                () -> {
                    assertThrows(IllegalStateException.class, semaphore::acquire);
                    semaphore.release();
                    semaphore.acquire();
                });
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    @CarriedOnly
    @AsyncTest
    void acquire_whereATaskCannotSuspend_losesNoPermit() throws Throwable {
        var semaphore = new Semaphore(0);
        var a = taker(semaphore, "a");
        turn();
        semaphore.release();
        semaphore.release();
        Pinned.run(() -> assertThrows(IllegalStateException.class, semaphore::acquire));
        a.await();
        assertEquals(new Statistics(1, 0), semaphore.statistics());
    }

    @Test
    void close_ofRunner_endsThoseThatWait() {
        var semaphore = new Semaphore(0);
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        taker(semaphore, "a");
                        taker(semaphore, "b");
                        turn();
                    });
        }
        log.assertAre("a cancelled", "b cancelled");
        assertEquals(new Statistics(0, 0), semaphore.statistics());
    }

    @Test
    void close_ofLoop_losesNoPermit() {
        var semaphore = new Semaphore(1);
        ClosedLoop.after(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        createTask(
                                () ->
                                        cancelScope(
                                                scope -> {
                                                    scope.setShielding(true);
                                                    try (var _ = semaphore.hold()) {
                                                        log.waitForEver("one");
                                                    }
                                                }));
                    }
                });
        assertEquals(new Statistics(1, 0), semaphore.statistics());
    }

    // ---- everything at once

    @AsyncTest
    void semaphore_whateverIsCancelled_hasAllPermitsInTheEnd() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var semaphore = new BoundedSemaphore(1 + random.nextInt(3));
            int permits = semaphore.statistics().value();
            var inside = new int[1];
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 7; i++) {
                tasks.add(createTask(() -> useAgainAndAgain(semaphore, permits, random, inside)));
            }
            for (int i = 0; i < 12; i++) {
                tasks.get(random.nextInt(tasks.size())).cancel();
                if (random.nextBoolean()) {
                    turn();
                }
            }
            waitAll(tasks);
            assertEquals(new Statistics(permits, 0), semaphore.statistics(), "seed " + seed);
        }
    }

    private static void useAgainAndAgain(
            Semaphore semaphore, int permits, Random random, int[] inside) {
        for (int i = 0; i < 5; i++) {
            try (var _ = semaphore.hold()) {
                assertTrue(++inside[0] <= permits);
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
}
