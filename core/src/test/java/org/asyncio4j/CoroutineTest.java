package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

class CoroutineTest {
    @AsyncTest
    void coroutine_made_runsNothing() {
        var log = new ArrayList<String>();
        Coroutine<Boolean> coroutine = async(() -> log.add("body"));
        sleep(Duration.ZERO);
        assertEquals(List.of(), log);
        assertTrue(await(coroutine));
        assertEquals(List.of("body"), log);
    }

    @AsyncTest
    void await_coroutine_runsInTheTaskWithoutGivingTheLoopAway() {
        try (var log = new TickLog()) {
            getRunningLoop().callSoon(() -> log.add("callback"));
            log.add(await(async(() -> "plain call")));
            log.add(async(() -> currentTask()).await() == currentTask());
            sleep(Duration.ZERO);
            log.assertIs("0 plain call", "0 true", "1 callback");
        }
    }

    @AsyncTest
    void coroutine_ofAVoidBlock_givesNull() {
        assertNull(await(async(() -> sleep(Duration.ZERO))));
    }

    @AsyncTest
    void coroutine_fails_throwsTheSameObject() {
        var error = new IOException("inside");
        Coroutine<Integer> coroutine =
                async(
                        () -> {
                            throw error;
                        });
        assertSame(error, assertThrows(IOException.class, coroutine::await));
    }

    @AsyncTest
    void await_withTheExceptionNamed_lets_itBeCaught() {
        try {
            await(failing(), IOException.class);
        } catch (IOException e) {
            assertEquals("named", e.getMessage());
            return;
        }
        throw new AssertionError("not thrown");
    }

    private static Coroutine<Integer> failing() {
        return async(
                () -> {
                    throw new IOException("named");
                });
    }

    @AsyncTest
    void coroutine_awaitedTwice_isRefused() {
        Coroutine<Integer> coroutine = async(() -> 1);
        assertEquals(1, coroutine.await());
        var error = assertThrows(IllegalStateException.class, coroutine::await);
        assertTrue(error.getMessage().startsWith("cannot reuse already awaited"), error::toString);
    }

    @AsyncTest
    void coroutine_givenToATaskAndAwaited_isRefused() {
        Coroutine<Integer> coroutine = async(() -> 1);
        var task = createTask(coroutine);
        assertThrows(IllegalStateException.class, coroutine::await);
        assertThrows(IllegalStateException.class, () -> createTask(coroutine));
        assertEquals(1, task.await());
    }

    @AsyncTest
    void coroutine_awaitsItself_isRefused() {
        var self = new ArrayList<Coroutine<Integer>>();
        self.add(async(() -> self.getFirst().await()));
        assertThrows(IllegalStateException.class, () -> self.getFirst().await());
    }

    @AsyncTest
    void coroutines_nested_unwindLikeCalls() {
        Coroutine<Integer> outer = async(() -> 1 + await(async(() -> 1 + await(async(() -> 1)))));
        assertEquals(3, outer.await());
    }

    @AsyncTest
    void coroutine_returnsACoroutine_isAnError(TestLoop loop) {
        Coroutine<Coroutine<Integer>> outer = async(() -> async(() -> 1));
        var error = assertThrows(IllegalStateException.class, outer::await);
        assertTrue(error.getMessage().contains("nobody awaited"), error::toString);
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void coroutine_cancelledMidway_runsItsFinally() {
        var log = new ArrayList<String>();
        var task =
                createTask(
                        () ->
                                await(
                                        async(
                                                () -> {
                                                    try {
                                                        sleep(seconds(10));
                                                    } finally {
                                                        log.add("finally");
                                                    }
                                                })));
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("finally"), log);
    }

    @Test
    void coroutine_madeOutsideOfALoop_runsInOne() {
        Coroutine<String> coroutine =
                async(
                        () -> {
                            sleep(Duration.ZERO);
                            return "made outside";
                        });
        assertEquals("made outside", run(coroutine));
    }

    @Test
    void coroutine_thatNeverSuspends_isAwaitedWithoutALoop() {
        assertEquals(1, async(() -> 1).await());
    }

    @Test
    void coroutine_thatSuspends_isRefusedWithoutALoop() {
        assertThrows(IllegalStateException.class, () -> async(() -> sleep(Duration.ZERO)).await());
    }
}
