package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

class GatherTest {
    // ---- results

    @AsyncTest
    void gather_works_givesTheResultsInTheOrderOfTheArguments() {
        var results = gather(() -> after(3), () -> after(1), () -> after(2));
        assertEquals(List.of(3, 1, 2), results);
        assertEquals(seconds(3), getRunningLoop().time());
    }

    private static int after(int seconds) {
        sleep(seconds(seconds));
        return seconds;
    }

    @AsyncTest
    void gather_nothing_isAnEmptyListAtOnce() {
        try (var log = new TickLog()) {
            log.add(gather());
            log.add(gather(List.of()));
            log.assertIs("0 []", "0 []");
        }
    }

    @AsyncTest
    void gather_mixedWorks_takesAllKinds() {
        Future<Integer> future = Future.pending();
        future.setResult(1);
        var task = createTask(() -> 2);
        Coroutine<Integer> coroutine = async(() -> 3);
        assertEquals(List.of(1, 2, 3, 4), gather(future, task, coroutine, () -> 4));
    }

    @AsyncTest
    void gather_nullResults_areKept() {
        List<String> results = gather(() -> null, () -> "x");
        assertEquals(Arrays.asList(null, "x"), results);
    }

    @AsyncTest
    void gather_voidBlocks_waitsForAll() {
        var log = new ArrayList<String>();
        gather(() -> sleepAndAdd(2, log), () -> sleepAndAdd(1, log));
        assertEquals(List.of("1", "2"), log);
    }

    private static void sleepAndAdd(int seconds, List<String> log) {
        sleep(seconds(seconds));
        log.add(String.valueOf(seconds));
    }

