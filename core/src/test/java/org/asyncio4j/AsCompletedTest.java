package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

class AsCompletedTest {
    private final Checkpoints log = new Checkpoints();

    private static Task<String> after(long seconds, String value) {
        return createTask(
                () -> {
                    sleep(seconds(seconds));
                    return value;
                });
    }

    private static Duration now() {
        return getRunningLoop().time();
    }

    @AsyncTest
    void iterator_tasks_comeInTheOrderOfTheirEnds() {
        var a = after(3, "a");
        var b = after(1, "b");
        var c = after(2, "c");
        var given = new ArrayList<Future<String>>();
        for (Future<String> future : asCompleted(List.of(a, b, c))) {
            assertTrue(future.isDone());
            given.add(future);
        }
        assertEquals(List.of(b, c, a), given);
    }

    @AsyncTest
    void iterator_doneAlready_comesInTheOrderOfTheArguments() {
        var a = after(2, "a");
        var b = after(1, "b");
        waitAll(List.of(a, b));
        var given = new ArrayList<Future<String>>();
        asCompleted(List.of(a, b)).forEach(given::add);
        assertEquals(List.of(a, b), given);
    }

    @AsyncTest
    void iterator_coroutinesAndBlocks_becomeTasks() {
        List<Block<String, ?>> works = List.of(async(() -> "coroutine"), () -> "block");
        for (Future<String> future : asCompleted(works)) {
            log.add(future.result());
        }
        log.assertAre("coroutine", "block");
    }

    @AsyncTest
    void iterator_empty_hasNothing() {
        Iterator<Future<String>> none = asCompleted(List.<Task<String>>of()).iterator();
        assertFalse(none.hasNext());
        assertThrows(NoSuchElementException.class, none::next);
        assertFalse(asCompleted(List.<Task<String>>of(), seconds(1)).iterator().hasNext());
    }

    @AsyncTest
    void iterator_taskGivenTwice_comesOnce() {
        var a = after(1, "a");
        for (Future<String> future : asCompleted(List.of(a, a))) {
            log.add(future.result());
        }
        log.assertAre("a");
    }

    @AsyncTest
    void iterator_blockGivenTwice_runsTwiceAsInGather() {
        var count = new int[1];
        Block<Integer, RuntimeException> block = () -> ++count[0];
        assertEquals(List.of(1, 2), gather(Collections.nCopies(2, block)));
        for (Future<Integer> future : asCompleted(Collections.nCopies(2, block))) {
            log.add(future.result());
        }
        log.assertAre(3, 4);
    }

    @AsyncTest
    void iterator_coroutineGivenTwice_runsOnce() {
        Coroutine<String> coroutine = async(() -> "once");
        for (Future<String> future : asCompleted(List.of(coroutine, coroutine))) {
            log.add(future.result());
        }
        log.assertAre("once");
    }

    @AsyncTest
    void of_usedCoroutine_isRefusedBeforeAnythingBegins() {
        Coroutine<String> used = async(() -> "x");
        used.await();
        Coroutine<String> fresh = async(() -> "y");
        assertThrows(IllegalStateException.class, () -> asCompleted(List.of(fresh, used)));
        assertEquals(1, allTasks().size());
        assertEquals("y", fresh.await());
    }

    @AsyncTest
    void iterator_failedTask_isGivenAndNotThrown() {
        var error = new IOException();
        var failing =
                createTask(
                        () -> {
                            throw error;
                        });
        for (Future<?> future : asCompleted(List.of(failing))) {
            assertSame(error, future.exception());
        }
    }

    @AsyncTest
    void iterator_leftAndResumed_goesOn() {
        var all = asCompleted(List.of(after(1, "a"), after(2, "b"), after(3, "c")));
        for (Future<String> future : all) {
            log.add(future.result());
            break;
        }
        for (Future<String> future : all) {
            log.add(future.result());
        }
        log.assertAre("a", "b", "c");
        assertFalse(all.iterator().hasNext());
    }

    @AsyncTest
    void iterator_twoConsumers_shareTheWorks() {
        var all = asCompleted(List.of(after(1, "a"), after(2, "b"), after(3, "c")));
        gather(() -> consume("x", all), () -> consume("y", all));
        log.assertAre("x a", "y b", "x c");
    }

    private void consume(String name, AsCompleted<String> all) {
        for (Future<String> future : all) {
            log.add(name + " " + future.result());
        }
    }

