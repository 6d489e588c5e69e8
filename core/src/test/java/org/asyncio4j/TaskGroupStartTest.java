package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.failAtTheEnd;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

class TaskGroupStartTest {
    private final Checkpoints log = new Checkpoints();

    // ---- start

    @AsyncTest
    void start_started_givesTheValueAndTheTaskGoesOn() {
        taskGroup(
                g -> {
                    int port =
                            g.start(
                                    (TaskStatus<Integer> status) -> {
                                        sleep(seconds(1));
                                        status.started(80);
                                        sleep(seconds(1));
                                        log.add("task ends");
                                    });
                    log.add(port);
                    assertEquals(1, g.tasks().size());
                });
        log.assertAre(80, "task ends");
    }

    @AsyncTest
    void start_failsBefore_throwsAndTheGroupGoesOn() {
        var error = new IOException("port in use");
        taskGroup(
                g -> {
                    g.createTask(() -> log.add("sibling " + after(seconds(1), 1)));
                    assertSame(
                            error,
                            assertThrows(
                                    IOException.class,
                                    () ->
                                            g.start(
                                                    (TaskStatus<Integer> status) -> {
                                                        throw error;
                                                    })));
                });
        log.assertAre("sibling 1");
    }

    @AsyncTest
    void start_failsAfter_isAnErrorOfTheGroup() {
        var error = new IOException("later");
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            g.start(
                                                    (TaskStatus<Integer> status) -> {
                                                        status.started(1);
                                                        throw error;
                                                    });
                                            log.add("started");
                                            pause();
                                        }));
        assertEquals(List.of(error), group.exceptions());
        log.assertAre("started");
    }

    @AsyncTest
    void start_endsWithoutStarted_throws() {
        taskGroup(
                g -> {
                    var error =
                            assertThrows(
                                    IllegalStateException.class,
                                    () -> g.start((TaskStatus<Integer> status) -> {}));
                    assertTrue(
                            error.getMessage().startsWith("ended without started"),
                            error.getMessage());
                });
    }

    @AsyncTest
    void start_startedTwice_theSecondCallThrows() {
        taskGroup(
                g -> {
                    g.start(
                            (TaskStatus<Integer> status) -> {
                                status.started(1);
                                assertThrows(IllegalStateException.class, () -> status.started(2));
                                log.add("checked");
                            });
                });
        log.assertAre("checked");
    }

    @AsyncTest
    void start_startedBySomebodyElse_counts() {
        taskGroup(
                g -> {
                    int value =
                            g.start(
                                    (TaskStatus<Integer> status) -> {
                                        createTask(() -> status.started(7));
                                        sleep(seconds(1));
                                    });
                    assertEquals(7, value);
                });
    }

    @AsyncTest
    void start_startedWithNull_isFine() {
        taskGroup(
                g -> {
                    Object value = g.start((TaskStatus<Object> status) -> started(status));
                    assertNull(value);
                });
    }

    @SuppressWarnings("NullAway")
    private static void started(TaskStatus<Object> status) {
        status.started(null);
    }

    @AsyncTest
    void start_eagerAndReadyAtOnce_doesNotSuspend() {
        taskGroup(
                g -> {
                    getRunningLoop().callSoon(() -> log.add("callback"));
                    log.add(g.start(eager(), (TaskStatus<Integer> status) -> status.started(1)));
                    log.add("after");
                    sleep(Duration.ZERO);
                });
        log.assertAre(1, "after", "callback");
    }

    @AsyncTest
    void start_eagerAndFailsAtOnce_throwsAndTheGroupGoesOn() {
        taskGroup(
                g -> {
                    assertThrows(
                            IOException.class,
                            () ->
                                    g.start(
                                            eager(),
                                            (TaskStatus<Integer> status) -> {
                                                throw new IOException();
                                            }));
                    g.createTask(() -> log.add("sibling"));
                });
        log.assertAre("sibling");
    }

    @AsyncTest
    void start_callerIsCancelled_cancelsTheTaskAndWaitsForIt() {
        taskGroup(
                g -> {
                    var caller =
                            createTask(
                                    () ->
                                            g.start(
                                                    (TaskStatus<Integer> status) -> {
                                                        try {
                                                            pause();
                                                        } finally {
                                                            sleep(seconds(1));
                                                            log.add("task ends");
                                                        }
                                                    }));
                    sleep(seconds(1));
                    caller.cancel("not needed");
                    assertThrows(CancelledError.class, caller::await);
                    log.add("caller ended");
                    assertEquals(List.of(), g.tasks());
                });
        log.assertAre("task ends", "caller ended");
    }

    @AsyncTest
    void start_inTime_limit_cancelsTheTask() {
        taskGroup(
                g -> {
                    assertThrows(
                            TimeoutException.class,
                            () ->
                                    timeout(
                                            seconds(1),
                                            () ->
                                                    g.start(
                                                            (TaskStatus<Integer> status) ->
                                                                    log.waitForEver("task"))));
                    log.add("body goes on");
                });
        log.assertAre("task ends", "body goes on");
        assertEquals(0, current().cancelling());
    }

    @AsyncTest
    void start_callerIsCancelledAndTheTaskFailsThen_isAnErrorOfTheGroup() {
        var error = new Bang();
        var group =
                assertThrows(
                        ExceptionGroup.class,
                        () ->
                                taskGroup(
                                        g -> {
                                            var caller =
                                                    createTask(
                                                            () ->
                                                                    g.start(
                                                                            (TaskStatus<Integer>
                                                                                            status) ->
                                                                                    failAtTheEnd(
                                                                                            error)));
                                            sleep(seconds(1));
                                            caller.cancel();
                                            assertThrows(CancelledError.class, caller::await);
                                        }));
        assertEquals(List.of(error), group.exceptions());
    }

    @AsyncTest
    void start_taskIsCancelledBefore_throwsCancelledError() {
        taskGroup(
                g -> {
                    var starting =
                            createTask(() -> g.start((TaskStatus<Integer> status) -> pause()));
                    sleep(Duration.ZERO);
                    sleep(Duration.ZERO);
                    g.tasks().getFirst().cancel("gone");
                    assertEquals(
                            "gone",
                            assertThrows(CancelledError.class, starting::await).getMessage());
                });
    }

    @AsyncTest
    void start_groupIsCancelledMeanwhile_endsTheBlock() {
        taskGroup(
                g -> {
                    getRunningLoop().callLater(seconds(1), g::cancel);
                    g.start((TaskStatus<Integer> status) -> log.waitForEver("task"));
                    log.add("never");
                });
        log.assertAre("task ends");
        assertEquals(0, current().cancelling());
        sleep(seconds(1));
    }

    private static int after(Duration delay, int value) {
        sleep(delay);
        return value;
    }
}
