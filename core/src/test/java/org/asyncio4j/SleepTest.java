package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SleepTest {
    @AsyncTest
    void sleep_oneHour_passesOnTheLoopsClock() {
        Duration before = getRunningLoop().time();
        sleep(Duration.ofHours(1));
        assertEquals(Duration.ofHours(1), getRunningLoop().time().minus(before));
    }

    @AsyncTest
    void sleep_zero_letsEveryReadyTaskRunOnce() {
        var log = new ArrayList<String>();
        var other =
                createTask(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                log.add("other " + i);
                                sleep(Duration.ZERO);
                            }
                        });
        for (int i = 0; i < 3; i++) {
            log.add("main " + i);
            sleep(Duration.ZERO);
        }
        await(other);
        assertEquals(List.of("main 0", "other 0", "main 1", "other 1", "main 2", "other 2"), log);
    }

    @AsyncTest
    void sleep_cancelled_throwsAtOnce() {
        Duration before = getRunningLoop().time();
        var sleeper = createTask(() -> sleep(Duration.ofDays(1)));
        sleep(Duration.ZERO);
        sleeper.cancel("enough");
        var error = assertThrows(CancelledError.class, sleeper::await);
        assertEquals("enough", error.getMessage());
        assertEquals(before, getRunningLoop().time());
    }

    @AsyncTest
    void sleep_severalAtOnce_wakeInOrderOfTime() {
        var log = new ArrayList<Integer>();
        gather(List.of(3, 1, 2).stream().map(n -> async(() -> wakeAfter(n, log))).toList());
        assertEquals(List.of(1, 2, 3), log);
    }

    private static Integer wakeAfter(int seconds, List<Integer> log) {
        sleep(seconds(seconds));
        log.add(seconds);
        return seconds;
    }

    @org.junit.jupiter.api.Test
    void sleep_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> sleep(millis(1)));
    }
}
