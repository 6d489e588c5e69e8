package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class OutcomeTest {
    private final Checkpoints log = new Checkpoints();

    // ---- of a future

    @AsyncTest
    void outcome_value_isASuccess() {
        Future<String> future = Future.pending();
        assertThrows(InvalidStateException.class, future::outcome);
        future.setResult("x");
        assertEquals(new Outcome.Success<>("x"), future.outcome());
        assertEquals("x", future.outcome().result());
    }

    @AsyncTest
    void outcome_error_isAFailureAndHeard(TestLoop loop) {
        var error = new IOException();
        Future<String> future = Future.pending();
        future.setException(error);
        assertEquals(new Outcome.Failure<String>(error), future.outcome());
        assertSame(error, assertThrows(IOException.class, () -> future.outcome().result()));
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void outcome_cancel_isCancelled() {
        Future<String> future = Future.pending();
        future.cancel("why");
        var cancelled = assertInstanceOf(Outcome.Cancelled.class, future.outcome());
        assertEquals("why", cancelled.error().getMessage());
        assertThrows(CancelledError.class, () -> future.outcome().result());
    }

    @AsyncTest
    void outcome_nullValue_isASuccess() {
        var task = createTask(() -> {});
        task.await();
        assertEquals(new Outcome.Success<Void>(null), task.outcome());
    }

    @AsyncTest
    void outcome_patterns_match() {
        Future<String> failed = Future.pending();
        failed.setException(new IOException("io"));
        assertEquals("io", describe(failed.outcome()));
        Future<String> good = Future.pending();
        good.setResult("page");
        assertEquals("page", describe(good.outcome()));
    }

    private static String describe(Outcome<String> outcome) {
        return switch (outcome) {
            case Outcome.Success<String>(String page) -> page;
            case Outcome.Failure<String>(IOException e) -> String.valueOf(e.getMessage());
            case Outcome.Failure<String>(var e) -> "other";
            case Outcome.Cancelled<String>(var e) -> "cancelled";
        };
    }

    // ---- gatherOutcomes

    @AsyncTest
    void gatherOutcomes_allKinds_areInTheOrderOfTheArguments() {
        var error = new IOException();
        Future<String> cancelled = Future.pending();
        getRunningLoop().callLater(seconds(3), () -> cancelled.cancel("why"));
        List<Outcome<String>> outcomes =
                gatherOutcomes(
                        () -> {
                            sleep(seconds(2));
                            return "late";
                        },
                        () -> {
                            throw error;
                        },
                        cancelled,
                        async(() -> "coroutine"));
        assertEquals("late", outcomes.get(0).result());
        assertEquals(new Outcome.Failure<String>(error), outcomes.get(1));
        assertInstanceOf(Outcome.Cancelled.class, outcomes.get(2));
        assertEquals("coroutine", outcomes.get(3).result());
    }

    @AsyncTest
    void gatherOutcomes_nothing_isEmpty() {
        assertEquals(List.of(), gatherOutcomes());
        assertEquals(List.of(), gatherOutcomes(List.<Task<String>>of()));
    }

    @AsyncTest
    void gatherOutcomes_duplicates_areAwaitedOnce() {
        var count = new int[1];
        Coroutine<Integer> once = async(() -> ++count[0]);
        List<Outcome<Integer>> outcomes = gatherOutcomes(once, once);
        assertEquals(outcomes.get(0), outcomes.get(1));
        assertEquals(1, count[0]);
    }

    @AsyncTest
    void gatherOutcomes_cancelled_cancelsAllAndEndsWhenAllHave() {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 1; i <= 2; i++) {
            long cleanUp = i;
            tasks.add(
                    createTask(
                            () -> {
                                try {
                                    pause();
                                } finally {
                                    sleep(seconds(cleanUp));
                                    log.add(cleanUp);
                                }
                            }));
        }
        var gathering = createTask(() -> gatherOutcomes(tasks));
        sleep(seconds(1));
        gathering.cancel("enough");
        var error = assertThrows(CancelledError.class, gathering::await);
        assertEquals("enough", error.getMessage());
        log.assertAre(1L, 2L);
    }

    @AsyncTest
    void gatherOutcomes_allFail_isNoError() {
        Block<String, Exception> failing =
                () -> {
                    throw new IOException();
                };
        var outcomes = gatherOutcomes(List.of(failing, failing));
        assertTrue(outcomes.stream().allMatch(o -> o instanceof Outcome.Failure));
    }

    @AsyncTest
    void gatherOutcomes_cancelledAndAWorkFails_isNoReport() {
        var task =
                createTask(
                        () ->
                                gatherOutcomes(
                                        () -> {
                                            try {
                                                return Future.pending().await();
                                            } catch (CancelledError e) {
                                                throw new IllegalStateException("late", e);
                                            }
                                        }));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }
}
