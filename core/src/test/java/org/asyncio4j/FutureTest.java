package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

class FutureTest {
    // ---- states

    @AsyncTest
    void future_new_isPending() {
        Future<String> future = Future.pending();
        assertFalse(future.isDone());
        assertFalse(future.isCancelled());
        assertSame(getRunningLoop(), future.loop());
        assertThrows(InvalidStateException.class, future::result);
        assertThrows(InvalidStateException.class, future::exception);
    }

    @AsyncTest
    void future_givenAResult_isFinished() {
        Future<String> future = getRunningLoop().createFuture();
        future.setResult("value");
        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertEquals("value", future.result());
        assertNull(future.exception());
        assertEquals("value", future.await());
        assertEquals("value", future.await());
    }

    @AsyncTest
    void future_givenNull_hasTheResultNull() {
        Future<Void> future = Future.pending();
        future.setResult(null);
        assertTrue(future.isDone());
        assertNull(future.result());
    }

    @AsyncTest
    void future_givenAnException_throwsTheSameObjectEachTime() {
        Future<String> future = Future.pending();
        var error = new IOException("broken");
        future.setException(error);
        assertTrue(future.isDone());
        assertFalse(future.isCancelled());
        assertSame(error, future.exception());
        assertSame(error, assertThrows(IOException.class, future::result));
        assertSame(error, assertThrows(IOException.class, future::await));
        assertSame(error, assertThrows(IOException.class, () -> await(future)));
    }

    @AsyncTest
    void future_failedAndAwaitedOften_doesNotGrowItsStackTrace() {
        Future<String> future = Future.pending();
        var error = new IOException("broken");
        int frames = error.getStackTrace().length;
        future.setException(error);
        for (int i = 0; i < 10; i++) {
            assertThrows(IOException.class, future::await);
        }
        assertEquals(frames, error.getStackTrace().length);
        assertEquals(0, error.getSuppressed().length);
    }

    @AsyncTest
    void future_done_takesNoOtherOutcome() {
        Future<String> future = Future.pending();
        future.setResult("first");
        assertThrows(InvalidStateException.class, () -> future.setResult("second"));
        assertThrows(
                InvalidStateException.class, () -> future.setException(new IOException("late")));
        assertFalse(future.cancel());
        assertEquals("first", future.result());
    }

    @AsyncTest
    void future_cancelled_takesNoResult() {
        Future<String> future = Future.pending();
        assertTrue(future.cancel());
        assertThrows(InvalidStateException.class, () -> future.setResult("late"));
        assertThrows(
                InvalidStateException.class, () -> future.setException(new IOException("late")));
        assertFalse(future.cancel("again"));
        assertTrue(future.isCancelled());
    }

    @AsyncTest
    void future_cancelled_throwsCancelledErrorWithTheReason() {
        Future<String> future = Future.pending();
        assertTrue(future.cancel("no longer needed"));
        assertTrue(future.isDone());
        assertEquals(
                "no longer needed",
                assertThrows(CancelledError.class, future::result).getMessage());
        assertEquals(
                "no longer needed",
                assertThrows(CancelledError.class, future::exception).getMessage());
        assertEquals(
                "no longer needed", assertThrows(CancelledError.class, future::await).getMessage());
    }

    @AsyncTest
    void future_failedWithCancelledError_hasFailedAndIsNotCancelled() {
        Future<String> future = Future.pending();
        future.setException(new CancelledError("set"));
        assertFalse(future.isCancelled());
        assertEquals("set", assertThrows(CancelledError.class, future::await).getMessage());
    }