    @AsyncTest
    void next_cancelled_losesNothing() {
        var all = asCompleted(List.of(after(5, "a")));
        var consumer = createTask(() -> consume("x", all));
        sleep(seconds(1));
        consumer.cancel();
        assertThrows(CancelledError.class, consumer::await);
        consume("y", all);
        log.assertAre("y a");
    }

    @AsyncTest
    void next_cancelledInTheIterationOfTheEnd_losesNothing() {
        Future<String> future = Future.pending();
        var all = asCompleted(List.of(future));
        var consumer = createTask(() -> consume("x", all));
        sleep(Duration.ZERO);
        future.setResult("a");
        sleep(Duration.ZERO); // the waiter was woken and has not run
        consumer.cancel(); // the value comes first, and then there is nothing to cancel
        consumer.await();
        log.assertAre("x a");
    }

    @AsyncTest
    void next_outsideOfATask_takesNothingFromTheOthers() {
        var all = asCompleted(List.of(after(1, "a"), after(2, "b")));
        getRunningLoop()
                .callSoon(
                        () ->
                                assertThrows(
                                        IllegalStateException.class, () -> all.iterator().next()));
        sleep(Duration.ZERO);
        consume("x", all);
        log.assertAre("x a", "x b");
    }

    @AsyncTest
    void timeout_notAllInTime_throwsForEachThatIsLeftAndCancelsNothing() {
        var quick = after(1, "quick");
        var slow = after(5, "slow");
        Duration begin = now();
        Iterator<Future<String>> all = asCompleted(List.of(slow, quick), seconds(2)).iterator();
        assertSame(quick, all.next());
        assertTrue(all.hasNext());
        assertThrows(TimeoutException.class, all::next);
        assertEquals(seconds(2), now().minus(begin));
        assertFalse(all.hasNext());
        assertEquals("slow", slow.await());
    }

    @AsyncTest
    void timeout_severalWait_allAreTold() {
        var slow = after(5, "slow");
        var other = after(6, "other");
        var all = asCompleted(List.of(slow, other), seconds(1));
        var x = createTask(() -> consume("x", all));
        var y = createTask(() -> consume("y", all));
        assertThrows(TimeoutException.class, x::await);
        assertThrows(TimeoutException.class, y::await);
        waitAll(List.of(slow, other));
        log.assertAre();
    }

    @AsyncTest
    void timeout_doneBeforeTheTimeWasUp_isStillGiven() {
        var quick = after(1, "quick");
        var slow = after(5, "slow");
        Iterator<Future<String>> all = asCompleted(List.of(slow, quick), seconds(2)).iterator();
        sleep(seconds(3));
        assertSame(quick, all.next());
        assertThrows(TimeoutException.class, all::next);
        slow.await();
    }

    @AsyncTest
    void awaitables_each_givesTheNextResultOrError() {
        var error = new IOException();
        var failing =
                createTask(
                        () -> {
                            sleep(seconds(2));
                            throw error;
                        });
        var awaitables = asCompleted(List.of(failing, after(1, "a"))).awaitables().iterator();
        assertEquals("a", awaitables.next().await());
        assertSame(error, assertThrows(IOException.class, () -> awaitables.next().await()));
        assertFalse(awaitables.hasNext());
    }

    @AsyncTest
    void awaitables_awaitedInReverse_giveTheNextToComplete() {
        var coroutines = new ArrayList<Coroutine<String>>();
        asCompleted(List.of(after(2, "second"), after(1, "first")))
                .awaitables()
                .forEach(coroutines::add);
        assertEquals(2, coroutines.size());
        assertEquals("first", coroutines.get(1).await());
        assertEquals("second", coroutines.get(0).await());
    }

    @AsyncTest
    void awaitables_gathered_completeInOrder() {
        var coroutines = new ArrayList<Coroutine<String>>();
        asCompleted(List.of(after(2, "b"), after(1, "a"))).awaitables().forEach(coroutines::add);
        assertEquals(List.of("a", "b"), gather(coroutines));
    }

    @AsyncTest
    void awaitables_oneIsCancelled_losesNothing() {
        var all = asCompleted(List.of(after(5, "a")));
        var waiting = createTask(all.awaitables().iterator().next());
        sleep(seconds(1));
        waiting.cancel();
        assertThrows(CancelledError.class, waiting::await);
        assertEquals("a", all.awaitables().iterator().next().await());
    }

    @AsyncTest
    void tasks_areNamedAfterThePlaceThatCalls() {
        asCompleted(Set.<Block<String, ?>>of(() -> currentTask().toString()))
                .forEach(future -> log.add(future.result().contains("AsCompletedTest.java:")));
        log.assertAre(true);
    }
}
