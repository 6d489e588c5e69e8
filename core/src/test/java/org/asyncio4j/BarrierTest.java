package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

class BarrierTest {
    private final Barrier barrier = new Barrier(3);
    private final Checkpoints log = new Checkpoints();

    /** Comes to the barrier, and says how that ended: with its number, or an error. */
    private Task<Void> party(String name) {
        return createTask(named(name), () -> come(name));
    }

    private void come(String name) {
        try {
            log.add(name + " " + barrier.await());
        } catch (BrokenBarrierException e) {
            log.add(name + " broken");
        } catch (CancelledError e) {
            log.add(name + " cancelled");
            throw e;
        }
    }

    private void parties(String... names) {
        for (String name : names) {
            party(name);
        }
    }

    private static void turn() {
        sleep(Duration.ZERO);
    }

    private void assertIs(String text) {
        assertEquals("<Barrier " + text + ">", barrier.toString());
    }

    // ---- filling and draining

    @Test
    void constructor_forNobody_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Barrier(0));
        assertThrows(IllegalArgumentException.class, () -> new Barrier(-1));
        assertEquals(3, barrier.parties());
    }

    @AsyncTest
    void await_ofTheLast_letsAllThrough() {
        parties("a", "b");
        turn();
        assertIs("filling waiters=2/3");
        assertEquals(new Barrier.Statistics(3, 2, false, 2), barrier.statistics());
        log.assertAre();
        come("c"); // without suspending
        log.assertAre("c 2");
        assertIs("draining waiters=0/3");
        turn();
        log.assertAre("a 0", "b 1");
        assertIs("filling waiters=0/3");
    }

    @Test
    void await_forOne_neverSuspends() {
        var one = new Barrier(1);
        assertEquals(0, one.await());
        assertEquals(0, one.await());
        assertEquals("<Barrier filling waiters=0/1>", one.toString());
    }

    @AsyncTest
    void await_again_fillsTheBarrierAnew() {
        for (int round = 0; round < 3; round++) {
            parties("a", "b", "c");
            turn();
            turn();
            log.assertAre("c 2", "a 0", "b 1");
        }
        assertEquals(0, barrier.waiting());
    }

    @AsyncTest
    void await_twiceInEachTask_keepsTheRoundsApart() {
        var rounds = new ArrayList<Integer>();
        VoidBlock<RuntimeException> twice =
                () -> {
                    for (int round = 1; round <= 2; round++) {
                        barrier.await();
                        rounds.add(round);
                    }
                };
        gather(twice, twice, twice);
        assertEquals(List.of(1, 1, 1, 2, 2, 2), rounds);
        assertIs("filling waiters=0/3");
    }

    @AsyncTest
    void await_byMoreThanItIsFor_letsTheRestWait() {
        parties("a", "b", "c", "d");
        turn();
        log.assertAre("c 2");
        assertEquals(new Barrier.Statistics(3, 0, false, 3), barrier.statistics());
        turn();
        log.assertAre("a 0", "b 1");
        turn();
        assertIs("filling waiters=1/3");
        parties("e", "f");
        turn();
        turn();
        log.assertAre("f 2", "d 0", "e 1");
    }

    @AsyncTest
    void newcomers_whileItDrains_waitUntilAllHaveLeft() {
        var two = new Barrier(2);
        createTask(() -> log.add("a " + two.await()));
        turn();
        assertEquals(1, two.await());
        assertEquals("<Barrier draining waiters=0/2>", two.toString());
        var b = createTask(() -> log.add("b " + two.await()));
        log.add("again " + two.await());
        b.await();
        log.assertAre("a 0", "again 1", "b 0");
    }

    // ---- cancels

    @AsyncTest
    void cancel_whileItFills_lowersTheCount() {
        var a = party("a");
        party("b");
        turn();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        assertIs("filling waiters=1/3");
        parties("c", "d");
        turn();
        turn();
        log.assertAre("a cancelled", "d 2", "b 1", "c 0");
    }

    @AsyncTest
    void cancel_ofTheOnlyOne_leavesItEmpty() {
        var a = party("a");
        turn();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        assertIs("filling waiters=0/3");
        log.assertAre("a cancelled");
    }

    @AsyncTest
    void cancel_afterTheLastHasCome_comesAtTheNextSuspensionPoint() {
        var a =
                createTask(
                        () -> {
                            log.add(barrier.await());
                            turn();
                            log.add("never");
                        });
        party("b");
        turn();
        barrier.await();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        log.assertAre(0, "b 1");
        assertIs("filling waiters=0/3");
    }

    @AsyncTest
    void cancel_ofANewcomerWhileItDrains_doesNotCount() {
        parties("a", "b");
        turn();
        barrier.await();
        var d = party("d");
        getRunningLoop().callSoon(d::cancel);
        turn();
        assertThrows(CancelledError.class, d::await);
        log.assertAre("a 0", "b 1", "d cancelled");
        assertIs("filling waiters=0/3");
    }

    @AsyncTest
    void timeout_aroundAwait_lowersTheCount() {
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> barrier.await()));
        assertEquals(0, barrier.waiting());
    }

    @AsyncTest
    void scope_cancelled_endsEachAwait() {
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(CancelledError.class, barrier::await);
                            assertThrows(CancelledError.class, barrier::await);
                            barrier.await();
                        }));
        assertEquals(new Barrier.Statistics(3, 0, false, 0), barrier.statistics());
    }

    // ---- reset

    @AsyncTest
    void reset_ofEmptyBarrier_changesNothing() {
        barrier.reset();
        assertIs("filling waiters=0/3");
        assertFalse(barrier.isBroken());
    }

    @AsyncTest
    void reset_whileTasksWait_sendsThemAwayAndIsUsableAgain() {
        parties("a", "b");
        turn();
        barrier.reset();
        assertIs("resetting waiters=0/3");
        turn();
        log.assertAre("a broken", "b broken");
        assertIs("filling waiters=0/3");
        parties("a", "b", "c");
        turn();
        turn();
        log.assertAre("c 2", "a 0", "b 1");
    }

    @AsyncTest
    void reset_whileTasksWait_letsNewcomersWaitForTheirLeaving() {
        parties("a", "b");
        turn();
        barrier.reset();
        var c = createTask(() -> come("c"));
        var d = createTask(() -> come("d"));
        come("e");
        gather(c, d);
        log.assertAre("a broken", "b broken", "e 2", "c 0", "d 1");
        assertIs("filling waiters=0/3");
    }

    @AsyncTest
    void reset_whenHalfHaveLeft_sendsTheOtherHalfAway() {
        createTask(
                () -> {
                    come("a");
                    barrier.reset();
                    log.add(barrier.toString());
                });
        parties("b", "c");
        turn();
        turn();
        log.assertAre("c 2", "a 0", "<Barrier resetting waiters=0/3>", "b broken");
        assertIs("filling waiters=0/3");
    }

    @AsyncTest
    void reset_whenHalfHaveLeftAndOthersWaitOutside_startsWithThoseOutside() {
        createTask(
                () -> {
                    come("a");
                    barrier.reset();
                });
        parties("b", "c", "d", "e", "f");
        turn();
        turn();
        log.assertAre("c 2", "a 0", "b broken");
        turn();
        turn();
        log.assertAre("f 2", "d 0", "e 1");
    }

    // ---- abort

    @AsyncTest
    void abort_whileTasksWait_sendsAllAwayUntilReset() {
        parties("a", "b");
        turn();
        barrier.abort();
        assertIs("broken");
        assertTrue(barrier.isBroken());
        come("c");
        turn();
        log.assertAre("c broken", "a broken", "b broken");
        come("d");
        log.assertAre("d broken");
        assertEquals(new Barrier.Statistics(3, 0, true, 0), barrier.statistics());
        barrier.reset();
        assertIs("filling waiters=0/3");
        parties("a", "b", "c");
        turn();
        turn();
        log.assertAre("c 2", "a 0", "b 1");
    }

    @AsyncTest
    void abort_whenHalfHaveLeftAndOthersWaitOutside_sendsAllOthersAway() {
        createTask(
                () -> {
                    come("a");
                    barrier.abort();
                });
        parties("b", "c", "d", "e");
        turn();
        turn();
        turn();
        log.assertAre("c 2", "a 0", "b broken", "d broken", "e broken");
        assertIs("broken");
    }

    @AsyncTest
    void reset_rightAfterAbort_stillSendsThoseAwayThatWaited() {
        parties("a", "b");
        turn();
        barrier.abort();
        barrier.reset();
        assertIs("resetting waiters=0/3");
        party("c");
        turn();
        log.assertAre("a broken", "b broken");
        turn();
        assertIs("filling waiters=1/3");
        barrier.abort();
        turn();
        log.assertAre("c broken");
    }

    /** A party whose work fails breaks the barrier for the others. */
    @AsyncTest
    void abort_whenAPartyFails_breaksTheBarrierForTheOthers() {
        parties("a", "b");
        var c =
                createTask(
                        () -> {
                            try {
                                throw new Checkpoints.Bang();
                            } finally {
                                barrier.abort();
                            }
                        });
        assertThrows(Checkpoints.Bang.class, c::await);
        turn();
        log.assertAre("a broken", "b broken");
        assertTrue(barrier.isBroken());
        barrier.reset();
        assertFalse(barrier.isBroken());
    }

    // ---- where it can be used

    @Test
    void await_withoutATaskOrInASecondLoop_isRefusedOnlyIfItHasToWait() {
        assertThrows(IllegalStateException.class, barrier::await);
        assertEquals(0, barrier.waiting());
        run(() -> moveOnAfter(millis(1), () -> barrier.await()));
        run(
                () -> {
                    assertThrows(IllegalStateException.class, barrier::await);
                    barrier.abort();
                    assertThrows(BrokenBarrierException.class, barrier::await);
                    barrier.reset();
                });
        assertIs("filling waiters=0/3");
    }

    @CarriedOnly
    @AsyncTest
    void await_whereATaskCannotSuspend_failsAndDoesNotCount() throws Throwable {
        party("a");
        turn();
        Pinned.run(() -> assertThrows(IllegalStateException.class, barrier::await));
        assertEquals(1, barrier.waiting());
        parties("b", "c");
        turn();
        turn();
        log.assertAre("c 2", "a 0", "b 1");
    }

    @Test
    void close_ofRunner_endsThoseThatWait() {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        parties("a", "b");
                        turn();
                    });
        }
        log.assertAre("a cancelled", "b cancelled");
        assertEquals(new Barrier.Statistics(3, 0, false, 0), barrier.statistics());
    }

    @Test
    void close_ofLoop_endsThoseThatWait() {
        ClosedLoop.after(() -> parties("a", "b"));
        log.assertAre("a cancelled", "b cancelled");
        assertEquals(new Barrier.Statistics(3, 0, false, 0), barrier.statistics());
    }

    // ---- everything at once

    @AsyncTest
    void numbers_whateverIsCancelled_areOfOneKindEach() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            int size = 1 + random.nextInt(4);
            var some = new Barrier(size);
            var numbers = new ArrayList<Integer>();
            var left = new AtomicInteger(12);
            var tasks = new ArrayList<Task<?>>();
            for (int i = 0; i < 7; i++) {
                tasks.add(createTask(() -> comeAgainAndAgain(some, random, numbers, left)));
            }
            turn();
            for (int i = 0; i < 10; i++) {
                tasks.get(random.nextInt(tasks.size())).cancel();
                if (random.nextBoolean()) {
                    turn();
                }
            }
            moveOnAfter(seconds(1), () -> waitAll(tasks));
            var round = new HashSet<Integer>();
            for (int number : numbers) {
                if (number == size - 1) {
                    round.clear(); // it is the last to come and the first to go
                }
                assertTrue(number < size && round.add(number), "seed " + seed);
            }
            left.set(0);
            some.abort();
            waitAll(tasks);
            some.reset();
            assertEquals(new Barrier.Statistics(size, 0, false, 0), some.statistics());
        }
    }

    private static void comeAgainAndAgain(
            Barrier some, Random random, List<Integer> numbers, AtomicInteger left) {
        while (left.getAndDecrement() > 0) {
            try {
                numbers.add(some.await());
                if (random.nextBoolean()) {
                    turn();
                }
            } catch (CancelledError | BrokenBarrierException e) {
                assertFalse(some.isBroken() && left.get() > 0);
            }
        }
    }
}
