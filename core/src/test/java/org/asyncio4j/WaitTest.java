package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class WaitTest {
    @AsyncTest
    void waitAll_severalTasks_waitsForTheLast() {
        var tasks = List.of(after(3), after(1), after(2));
        var result = waitAll(tasks);
        assertEquals(tasks, List.copyOf(result.done()));
        assertEquals(Set.of(), result.pending());
        assertEquals(seconds(3), getRunningLoop().time());
    }

    private static Task<Integer> after(int seconds) {
        return createTask(
                () -> {
                    sleep(seconds(seconds));
                    return seconds;
                });
    }

    @AsyncTest
    void waitAll_someFailOrAreCancelled_throwsNothing() {
        Future<Integer> failed = Future.pending();
        Future<Integer> cancelled = Future.pending();
        Future<Integer> finished = Future.pending();
        failed.setException(new IllegalStateException("of no concern"));
        cancelled.cancel();
        finished.setResult(1);
        var result = waitAll(List.of(failed, cancelled, finished));
        assertEquals(3, result.done().size());
        assertInstanceOf(IllegalStateException.class, failed.exception());
    }

    @AsyncTest
    void waitAny_severalTasks_returnsAtTheFirst() {
        var slow = after(3);
        var fast = after(1);
        WaitResult<Task<Integer>> result = waitAny(List.of(slow, fast));
        assertEquals(Set.of(fast), result.done());
        assertEquals(Set.of(slow), result.pending());
        assertEquals(seconds(1), getRunningLoop().time());
        assertFalse(slow.isDone());
        assertEquals(3, slow.await());
    }

    @AsyncTest
    void waitFirstException_oneFails_returnsThen() {
        var slow = after(3);
        var fast = after(1);
        var failing =
                createTask(
                        () -> {
                            sleep(seconds(2));
                            throw new IllegalStateException("two");
                        });
        WaitResult<Task<?>> result = waitFirstException(List.of(slow, fast, failing));
        assertEquals(Set.of(fast, failing), result.done());
        assertEquals(Set.of(slow), result.pending());
        assertEquals(seconds(2), getRunningLoop().time());
        assertEquals("two", failing.exception().getMessage());
        slow.await();
    }

    @AsyncTest
    void waitFirstException_noneFails_waitsForAll() {
        var cancelled = after(1);
        var slow = after(2);
        getRunningLoop().callSoon(cancelled::cancel);
        var result = waitFirstException(List.of(cancelled, slow));
        assertEquals(2, result.done().size());
        assertTrue(cancelled.isCancelled());
        assertEquals(seconds(2), getRunningLoop().time());
    }

    @AsyncTest
    void wait_timeUp_returnsWithoutCancelling() {
        var slow = after(3);
        var fast = after(1);
        var result = waitAll(List.of(slow, fast), seconds(2));
        assertEquals(Set.of(fast), result.done());
        assertEquals(Set.of(slow), result.pending());
        assertEquals(0, slow.cancelling());
        result = waitAny(List.of(slow), millis(500));
        assertEquals(Set.of(), result.done());
        result = waitFirstException(List.of(slow), millis(100));
        assertEquals(Set.of(slow), result.pending());
        assertEquals(millis(2600), getRunningLoop().time());
        assertEquals(3, slow.await());
    }

    @AsyncTest
    void wait_timeNotUsed_doesNotKeepTheTimer() {
        var task = after(1);
        waitAll(List.of(task), Duration.ofDays(1));
        sleep(seconds(1));
        assertEquals(seconds(2), getRunningLoop().time());
    }

    @AsyncTest
    void wait_timeZero_looksOnce() {
        var slow = after(1);
        var result = waitAll(List.of(slow), Duration.ZERO);
        assertEquals(Set.of(slow), result.pending());
        assertEquals(Duration.ZERO, getRunningLoop().time());
        slow.await();
    }

    @AsyncTest
    void wait_nothing_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> waitAll(List.<Task<Integer>>of()));
        assertThrows(IllegalArgumentException.class, () -> waitAny(List.<Task<Integer>>of()));
    }

    @AsyncTest
    void wait_sameFutureTwice_countsOnce() {
        var task = after(1);
        var result = waitAll(List.of(task, task, task));
        assertEquals(Set.of(task), result.done());
    }

    @AsyncTest
    void wait_threeModes_takeTheTurnsThatAsyncioTakes() {
        try (var log = new TickLog()) {
            var futures = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                futures.add(Future.pending());
            }
            var all = createTask(() -> add(log, "all", waitAll(futures)));
            var any = createTask(() -> add(log, "any", waitAny(futures)));
            var first = createTask(() -> add(log, "first", waitFirstException(futures)));
            sleep(Duration.ZERO);
            futures.get(0).setResult(1);
            log.add("0");
            threeTurns();
            futures.get(1).setException(new IllegalStateException());
            log.add("1");
            threeTurns();
            futures.get(2).cancel();
            log.add("2");
            threeTurns();
            assertInstanceOf(IllegalStateException.class, futures.get(1).exception());
            all.await();
            any.await();
            first.await();
            add(log, "done", waitAll(futures));
            log.assertIs(
                    "1 0", "3 any 1 2", "4 1", "6 first 2 1", "7 2", "9 all 3 0", "12 done 3 0");
        }
    }

    private static void add(TickLog log, String name, WaitResult<Future<Integer>> result) {
        log.add(name + " " + result.done().size() + " " + result.pending().size());
    }

    private static void threeTurns() {
        for (int i = 0; i < 3; i++) {
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void waitAny_anotherEndsBeforeTheWaiterRuns_isDoneToo() {
        try (var log = new TickLog()) {
            Future<Integer> a = Future.pending();
            Future<Integer> b = Future.pending();
            var waiter = createTask(() -> add(log, "any", waitAny(List.of(a, b))));
            sleep(Duration.ZERO);
            a.setResult(1);
            sleep(Duration.ZERO);
            b.setResult(2);
            log.add("set b");
            waiter.await();
            log.assertIs("2 set b", "3 any 2 0");
        }
    }

    @AsyncTest
    void wait_cancelled_leavesTheFuturesAlone() {
        try (var log = new TickLog()) {
            Future<Integer> future = Future.pending();
            var waiter =
                    createTask(
                            () -> {
                                try {
                                    waitAll(List.of(future));
                                } catch (CancelledError e) {
                                    log.add(e.getMessage());
                                    throw e;
                                }
                            });
            sleep(Duration.ZERO);
            log.add(waiter.cancel("stop"));
            assertThrows(CancelledError.class, waiter::await);
            log.add(future.isDone() + " " + waiter.isCancelled());
            log.assertIs("1 true", "2 stop", "3 false true");
            future.setResult(1);
        }
    }

    @AsyncTest
    void waitAny_inALoop_takesTasksOneByOne() {
        var pending = Set.of(after(2), after(3), after(1));
        var log = new ArrayList<Integer>();
        while (!pending.isEmpty()) {
            var result = waitAny(pending);
            result.done().forEach(task -> log.add(task.result()));
            pending = result.pending();
        }
        assertEquals(List.of(1, 2, 3), log);
    }
}