    @Test
    void future_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, Future::pending);
    }

    @Test
    void future_madeBeforeTheLoopRuns_isAwaitedInIt() {
        try (var runner = Runner.open()) {
            Future<String> future = runner.loop().createFuture();
            runner.loop().callSoon(() -> future.setResult("early"));
            assertEquals("early", runner.run(future));
        }
    }

    // ---- awaiting

    @AsyncTest
    void await_pendingFuture_suspendsUntilItHasAResult() {
        Future<String> future = Future.pending();
        getRunningLoop().callLater(seconds(5), () -> future.setResult("pong"));
        Duration before = getRunningLoop().time();
        assertEquals("pong", future.await());
        assertEquals(seconds(5), getRunningLoop().time().minus(before));
    }

    @AsyncTest
    void await_doneFuture_doesNotSuspend() {
        try (var log = new TickLog()) {
            Future<String> future = Future.pending();
            getRunningLoop().callSoon(() -> log.add("callback"));
            future.setResult("done");
            log.add(await(future));
            sleep(Duration.ZERO);
            log.assertIs("0 done", "1 callback");
        }
    }

    @AsyncTest
    void await_inACallback_isRefused(TestLoop loop) {
        Future<String> future = Future.pending();
        getRunningLoop().callSoon(future::await);
        sleep(Duration.ZERO);
        var report = loop.takeReports().getFirst();
        assertInstanceOf(IllegalStateException.class, report.exception());
        assertEquals(
                "cannot suspend here: callbacks run outside of any task",
                report.exception().getMessage());
        future.cancel();
    }

    @AsyncTest
    void await_doneFutureInACallback_givesTheResult() {
        Future<String> future = Future.pending();
        future.setResult("done");
        var seen = new ArrayList<String>();
        getRunningLoop().callSoon(() -> seen.add(future.await()));
        sleep(Duration.ZERO);
        assertEquals(List.of("done"), seen);
    }

    @AsyncTest
    void await_bySeveralTasks_givesAllTheSameOutcome() {
        Future<String> future = Future.pending();
        var error = new IllegalArgumentException("for all");
        var tasks = List.of(createTask(future), createTask(future), createTask(future));
        sleep(Duration.ZERO);
        future.setException(error);
        for (Task<String> task : tasks) {
            assertSame(error, assertThrows(IllegalArgumentException.class, task::await));
        }
    }

    @AsyncTest
    void await_futureOfAnotherLoop_isRefused() {
        var other = newEventLoop();
        Future<String> stranger = other.createFuture();
        var error = assertThrows(IllegalStateException.class, stranger::await);
        assertTrue(error.getMessage().contains("another loop"), error.getMessage());
        other.close();
    }

    // ---- callbacks

    @AsyncTest
    void callbacksAndTasks_futureCompleted_areQueuedInTheOrderTheyCame() {
        try (var log = new TickLog()) {
            Future<Integer> future = Future.pending();
            future.addDoneCallback(_ -> log.add("callback 1"));
            var task1 = createTask(() -> awaitAndLog(future, log, "task 1"));
            var task2 = createTask(() -> awaitAndLog(future, log, "task 2"));
            sleep(Duration.ZERO);
            future.addDoneCallback(
                    _ -> {
                        log.add("callback 2");
                        future.addDoneCallback(_ -> log.add("callback 4"));
                    });
            getRunningLoop().callSoon(() -> log.add("before"));
            future.setResult(1);
            log.add("set");
            getRunningLoop().callSoon(() -> log.add("after"));
            future.addDoneCallback(_ -> log.add("callback 3"));
            await(task1);
            await(task2);
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            log.assertIs(
                    "1 set",
                    "2 before",
                    "2 callback 1",
                    "2 task 1",
                    "2 task 2",
                    "2 callback 2",
                    "2 after",
                    "2 callback 3",
                    "3 callback 4");
        }
    }

    private static void awaitAndLog(Future<?> future, TickLog log, String name) {
        future.await();
        log.add(name);
    }

    @AsyncTest
    void callback_addedToADoneFuture_isNotCalledAtOnce() {
        var log = new ArrayList<String>();
        Future<Integer> future = Future.pending();
        future.setResult(1);
        future.addDoneCallback(done -> log.add("callback " + done.result()));
        log.add("added");
        sleep(Duration.ZERO);
        assertEquals(List.of("added", "callback 1"), log);
    }

    @AsyncTest
    void callback_ofACancelledFuture_getsTheFuture() {
        var seen = new ArrayList<Future<Integer>>();
        Future<Integer> future = Future.pending();
        future.addDoneCallback(seen::add);
        future.cancel();
        sleep(Duration.ZERO);
        assertEquals(1, seen.size());
        assertSame(future, seen.getFirst());
        assertTrue(seen.getFirst().isCancelled());
    }

    @AsyncTest
    void callback_addedTwice_isCalledTwice() {
        var calls = new ArrayList<Future<Integer>>();
        Future<Integer> future = Future.pending();
        Consumer<Future<Integer>> callback = calls::add;
        future.addDoneCallback(callback);
        future.addDoneCallback(callback);
        future.setResult(1);
        sleep(Duration.ZERO);
        assertEquals(2, calls.size());
    }

    @AsyncTest
    void callback_removed_isNotCalledAndTheOthersAre() {
        var log = new ArrayList<String>();
        Future<Integer> future = Future.pending();
        Consumer<Future<Integer>> twice = _ -> log.add("twice");
        Consumer<Future<Integer>> other = _ -> log.add("other");
        future.addDoneCallback(twice);
        future.addDoneCallback(other);
        future.addDoneCallback(twice);
        assertEquals(2, future.removeDoneCallback(twice));
        assertEquals(0, future.removeDoneCallback(twice));
        future.setResult(1);
        sleep(Duration.ZERO);
        assertEquals(List.of("other"), log);
    }

    @AsyncTest
    void callback_removedWhenTheFutureIsDone_isCalledAllTheSame() {
        var log = new ArrayList<String>();
        Future<Integer> future = Future.pending();
        Consumer<Future<Integer>> callback = _ -> log.add("called");
        future.addDoneCallback(callback);
        future.setResult(1);
        assertEquals(0, future.removeDoneCallback(callback));
        sleep(Duration.ZERO);
        assertEquals(List.of("called"), log);
    }

    @AsyncTest
    void callback_removesAnotherWhileCalled_changesNothing() {
        var log = new ArrayList<String>();
        Future<Integer> future = Future.pending();
        Consumer<Future<Integer>> second = _ -> log.add("second");
        future.addDoneCallback(
                done -> {
                    log.add("first");
                    assertEquals(0, done.removeDoneCallback(second));
                });
        future.addDoneCallback(second);
        future.setResult(1);
        sleep(Duration.ZERO);
        assertEquals(List.of("first", "second"), log);
    }

    @AsyncTest
    void callback_throws_isReportedAndTheOthersAreCalled(TestLoop loop) {
        var log = new ArrayList<String>();
        Future<Integer> future = Future.pending();
        var error = new IllegalStateException("oops");
        future.addDoneCallback(
                _ -> {
                    throw error;
                });
        future.addDoneCallback(_ -> log.add("second"));
        future.setResult(1);
        sleep(Duration.ZERO);
        assertEquals(List.of("second"), log);
        var reports = loop.takeReports();
        assertEquals(1, reports.size());
        assertEquals("exception in callback", reports.getFirst().message());
        assertSame(error, reports.getFirst().exception());
    }

    @AsyncTest
    void callback_called_hasNoCurrentTask() {
        var seen = new ArrayList<Boolean>();
        Future<Integer> future = Future.pending();
        future.addDoneCallback(_ -> seen.add(currentTask() == null));
        future.setResult(1);
        sleep(Duration.ZERO);
        assertEquals(List.of(true), seen);
    }

    @AsyncTest
    void callbacks_ofManyKinds_keepTheirOrderInAThousand() {
        var log = new ArrayList<Integer>();
        Future<Integer> future = Future.pending();
        var tasks = new ArrayList<Task<Void>>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            if (i % 3 == 0) {
                tasks.add(
                        createTask(
                                () -> {
                                    future.await();
                                    log.add(number);
                                }));
                sleep(Duration.ZERO); // so that it waits before the next one is added
            } else {
                future.addDoneCallback(_ -> log.add(number));
            }
        }
        future.setResult(1);
        for (Task<Void> task : tasks) {
            task.await();
        }
        assertEquals(1000, log.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, log.get(i));
        }
    }

    // ---- cancelling the one who waits

    @AsyncTest
    void waitingTask_cancelled_cancelsTheFuture() {
        Future<String> future = Future.pending();
        var task = createTask(future);
        sleep(Duration.ZERO);
        assertTrue(task.cancel("enough"));
        assertTrue(future.isCancelled());
        assertFalse(task.isDone());
        assertEquals("enough", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void oneOfTwoWaitingTasks_cancelled_endsBothThroughTheFuture() {
        try (var log = new TickLog()) {
            Future<String> future = Future.pending();
            var a = createTask(() -> logCancel(future, log, "a"));
            var b = createTask(() -> logCancel(future, log, "b"));
            sleep(Duration.ZERO);
            a.cancel("why");
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            log.add(a.isCancelled() + " " + b.isCancelled() + " " + future.isCancelled());
            log.assertIs("2 a why", "2 b why", "3 true true true");
        }
    }

    private static void logCancel(Future<?> future, TickLog log, String name) {
        try {
            future.await();
        } catch (CancelledError e) {
            log.add(name + " " + e.getMessage());
            throw e;
        }
    }

    @AsyncTest
    void future_cancelledWhileATaskWaits_endsTheTaskCancelled() {
        Future<String> future = Future.pending();
        var task = createTask(future);
        sleep(Duration.ZERO);
        future.cancel("gone");
        assertEquals("gone", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(task.isCancelled());
        assertEquals(0, task.cancelling());
    }
}
