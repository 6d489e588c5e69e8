package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class TaskCancelTest {
    // ---- where the cancel finds the task

    @AsyncTest
    void cancel_beforeTheFirstStep_bodyNeverRuns() {
        try (var log = new TickLog()) {
            var task = createTask(() -> log.add("never"));
            assertTrue(task.cancel("early"));
            log.add(task.isDone() + " " + task.cancelling());
            var error = assertThrows(CancelledError.class, task::await);
            log.add(error.getMessage());
            log.add(task.isCancelled() + " " + task.cancel());
            log.assertIs("0 false 1", "2 early", "2 true false");
        }
    }

    @AsyncTest
    void cancel_ofATaskWithACoroutineThatNeverBegan_isNoReport(TestLoop loop) {
        var task = createTask(async(() -> 1));
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void cancel_whileSleeping_isDeliveredAtOnce() {
        Duration before = getRunningLoop().time();
        var task = createTask(() -> sleep(Duration.ofDays(1)));
        sleep(Duration.ZERO);
        assertTrue(task.cancel("wake up"));
        assertFalse(task.isDone());
        assertEquals("wake up", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(before, getRunningLoop().time());
    }

    @AsyncTest
    void cancel_atSleepZero_isDeliveredThere() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            log.add("begin");
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        task.cancel("now");
        assertEquals("now", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of("begin"), log);
    }

    @AsyncTest
    void cancel_whenTheSleepIsOverButTheTaskHasNotRun_isDelivered() {
        var task = createTask(() -> sleep(seconds(1)));
        sleep(Duration.ZERO);
        // Made later, so it runs after the sleeper's timer and before the sleeper.
        getRunningLoop().callLater(seconds(1), () -> task.cancel("just in time"));
        assertEquals("just in time", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void cancel_whileAwaitingATask_reachesTheInnermost() {
        try (var log = new TickLog()) {
            Future<Void> future = Future.pending();
            var outer = createTask(() -> outer(future, log));
            sleep(Duration.ZERO);
            sleep(Duration.ZERO);
            outer.cancel("deep");
            log.add(future.isCancelled());
            log.add(assertThrows(CancelledError.class, outer::await).getMessage());
            log.assertIs("2 true", "3 inner", "4 outer true", "5 deep");
        }
    }

    private static void outer(Future<Void> future, TickLog log) {
        var inner =
                createTask(
                        () -> {
                            try {
                                future.await();
                            } finally {
                                log.add("inner");
                            }
                        });
        try {
            inner.await();
        } finally {
            log.add("outer " + inner.isCancelled());
        }
    }

    @AsyncTest
    void cancel_doneTask_isFalse() {
        var task = createTask(() -> 1);
        task.await();
        assertFalse(task.cancel());
        assertEquals(0, task.cancelling());
        assertEquals(1, task.result());
        assertFalse(task.isCancelled());
    }

    @AsyncTest
    void cancel_fromACallback_works() {
        var task = createTask(() -> sleep(seconds(10)));
        getRunningLoop().callLater(seconds(1), () -> task.cancel("callback"));
        assertEquals("callback", assertThrows(CancelledError.class, task::await).getMessage());
    }

    // ---- of oneself

    @AsyncTest
    void cancelOneself_thenAwait_throwsAfterOneTurn() {
        try (var log = new TickLog()) {
            Future<Void> future = Future.pending();
            var task =
                    createTask(
                            () -> {
                                current().cancel("self");
                                log.add("after");
                                try {
                                    future.await();
                                } catch (CancelledError e) {
                                    log.add(e.getMessage());
                                    throw e;
                                }
                            });
            getRunningLoop().callSoon(() -> log.add("callback"));
            sleep(Duration.ZERO);
            log.add("main 1");
            sleep(Duration.ZERO);
            log.add("main 2");
            sleep(Duration.ZERO);
            log.add(task.isCancelled() + " " + future.isCancelled());
            log.assertIs("1 after", "1 callback", "1 main 1", "2 self", "2 main 2", "3 true true");
        }
    }

    @AsyncTest
    void cancelOneself_thenSleepZero_throwsAfterOneTurn() {
        try (var log = new TickLog()) {
            var task =
                    createTask(
                            () -> {
                                current().cancel("self");
                                log.add("after");
                                try {
                                    sleep(Duration.ZERO);
                                } catch (CancelledError e) {
                                    log.add(e.getMessage());
                                    throw e;
                                }
                            });
            sleep(Duration.ZERO);
            log.add("main 1");
            sleep(Duration.ZERO);
            log.add("main 2");
            sleep(Duration.ZERO);
            log.add(task.isCancelled());
            log.assertIs("1 after", "1 main 1", "2 self", "2 main 2", "3 true");
        }
    }

    @AsyncTest
    void cancelOneself_thenAwaitADoneFuture_goesOn() {
        Future<Integer> done = Future.pending();
        done.setResult(1);
        var log = new ArrayList<Object>();
        var task =
                createTask(
                        () -> {
                            current().cancel();
                            log.add(done.await());
                            sleep(seconds(1));
                            log.add("never");
                        });
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(1), log);
    }

    @AsyncTest
    void cancelOneself_thenAwaitATask_cancelsThatTask() {
        Future<Void> gate = Future.pending();
        var inner = createTask(gate);
        var outer =
                createTask(
                        () -> {
                            current().cancel("both");
                            inner.await();
                        });
        assertEquals("both", assertThrows(CancelledError.class, outer::await).getMessage());
        assertTrue(inner.isCancelled());
        assertTrue(gate.isCancelled());
    }

    // ---- what the body makes of it

    @AsyncTest
    void cancelledError_caughtAndDropped_taskGoesOnAndFinishes() {
        try (var log = new TickLog()) {
            var task =
                    createTask(
                            () -> {
                                try {
                                    sleep(seconds(100));
                                } catch (CancelledError _) {
                                    log.add("swallowed");
                                }
                                sleep(Duration.ZERO);
                                log.add("on");
                                return 5;
                            });
            sleep(Duration.ZERO);
            task.cancel();
            log.add(task.cancelling());
            log.add(task.await());
            log.add(task.isCancelled() + " " + task.cancelling() + " " + task.uncancel());
            log.assertIs("1 1", "2 swallowed", "3 on", "4 5", "4 false 1 0");
        }
    }

    @AsyncTest
    void cancelledError_replacedByAnotherError_taskFailsWithThat() {
        var error = new IOException("clean-up failed");
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } finally {
                                failWith(error);
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertSame(error, assertThrows(IOException.class, task::await));
        assertFalse(task.isCancelled());
    }

    private static void failWith(IOException error) throws IOException {
        throw error;
    }

    @AsyncTest
    void cancelledError_whileCleanUpSuspends_cleanUpRunsToItsEnd() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } finally {
                                sleep(seconds(1));
                                log.add("clean");
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("clean"), log);
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void cancelledError_isNotCaughtAsException() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } catch (Exception _) {
                                log.add("wrong");
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void body_throwsCancelledErrorByItself_taskIsCancelled() {
        var task =
                createTask(
                        () -> {
                            throw new CancelledError("mine");
                        });
        assertEquals("mine", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(task.isCancelled());
        assertEquals(0, task.cancelling());
    }

    @AsyncTest
    void awaitedTask_cancelledBySomebodyElse_endsTheAwaiterTooUnlessItCatches() {
        var inner = createTask(() -> sleep(seconds(100)));
        var passive = createTask(inner);
        var wary =
                createTask(
                        () -> {
                            try {
                                inner.await();
                                return "done";
                            } catch (CancelledError e) {
                                return "caught " + e.getMessage() + " " + current().cancelling();
                            }
                        });
        sleep(Duration.ZERO);
        inner.cancel("inner only");
        assertEquals("caught inner only 0", wary.await());
        assertEquals("inner only", assertThrows(CancelledError.class, passive::await).getMessage());
        assertTrue(passive.isCancelled());
    }

    @AsyncTest
    void cancelledTask_awaitedAgain_throwsWhatItEndedWith() {
        var task = createTask(() -> sleep(seconds(100)));
        sleep(Duration.ZERO);
        task.cancel("why");
        var first = assertThrows(CancelledError.class, task::await);
        var second = assertThrows(CancelledError.class, task::result);
        assertEquals("why", first.getMessage());
        assertSame(first, second);
    }

    @AsyncTest
    void cancel_againWhileItCleansUp_isDeliveredThere() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } catch (CancelledError e) {
                                log.add(e.getMessage());
                                try {
                                    sleep(seconds(100));
                                } catch (CancelledError e2) {
                                    log.add(e2.getMessage());
                                    throw e2;
                                }
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel("one");
        sleep(Duration.ZERO);
        task.cancel("two");
        assertEquals(2, task.cancelling());
        assertEquals("two", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of("one", "two"), log);
    }

    // ---- a value handed over first: kept, unlike in asyncio

    @AsyncTest
    void cancel_afterTheValueWasHandedOver_valueIsKeptAndTheErrorComesLater() {
        Future<String> future = Future.pending();
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            log.add(future.await());
                            log.add("cancelling " + current().cancelling());
                            sleep(seconds(1));
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        future.setResult("value");
        assertTrue(task.cancel("late"));
        assertEquals("late", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of("value", "cancelling 1"), log);
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void cancel_afterTheValueWasHandedOver_withoutAnotherSuspension_taskFinishes() {
        Future<String> future = Future.pending();
        var task = createTask(future);
        sleep(Duration.ZERO);
        future.setResult("value");
        assertTrue(task.cancel());
        assertEquals("value", task.await());
        assertFalse(task.isCancelled());
        assertEquals(1, task.cancelling());
    }

    @AsyncTest
    void cancel_beforeTheValueIsSet_valueIsRefused() {
        Future<String> future = Future.pending();
        var task = createTask(future);
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(InvalidStateException.class, () -> future.setResult("late"));
        assertThrows(CancelledError.class, task::await);
    }

    @AsyncTest
    void cancel_afterTheErrorWasHandedOver_errorIsThrownAndTheCancelComesLater() {
        Future<String> future = Future.pending();
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            try {
                                future.await();
                            } catch (IllegalArgumentException e) {
                                log.add(e.getMessage());
                            }
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        future.setException(new IllegalArgumentException("error"));
        task.cancel("late");
        assertEquals("late", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of("error"), log);
    }

    // ---- counting requests

    @AsyncTest
    void uncancel_everyRequest_countsDownToZeroAndStays() {
        var task = createTask(() -> swallow(2));
        sleep(Duration.ZERO);
        task.cancel();
        sleep(Duration.ZERO);
        task.cancel();
        assertEquals(2, task.cancelling());
        assertEquals(1, task.uncancel());
        assertEquals(0, task.uncancel());
        assertEquals(0, task.uncancel());
        assertEquals(0, task.cancelling());
        task.await();
        assertFalse(task.isCancelled());
    }

    private static void swallow(int times) {
        for (int i = 0; i < times; i++) {
            try {
                sleep(seconds(100));
            } catch (CancelledError _) {
                // as told
            }
        }
    }

    @AsyncTest
    void uncancel_requestNotDelivered_undoesIt() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () -> {
                            log.add("begin");
                            sleep(Duration.ZERO);
                            log.add("end");
                        });
        task.cancel();
        assertEquals(0, task.uncancel());
        task.await();
        assertEquals(List.of("begin", "end"), log);
        assertFalse(task.isCancelled());
    }

    @AsyncTest
    void uncancel_oneOfTwoUndelivered_stillCancels() {
        var task = createTask(() -> 1);
        task.cancel();
        task.cancel("second");
        assertEquals(1, task.uncancel());
        assertThrows(CancelledError.class, task::await);
    }

    @AsyncTest
    void uncancel_requestHandedToAFuture_doesNotUndoIt() {
        var task = createTask(() -> sleep(seconds(100)));
        sleep(Duration.ZERO);
        task.cancel();
        assertEquals(0, task.uncancel());
        assertThrows(CancelledError.class, task::await);
    }

    // ---- the loop's bookkeeping

    @AsyncTest
    void cancelledTask_done_isNotAmongAllTasks() {
        var task = createTask(() -> sleep(seconds(100)));
        sleep(Duration.ZERO);
        task.cancel();
        assertTrue(allTasks().contains(task));
        assertThrows(CancelledError.class, task::await);
        assertFalse(allTasks().contains(task));
    }

    @AsyncTest
    void cancel_withoutReason_hasNoMessage() {
        var task = createTask(() -> sleep(seconds(100)));
        sleep(Duration.ZERO);
        task.cancel();
        assertNull(assertThrows(CancelledError.class, task::await).getMessage());
    }

    @AsyncTest
    void cancel_aThousandTasksAtOnce_endsAll() {
        var tasks = new ArrayList<Task<Void>>();
        for (int i = 0; i < 1000; i++) {
            tasks.add(createTask(() -> sleep(Duration.ofDays(1))));
        }
        sleep(Duration.ZERO);
        tasks.forEach(Task::cancel);
        var result = waitAll(tasks);
        assertEquals(1000, result.done().size());
        assertTrue(tasks.stream().allMatch(Task::isCancelled));
    }

    private static Task<?> current() {
        return Objects.requireNonNull(currentTask());
    }

    // ---- in a circle

    /** asyncio passes the cancel round and round until the stack is full. */
    @AsyncTest
    void cancel_ofTasksThatWaitForEachOther_cancelsThemAll() {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < 3; i++) {
            int next = (i + 1) % 3;
            tasks.add(createTask(() -> gather(tasks.get(next))));
        }
        sleep(Duration.ZERO);
        assertTrue(tasks.get(1).cancel("enough"));
        for (Task<?> task : tasks) {
            assertEquals("enough", assertThrows(CancelledError.class, task::await).getMessage());
            assertTrue(task.isCancelled());
        }
    }

    @AsyncTest
    void cancel_inACircle_mayBeSwallowedByTheOneItWasFor() {
        var tasks = new ArrayList<Task<String>>();
        tasks.add(
                createTask(
                        () -> {
                            try {
                                return gather(tasks.get(1)).getFirst();
                            } catch (CancelledError e) {
                                currentTask().uncancel();
                                sleep(seconds(1));
                                return "went on";
                            }
                        }));
        tasks.add(createTask(() -> gather(tasks.get(0)).getFirst()));
        sleep(Duration.ZERO);
        tasks.get(0).cancel();
        assertEquals(1, tasks.get(0).cancelling());
        assertEquals("went on", tasks.get(0).await());
        assertThrows(CancelledError.class, tasks.get(1)::await); // its gather was cancelled
    }
}
