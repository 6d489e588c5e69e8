package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

class StaggeredRaceTest {
    private final Checkpoints log = new Checkpoints();

    private static Duration now() {
        return getRunningLoop().time();
    }

    private Block<String, RuntimeException> after(long seconds, String value) {
        return () -> {
            log.add(value + " starts at " + now().toSeconds());
            sleep(seconds(seconds));
            return value;
        };
    }

    private Block<String, Exception> failing(long seconds, Exception error) {
        return () -> {
            sleep(seconds(seconds));
            throw error;
        };
    }

    @AsyncTest
    void race_empty_hasNoWinner() {
        RaceResult<String> result = staggeredRace(List.of(), seconds(1));
        assertFalse(result.hasWinner());
        assertEquals(RaceResult.NONE, result.winner());
        assertNull(result.value());
        assertEquals(List.of(), result.errors());
    }

    @AsyncTest
    void race_one_wins() {
        RaceResult<String> result = staggeredRace(List.of(after(1, "a")), seconds(1));
        assertEquals(new RaceResult<>("a", 0, Collections.singletonList(null)), result);
    }

    @AsyncTest
    void race_firstIsQuick_othersNeverStart() {
        RaceResult<String> result =
                staggeredRace(List.of(after(1, "a"), after(1, "b")), seconds(2));
        assertEquals("a", result.value());
        assertEquals(1, result.errors().size());
        log.assertAre("a starts at 0");
    }

    @AsyncTest
    void race_firstIsSlow_nextStartsAfterTheDelayAndMayWin() {
        RaceResult<String> result =
                staggeredRace(List.of(after(10, "a"), after(1, "b"), after(1, "c")), seconds(2));
        assertEquals("b", result.value());
        assertEquals(1, result.winner());
        assertInstanceOf(CancelledError.class, result.errors().get(0));
        assertNull(result.errors().get(1));
        assertEquals(2, result.errors().size());
        log.assertAre("a starts at 0", "b starts at 2");
        assertEquals(seconds(3), now());
    }

    @AsyncTest
    void race_failure_startsTheNextAtOnce() {
        var error = new IOException();
        RaceResult<String> result =
                staggeredRace(List.of(failing(1, error), after(1, "b")), seconds(60));
        assertEquals("b", result.value());
        assertSame(error, result.errors().get(0));
        log.assertAre("b starts at 1");
    }

    @AsyncTest
    void race_failureOfAnEarlierOne_doesNotStartTheNext() {
        RaceResult<String> result =
                staggeredRace(
                        List.of(failing(3, new IOException()), after(10, "b"), after(1, "c")),
                        seconds(2));
        assertEquals("c", result.value());
        log.assertAre("b starts at 2", "c starts at 4");
    }

    @AsyncTest
    void race_noDelay_isSequential() {
        RaceResult<String> result =
                staggeredRace(
                        List.of(failing(5, new IOException()), after(5, "b"), after(1, "c")), null);
        assertEquals("b", result.value());
        log.assertAre("b starts at 5");
        assertEquals(seconds(10), now());
    }

    @AsyncTest
    void race_zeroDelay_startsAll() {
        RaceResult<String> result =
                staggeredRace(List.of(after(3, "a"), after(2, "b"), after(1, "c")), Duration.ZERO);
        assertEquals("c", result.value());
        assertEquals(3, result.errors().size());
    }

    @AsyncTest
    void race_noneSucceeds_hasAllErrors() {
        var first = new IOException("first");
        var second = new Bang();
        RaceResult<String> result =
                staggeredRace(List.of(failing(2, first), failing(2, second)), seconds(1));
        assertFalse(result.hasWinner());
        assertNull(result.value());
        assertEquals(List.of(first, second), result.errors());
    }

    @AsyncTest
    void race_severalSucceedAtOnce_theFirstWinsAndTheOthersHaveLost() {
        Future<String> go = Future.pending();
        getRunningLoop().callLater(seconds(10), () -> go.setResult("go"));
        List<Block<String, ?>> works = List.of(() -> go.await() + 0, () -> go.await() + 1);
        RaceResult<String> result = staggeredRace(works, seconds(1));
        assertEquals("go0", result.value());
        assertEquals(0, result.winner());
        assertNull(result.errors().get(0));
        assertInstanceOf(CancelledError.class, result.errors().get(1));
    }

    @AsyncTest
    void race_valueIsNull_isAWinner() {
        RaceResult<Void> result =
                staggeredRace(
                        Collections.<Block<Void, RuntimeException>>nCopies(2, () -> null), null);
        assertTrue(result.hasWinner());
        assertNull(result.value());
    }

    @AsyncTest
    void race_losers_areWaitedFor() {
        Block<String, RuntimeException> slow =
                () -> {
                    try {
                        pause();
                        return "never";
                    } finally {
                        sleep(seconds(5));
                        log.add("cleaned up");
                    }
                };
        RaceResult<String> result = staggeredRace(List.of(slow, () -> "b"), seconds(1));
        assertEquals("b", result.value());
        log.assertAre("cleaned up");
        assertEquals(seconds(6), now());
    }

    @AsyncTest
    void race_loserFailsInItsCleanUp_errorIsInTheResult() {
        var error = new Bang();
        Block<String, RuntimeException> slow =
                () -> {
                    Checkpoints.failAtTheEnd(error);
                    return "never";
                };
        RaceResult<String> result = staggeredRace(List.of(slow, () -> "b"), seconds(1));
        assertEquals("b", result.value());
        assertSame(error, result.errors().get(0));
    }

    @AsyncTest
    void race_cancelled_cancelsAllAndWaits() {
        Block<String, RuntimeException> slow =
                () -> {
                    try {
                        pause();
                        return "never";
                    } finally {
                        sleep(seconds(5));
                        log.add("cleaned up");
                    }
                };
        var task = createTask(() -> staggeredRace(List.of(slow, slow), seconds(1)));
        sleep(seconds(3));
        task.cancel("enough");
        sleep(seconds(1));
        task.cancel("still");
        assertThrows(CancelledError.class, task::await);
        log.assertAre("cleaned up", "cleaned up");
    }

    @AsyncTest
    void race_inACancelledScope_endsAllTheSame() {
        assertFalse(
                moveOnAfter(
                        seconds(2),
                        () -> {
                            staggeredRace(List.of(after(100, "a"), after(100, "b")), seconds(1));
                        }));
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void race_workRaisesCancelledError_countsAsAFailure() {
        Block<String, RuntimeException> gone =
                () -> {
                    throw new CancelledError("gone");
                };
        RaceResult<String> result = staggeredRace(List.of(gone, () -> "b"), seconds(60));
        assertEquals("b", result.value());
        assertEquals("gone", result.errors().get(0).getMessage());
    }

    @AsyncTest
    void race_eagerTasks_work() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        RaceResult<String> result = staggeredRace(List.of(() -> "a", () -> "b"), seconds(1));
        assertEquals("a", result.value());
        assertEquals(1, result.errors().size());
    }

    @AsyncTest
    void race_tasks_areNamedAfterThePlaceThatRaces() {
        RaceResult<String> result =
                staggeredRace(List.of(() -> currentTask().toString()), seconds(1));
        assertTrue(
                String.valueOf(result.value()).contains("StaggeredRaceTest.java:"), result.value());
    }
}
