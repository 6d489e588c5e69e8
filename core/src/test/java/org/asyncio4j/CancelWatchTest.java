package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.List;

class CancelWatchTest {
    private static Task<Void> stubborn(long seconds) {
        return createTask(
                named("stubborn"),
                () -> {
                    try {
                        pause();
                    } catch (CancelledError e) {
                        cleanUp(seconds);
                    }
                });
    }

    private static void cleanUp(long seconds) {
        sleep(seconds(seconds));
    }

    private static void cancelSoon(Task<?> task) {
        sleep(Duration.ZERO);
        task.cancel("stop");
    }

    @AsyncTest
    void task_goesOnAfterACancel_isReportedOnceWithItsStack() {
        assertEquals(seconds(10), getRunningLoop().slowCancelDuration());
        try (var records = new LogRecords()) {
            var task = stubborn(100);
            cancelSoon(task);
            sleep(seconds(9));
            assertEquals(List.of(), records.texts());
            task.await();
            assertEquals(1, records.texts().size());
            String text = records.texts().getFirst();
            assertTrue(text.startsWith("WARNING <Task cancelling name='stubborn'"), text);
            assertTrue(text.contains("has gone on for 10000 ms since it was cancelled by"), text);
            assertTrue(text.contains("CancelWatchTest.java"), text);
            assertTrue(text.contains(": stop"), text);
            assertTrue(text.contains("cleanUp"), text);
        }
    }

    @AsyncTest
    void task_endsInTime_isNoReport() {
        try (var records = new LogRecords()) {
            var task = stubborn(9);
            cancelSoon(task);
            task.await();
            sleep(seconds(100));
            assertEquals(List.of(), records.texts());
        }
    }

    @AsyncTest
    void task_takesTheCancelBack_isNoReport() {
        try (var records = new LogRecords()) {
            var task =
                    createTask(
                            () -> {
                                assertThrows(CancelledError.class, () -> pause());
                                assertEquals(0, current().uncancel());
                                sleep(seconds(100));
                            });
            cancelSoon(task);
            task.await();
            assertEquals(List.of(), records.texts());
        }
    }

    @AsyncTest
    void task_leavesATimeoutOrScopeThatCancelledIt_isNoReport() {
        try (var records = new LogRecords()) {
            assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> pause()));
            moveOnAfter(seconds(1), () -> pause());
            sleep(seconds(100));
            assertEquals(List.of(), records.texts());
        }
    }

    @AsyncTest
    void task_goesOnInATimeoutThatHasExpired_isReported() {
        try (var records = new LogRecords()) {
            timeout(
                    seconds(1),
                    () -> {
                        assertThrows(CancelledError.class, () -> pause());
                        sleep(seconds(20));
                    });
            assertEquals(1, records.texts().size());
            assertTrue(records.texts().getFirst().contains("timeout of 1 s"));
        }
    }

    @AsyncTest
    void severalTasks_atOneTime_areEachReported() {
        try (var records = new LogRecords()) {
            var first = stubborn(50);
            var second = stubborn(50);
            var quick = stubborn(1);
            sleep(Duration.ZERO);
            first.cancel();
            quick.cancel();
            sleep(seconds(5));
            second.cancel();
            sleep(seconds(6)); // at 11 s
            assertEquals(1, records.texts().size());
            sleep(seconds(5)); // at 16 s
            assertEquals(2, records.texts().size());
            waitAll(List.of(first, second, quick));
            assertEquals(2, records.texts().size());
        }
    }

    @AsyncTest
    void threshold_changed_countsForWhatIsCancelledAlready() {
        try (var records = new LogRecords()) {
            var task = stubborn(100);
            cancelSoon(task);
            getRunningLoop().setSlowCancelDuration(seconds(2));
            assertEquals(seconds(2), getRunningLoop().slowCancelDuration());
            sleep(seconds(3));
            assertEquals(1, records.texts().size());
            getRunningLoop().setSlowCancelDuration(seconds(50));
            task.await();
            assertEquals(1, records.texts().size());
        }
    }

    @AsyncTest
    void threshold_veryLong_switchesItOff() {
        getRunningLoop().setSlowCancelDuration(Duration.ofSeconds(Long.MAX_VALUE));
        try (var records = new LogRecords()) {
            var task = stubborn(1000);
            cancelSoon(task);
            task.await();
            assertEquals(List.of(), records.texts());
        }
    }

    @AsyncTest
    void watch_everyTaskHasEnded_leavesNoTimer() {
        var loop = (Loop) getRunningLoop();
        var task = stubborn(1);
        cancelSoon(task);
        task.await();
        Duration before = loop.time();
        assertThrows(TimeoutException.class, () -> waitFor(Future.pending(), seconds(1)));
        assertEquals(before.plus(seconds(1)), loop.time());
    }
}
