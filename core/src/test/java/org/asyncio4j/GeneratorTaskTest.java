package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.GeneratorContract.drain;
import static org.asyncio4j.GeneratorContract.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.Checkpoints.Bang;
import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Generators whose bodies suspend, and what they share with the task that advances them. */
class GeneratorTaskTest {
    private final Checkpoints log = new Checkpoints();

    /** Yields numbers and waits a second after each. */
    private Generator<Integer> ticks(int count) {
        return generator(
                y -> {
                    for (int i = 1; i <= count; i++) {
                        y.yield(i);
                        sleep(seconds(1));
                    }
                });
    }

    /** Waits for ever at its second value. */
    private Generator<Integer> stuck() {
        return generator(
                y -> {
                    try {
                        y.yield(1);
                        Checkpoints.pause();
                    } finally {
                        log.add("body ends");
                    }
                });
    }

    @AsyncTest
    void body_sleeps_timePassesForTheConsumer() {
        Duration begin = getRunningLoop().time();
        assertEquals(List.of(1, 2, 3), drain(ticks(3)));
        assertEquals(seconds(3), getRunningLoop().time().minus(begin));
    }

    @AsyncTest
    void body_thatSuspends_letsOthersRunMeanwhile() {
        var other =
                createTask(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                log.add("other " + i);
                                sleep(seconds(1));
                            }
                        });
        sleep(millis(500));
        for (int i : ticks(2)) {
            log.add(i);
        }
        other.await();
        log.assertAre("other 0", 1, "other 1", 2, "other 2");
    }

    @AsyncTest
    void body_thatDoesNotSuspend_letsNobodyRun() {
        var other = createTask(() -> log.add("other"));
        getRunningLoop().callSoon(() -> log.add("callback"));
        for (int i : range(3)) {
            log.add(i);
        }
        try (var ignored = stuck()) {
            log.add("next " + ignored.next());
        }
        log.add("loop left");
        other.await();
        log.assertAre(0, 1, 2, "next 1", "body ends", "loop left", "other", "callback");
    }

    @AsyncTest
    void body_yieldsNow_keepsTheOrderOfTurns() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            for (int i = 0; i < 3; i++) {
                                sleep(Duration.ZERO);
                                y.yield(i);
                            }
                        });
        var other =
                createTask(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                log.add("other " + i);
                                sleep(Duration.ZERO);
                            }
                        });
        for (int i : generator) {
            log.add(i);
        }
        other.await();
        log.assertAre("other 0", 0, "other 1", 1, "other 2", 2);
    }

    @AsyncTest
    void body_runsAsTheConsumersTask() {
        var me = currentTask();
        var thread = Thread.currentThread();
        Generator<Task<?>> generator =
                generator(
                        y -> {
                            assertNotSame(thread, Thread.currentThread());
                            y.yield(currentTask());
                            sleep(seconds(1));
                            y.yield(currentTask());
                        });
        assertSame(me, generator.next());
        var other = createTask(() -> generator.next());
        assertSame(other, other.await());
        assertSame(me, currentTask());
        generator.close();
        assertEquals(1, allTasks().size());
    }

    @AsyncTest
    void next_byAnotherTaskWhileTheBodySuspends_isRefused() {
        Generator<Integer> generator = ticks(2);
        assertEquals(1, generator.next());
        var first = createTask(() -> generator.next());
        var second = createTask(() -> generator.next());
        var error = assertThrows(IllegalStateException.class, second::await);
        assertTrue(error.getMessage().startsWith("generator already executing"));
        assertThrows(IllegalStateException.class, generator::close);
        assertEquals(2, first.await());
        generator.close();
    }

    @AsyncTest
    void next_onAnotherThread_isRefused() {
        Generator<Integer> generator = range(3);
        assertEquals(0, generator.next());
        var error =
                assertThrows(IllegalStateException.class, () -> toThread(() -> generator.next()));
        assertTrue(error.getMessage().contains("was begun on an event loop"));
        assertEquals(1, generator.next());
        generator.close();
        assertFalse(toThread(() -> generator.hasNext())); // nothing runs there any more
    }

    @AsyncTest
    void next_onAnotherLoop_isRefused() throws Exception {
        Generator<Integer> generator = range(3);
        assertEquals(0, generator.next());
        toThread(
                () -> assertThrows(IllegalStateException.class, () -> run(() -> generator.next())));
        generator.close();
    }

    @AsyncTest
    void begunOnAThread_isAdvancedByATask_bodyStaysWhereItWas() {
        Generator<Boolean> generator =
                generator(
                        y -> {
                            while (true) {
                                y.yield(currentTaskOrNull() == null);
                            }
                        });
        assertTrue(toThread(() -> generator.next()));
        assertTrue(generator.next());
        generator.close();
    }

    private static Task<?> currentTaskOrNull() {
        return Task.currentOrNull();
    }

    // ---- cancelling

    @AsyncTest
    void cancel_whileTheBodySuspends_isRaisedInTheBody() {
        Generator<Integer> generator = stuck();
        var task =
                createTask(
                        () -> {
                            try {
                                for (int i : generator) {
                                    log.add(i);
                                }
                            } catch (CancelledError e) {
                                log.add("consumer: " + e.getMessage());
                                assertFalse(generator.hasNext());
                                throw e;
                            }
                        });
        sleep(seconds(1));
        task.cancel("enough");
        assertThrows(CancelledError.class, task::await);
        assertTrue(task.isCancelled());
        log.assertAre(1, "body ends", "consumer: enough");
    }

    @AsyncTest
    void cancel_bodySwallowsIt_generatorGoesOn() {
        Generator<String> generator =
                generator(
                        y -> {
                            try {
                                Checkpoints.pause();
                            } catch (CancelledError e) {
                                y.yield("swallowed");
                            }
                            sleep(seconds(1));
                            y.yield("on");
                        });
        var task = createTask(() -> drain(generator));
        sleep(seconds(1));
        task.cancel();
        assertEquals(List.of("swallowed", "on"), task.await());
    }

    @AsyncTest
    void cancel_whileTheConsumerSuspends_leavesTheBodyAtItsYield() {
        Generator<Integer> generator = stuck();
        var task =
                createTask(
                        () -> {
                            generator.next();
                            Checkpoints.pause();
                        });
        sleep(seconds(1));
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        log.assertAre();
        generator.close();
        log.assertAre("body ends");
    }

    @AsyncTest
    void cancel_duringClose_reachesTheBodysCleanUp() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            try {
                                y.yield(1);
                            } finally {
                                log.waitForEver("clean-up");
                            }
                        });
        generator.next();
        var task = createTask(() -> generator.close());
        sleep(seconds(1));
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertFalse(generator.hasNext());
        log.assertAre("clean-up ends");
    }

    @AsyncTest
    void cancel_beforeTheBodyAwaits_isRaisedThere() {
        Generator<Integer> generator = ticks(1);
        assertEquals(1, generator.next());
        Checkpoints.current().cancel("now");
        assertThrows(CancelledError.class, generator::next);
        Checkpoints.current().uncancel();
        assertFalse(generator.hasNext());
    }

    @AsyncTest
    void cancel_eachSuspensionPointOfABodyInTurn_endsBothEachTime() {
        for (int point = 0; point < 6; point++) {
            Generator<Integer> inner = ticks(3);
            Generator<Integer> generator =
                    generator(
                            y -> {
                                sleep(seconds(1));
                                try {
                                    for (int i : inner) {
                                        y.yield(i);
                                        sleep(seconds(1));
                                    }
                                } finally {
                                    inner.close();
                                    log.add("outer ends");
                                }
                            });
            var task = createTask(() -> drain(generator));
            sleep(millis(1_000 * point + 500));
            task.cancel();
            assertThrows(CancelledError.class, task::await);
            assertFalse(generator.hasNext());
            if (point == 0) {
                log.assertAre(); // it had not come that far
            } else {
                log.assertAre("outer ends");
                assertFalse(inner.hasNext());
            }
        }
    }

    @AsyncTest
    void timeout_aroundNext_endsTheBody() {
        Generator<Integer> generator = stuck();
        assertEquals(1, generator.next());
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> generator.next()));
        assertFalse(generator.hasNext());
        log.assertAre("body ends");
    }

    @AsyncTest
    void scope_aroundNext_isRaisedAtEachSuspensionPointOfTheBody() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            for (int i = 0; i < 3; i++) {
                                try {
                                    sleep(seconds(10));
                                } catch (CancelledError e) {
                                    log.add("again");
                                }
                            }
                            y.yield(1);
                        });
        assertEquals(1, moveOnAfter(seconds(1), () -> generator.next()).orElseThrow());
        generator.close();
        log.assertAre("again", "again", "again");
    }

    // ---- blocks that must not be left by a yield

    @AsyncTest
    void yield_insideOfATimeout_isRefused() {
        Generator<Integer> generator = generator(y -> timeout(seconds(1), () -> y.yield(1)));
        assertRefused(generator);
    }

    @AsyncTest
    void yield_insideOfATaskGroup_isRefused() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            try {
                                taskGroup(
                                        group -> {
                                            y.yield(1);
                                        });
                            } catch (ExceptionGroup e) {
                                throw (Exception) e.exceptions().getFirst();
                            }
                        });
        assertRefused(generator);
    }

    @AsyncTest
    void yield_insideOfAScope_isRefused() {
        assertRefused(
                generator(
                        y ->
                                cancelScope(
                                        scope -> {
                                            y.yield(1);
                                        })));
        assertRefused(generator(y -> moveOnAfter(seconds(1), () -> y.yield(1))));
        assertRefused(generator(y -> failAfter(seconds(1), () -> y.yield(1))));
    }

    @AsyncTest
    void yield_insideOfAContext_isRefused() {
        assertRefused(generator(y -> new Context().run(() -> y.yield(1))));
    }

    @AsyncTest
    void yieldFrom_insideOfATimeout_isRefused() {
        assertRefused(generator(y -> timeout(seconds(1), () -> y.yieldFrom(range(3)))));
    }

    private static void assertRefused(Generator<?> generator) {
        var error = assertThrows(IllegalStateException.class, generator::next);
        assertTrue(error.getMessage().startsWith("cannot yield out of"), error.getMessage());
        assertFalse(generator.hasNext());
    }

    @AsyncTest
    void yield_afterOrAroundABlock_isFine() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            int first = timeout(seconds(1), () -> drain(range(3)).getLast());
                            y.yield(first);
                            moveOnAfter(seconds(1), () -> Checkpoints.pause());
                            y.yield(3);
                        });
        timeout(seconds(5), () -> assertEquals(List.of(2, 3), drain(generator)));
    }

    // ---- the rest

    @AsyncTest
    void body_startsAnEagerTask_goesOnAfterItsFirstStep() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            log.add("before");
                            var task =
                                    createTask(
                                            eager(),
                                            () -> {
                                                log.add("eager");
                                                sleep(seconds(1));
                                                return 7;
                                            });
                            log.add("after");
                            y.yield(1);
                            y.yield(task.await());
                        });
        assertEquals(List.of(1, 7), drain(generator));
        log.assertAre("before", "eager", "after");
    }

    @AsyncTest
    void callback_bodyStartsAnEagerTask_goesOnAfterItsFirstStep() {
        Future<List<Integer>> done = Future.pending();
        getRunningLoop()
                .callSoon(
                        () ->
                                done.setResult(
                                        drain(
                                                generator(
                                                        y -> {
                                                            createTask(
                                                                    eager(),
                                                                    () -> {
                                                                        log.add("eager");
                                                                        sleep(Duration.ZERO);
                                                                        log.add("later");
                                                                    });
                                                            log.add("after");
                                                            y.yield(1);
                                                            y.yield(2);
                                                        }))));
        getRunningLoop().callSoon(() -> log.add("next callback"));
        assertEquals(List.of(1, 2), done.await());
        sleep(seconds(1));
        log.assertAre("eager", "after", "next callback", "later");
    }

    @AsyncTest
    void callback_bodySuspends_isRefused() {
        Future<Throwable> done = Future.pending();
        Generator<Integer> generator = generator(y -> sleep(seconds(1)));
        getRunningLoop()
                .callSoon(
                        () ->
                                done.setResult(
                                        assertThrows(
                                                IllegalStateException.class, generator::next)));
        assertTrue(done.await().getMessage().contains("callbacks run outside of any task"));
        assertFalse(generator.hasNext());
    }

    @AsyncTest
    void getStack_bodySuspends_showsTheBodyAndItsConsumer() {
        Generator<Integer> inner = generator(y -> bodyThatWaits());
        Generator<Integer> generator = generator(y -> y.yieldFrom(inner));
        var task = createTask(() -> consumerOf(generator));
        sleep(seconds(1));
        List<String> methods =
                Arrays.stream(task.getStack()).map(StackTraceElement::getMethodName).toList();
        assertEquals("bodyThatWaits", methods.get(1), methods.toString()); // 0 is pause
        assertTrue(methods.contains("consumerOf"), methods.toString());
        task.cancel();
        assertThrows(CancelledError.class, task::await);
    }

    private static void bodyThatWaits() {
        Checkpoints.pause();
    }

    private static Object consumerOf(Generator<Integer> generator) {
        return generator.next();
    }

    @AsyncTest
    void setName_inABody_namesTheTask() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            Checkpoints.current().setName("named by the body");
                            y.yield(1);
                        });
        generator.next();
        assertEquals("named by the body", Checkpoints.current().name());
        assertEquals("named by the body", Thread.currentThread().getName());
        generator.close();
    }

    @AsyncTest
    void task_endsWithAGeneratorOpen_anotherClosesIt() {
        var kept = new AtomicReference<Generator<Integer>>();
        createTask(
                        () -> {
                            kept.set(stuck());
                            kept.get().next();
                        })
                .await();
        kept.get().close();
        log.assertAre("body ends");
    }

    @AsyncTest
    void body_failsAfterASuspension_sameErrorComesOut() {
        var bang = new Bang();
        Generator<Integer> generator =
                generator(
                        y -> {
                            sleep(seconds(1));
                            throw bang;
                        });
        assertSame(bang, assertThrows(Bang.class, generator::next));
    }

    @AsyncTest
    void generators_manyTasksWithTheirOwn_doNotMixThemUp() {
        var tasks = new ArrayList<Task<List<Integer>>>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            tasks.add(
                    createTask(
                            () ->
                                    drain(
                                            generator(
                                                    y -> {
                                                        for (int j = 0; j < 5; j++) {
                                                            sleep(millis((number * 7 + j) % 5));
                                                            y.yield(number * 10 + j);
                                                        }
                                                    }))));
        }
        for (int i = 0; i < 100; i++) {
            int first = i * 10;
            assertEquals(
                    List.of(first, first + 1, first + 2, first + 3, first + 4),
                    tasks.get(i).await());
        }
    }

    @AsyncTest
    void sendGenerator_bodySuspends_isSentToAfterwards() {
        SendGenerator<String, String> greeter =
                sendGenerator(
                        y -> {
                            String name = y.yield("name?");
                            sleep(seconds(1));
                            name += y.yield("hello " + name);
                            return name;
                        });
        assertEquals("name?", greeter.next());
        assertEquals("hello you", greeter.send("you"));
        var stop = assertThrows(StopIteration.class, () -> greeter.send("!"));
        assertEquals("you!", stop.value());
        assertNull(assertThrows(StopIteration.class, greeter::next).value());
    }

    @AsyncTest
    void closeAndThrowInto_onAnotherThread_areRefusedAndLoseNothing() {
        Generator<Integer> generator = range(3);
        assertTrue(generator.hasNext());
        assertThrows(IllegalStateException.class, () -> toThread(generator::close));
        var error = new Bang();
        assertThrows(IllegalStateException.class, () -> toThread(() -> generator.throwInto(error)));
        assertEquals(List.of(0, 1, 2), drain(generator));
    }
}