    @AsyncTest
    void gather_collection_givesAllResults() {
        var works = new ArrayList<Coroutine<Integer>>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            works.add(async(() -> number * number));
        }
        var results = gather(works);
        assertEquals(100, results.size());
        assertEquals(81, results.get(9));
        assertEquals(99 * 99, results.getLast());
    }

    @AsyncTest
    void gather_withCombiner_combinesTwoToFive() {
        assertEquals("1b", gather(() -> 1, () -> "b", (a, b) -> a + b));
        assertEquals("1b2.0", gather(() -> 1, () -> "b", () -> 2.0, (a, b, c) -> a + b + c));
        assertEquals(
                "1b2.0d",
                gather(() -> 1, () -> "b", () -> 2.0, () -> 'd', (a, b, c, d) -> a + b + c + d));
        assertEquals(
                "1b2.0d5",
                gather(
                        () -> 1,
                        () -> "b",
                        () -> 2.0,
                        () -> 'd',
                        () -> 5L,
                        (a, b, c, d, e) -> a + b + c + d + e));
    }

    @AsyncTest
    void gather_sameFutureTwice_repeatsItsResult() {
        var runs = new ArrayList<Integer>();
        var task =
                createTask(
                        () -> {
                            runs.add(1);
                            sleep(Duration.ZERO);
                            return runs.size();
                        });
        assertEquals(List.of(1, 1), gather(task, task));
        assertEquals(List.of(1, 1, 1), gather(Collections.nCopies(3, task)));
        assertEquals(List.of(1), runs);
    }

    // ---- order and turns

    @AsyncTest
    void gather_works_takesTheTurnsThatAsyncioTakes() {
        try (var log = new TickLog()) {
            log.add(gather(() -> turn(1, log), () -> turn(2, log)));
            log.assertIs("1 1 in", "1 2 in", "2 1 out", "2 2 out", "4 [1, 2]");
        }
    }

    private static int turn(int number, TickLog log) {
        log.add(number + " in");
        sleep(Duration.ZERO);
        log.add(number + " out");
        return number;
    }

    @AsyncTest
    void gather_doneFuturesOnly_doesNotSuspend() {
        try (var log = new TickLog()) {
            Future<Integer> done = Future.pending();
            done.setResult(7);
            log.add(gather(done, done));
            log.add(gather(done, () -> turn(3, log)));
            log.assertIs("0 [7, 7]", "1 3 in", "2 3 out", "4 [7, 3]");
        }
    }

    @AsyncTest
    void gather_tasks_beginInTheOrderOfTheArguments() {
        var log = new ArrayList<Integer>();
        gather(() -> log.add(1), () -> log.add(2), () -> log.add(3));
        assertEquals(List.of(1, 2, 3), log);
    }

    // ---- errors

    @AsyncTest
    void gather_oneFails_throwsItAtOnceAndTheOthersGoOn() {
        try (var log = new TickLog()) {
            var slow =
                    createTask(
                            () -> {
                                yieldTimes(6);
                                log.add("slow");
                                return 0;
                            });
            var error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> gather(() -> fail(1, log), () -> fail(2, log), slow));
            log.add("caught " + error.getMessage());
            slow.await();
            log.add("end");
            log.assertIs("2 fail 1", "3 fail 2", "4 caught 1", "7 slow", "8 end");
        }
    }

    private static Integer fail(int number, TickLog log) {
        yieldTimes(number);
        log.add("fail " + number);
        throw new IllegalArgumentException(String.valueOf(number));
    }

    private static void yieldTimes(int times) {
        for (int i = 0; i < times; i++) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void gather_oneFails_throwsTheSameObject() {
        var error = new IOException("checked");
        var thrown =
                assertThrows(
                        IOException.class,
                        () ->
                                gather(
                                        () -> {
                                            throw error;
                                        },
                                        () -> 1));
        assertSame(error, thrown);
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void gather_laterErrors_areNotReported(TestLoop loop) {
        assertThrows(
                IllegalStateException.class,
                () ->
                        gather(
                                () -> {
                                    throw new IllegalStateException("first");
                                },
                                () -> {
                                    sleep(seconds(1));
                                    throw new IllegalArgumentException("second");
                                }));
        sleep(seconds(2));
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void gather_failedFutureAmongTheArguments_throws() {
        Future<Integer> failed = Future.pending();
        failed.setException(new IllegalStateException("before"));
        var error = assertThrows(IllegalStateException.class, () -> gather(failed, () -> 1));
        assertEquals("before", error.getMessage());
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void gather_ofAnotherLoopsFuture_isRefused() {
        var other = newEventLoop();
        Future<Integer> stranger = other.createFuture();
        assertThrows(IllegalStateException.class, () -> gather(stranger));
        other.close();
    }

    @Test
    void gather_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> gather(() -> 1, () -> 2));
    }

    // ---- cancelled children

    @AsyncTest
    void gather_childCancelled_countsAsItsError() {
        try (var log = new TickLog()) {
            Future<Integer> cancelled = Future.pending();
            Future<Integer> other = Future.pending();
            var task =
                    createTask(
                            () -> {
                                try {
                                    gather(cancelled, other);
                                } catch (CancelledError e) {
                                    log.add(e.getMessage());
                                }
                            });
            sleep(Duration.ZERO);
            cancelled.cancel("why");
            log.add("cancelled");
            task.await();
            log.add(other.isDone() + " " + task.isCancelled() + " " + task.cancelling());
            log.assertIs("1 cancelled", "3 why", "4 false false 0");
            other.cancel();
        }
    }

    // ---- cancelling the gather

    @AsyncTest
    void gather_cancelled_cancelsEveryChildAndThrowsWhenTheFirstHasEnded() {
        try (var log = new TickLog()) {
            var task =
                    createTask(
                            () -> {
                                try {
                                    gather(
                                            () -> stubborn("a", log),
                                            () -> prompt(log),
                                            () -> stubborn("b", log));
                                } catch (CancelledError e) {
                                    log.add("gather " + e.getMessage());
                                    throw e;
                                }
                            });
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            log.add(task.cancel("stop"));
            log.add(assertThrows(CancelledError.class, task::await).getMessage());
            yieldTimes(4);
            log.assertIs(
                    "2 true",
                    "3 a cancelled",
                    "3 prompt",
                    "3 b cancelled",
                    "5 a end",
                    "5 gather stop",
                    "5 b end",
                    "6 stop");
        }
    }

    private static void stubborn(String name, TickLog log) {
        try {
            sleep(seconds(100));
        } catch (CancelledError e) {
            log.add(name + " cancelled");
            yieldTimes(2);
            log.add(name + " end");
            throw e;
        }
    }

    private static void prompt(TickLog log) {
        try {
            sleep(seconds(100));
        } finally {
            log.add("prompt");
        }
    }

    @AsyncTest
    void gather_cancelledAndAllChildrenIgnoreIt_throwsWhenAllAreDone() {
        try (var log = new TickLog()) {
            var task = createTask(() -> gather(() -> ignore(log), () -> ignore(log)));
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            log.add(task.cancel("stop"));
            log.add(assertThrows(CancelledError.class, task::await).getMessage());
            log.add(task.isCancelled());
            log.assertIs("2 true", "3 ignored", "3 ignored", "6 stop", "6 true");
        }
    }

    private static int ignore(TickLog log) {
        try {
            sleep(seconds(100));
        } catch (CancelledError _) {
            log.add("ignored");
        }
        return 1;
    }

    @AsyncTest
    void gather_cancelledAfterAllChildrenEnded_keepsTheResults() {
        Future<Integer> child = Future.pending();
        var log = new ArrayList<Object>();
        var task =
                createTask(
                        () -> {
                            log.add(gather(child));
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        child.setResult(3);
        assertTrue(task.cancel("late"));
        assertEquals("late", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of(List.of(3)), log);
    }

    @AsyncTest
    void gather_cancelledAfterItFailed_leavesTheOthersAlone() {
        Future<Integer> gate = Future.pending();
        var child = createTask(gate);
        var task =
                createTask(
                        () -> {
                            assertThrows(
                                    IllegalStateException.class,
                                    () ->
                                            gather(
                                                    () -> {
                                                        throw new IllegalStateException();
                                                    },
                                                    child));
                            sleep(seconds(100));
                        });
        sleep(seconds(1));
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertFalse(child.isDone());
        gate.setResult(5);
        assertEquals(5, child.await());
    }

    @AsyncTest
    void gather_nested_cancelReachesTheLeaves() {
        Future<Void> leaf = Future.pending();
        var task = createTask(() -> gather(() -> gather(() -> gather(leaf))));
        sleep(seconds(1));
        task.cancel("deep");
        assertEquals("deep", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(leaf.isCancelled());
    }

    @AsyncTest
    void gather_tenThousand_givesAllInOrder() {
        var works = new ArrayList<Block<Integer, RuntimeException>>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            works.add(() -> number);
        }
        var results = gather(works);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i, results.get(i));
        }
    }
}
