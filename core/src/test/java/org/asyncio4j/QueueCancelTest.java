package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cancels of tasks that wait for a queue, at every point: nothing is lost, nobody is forgotten. */
class QueueCancelTest {
    private final Queue<Integer> queue = new Queue<>(1);

    private Task<Integer> getter() {
        Task<Integer> task = createTask(queue::get);
        turns(1);
        return task;
    }

    private Task<Void> putter(int item) {
        Task<Void> task = createTask(() -> queue.put(item));
        turns(1);
        return task;
    }

    @AsyncTest
    void get_cancelledWhileItWaits_leavesTheLine() {
        var a = getter();
        var b = getter();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        assertEquals(1, queue.statistics().tasksGetting());
        queue.put(1);
        assertEquals(1, b.await());
    }

    @AsyncTest
    void get_cancelledBeforeThePutOfTheSameTurn_isPassedOver() {
        var a = getter();
        var b = getter();
        a.cancel();
        queue.put(1);
        turns(1);
        assertTrue(a.isCancelled());
        assertEquals(1, b.result());
    }

    @AsyncTest
    void get_cancelledAfterItWasWoken_keepsTheItem() {
        var a = getter();
        var b = getter();
        queue.put(1);
        a.cancel();
        turns(1);
        assertEquals(1, a.result());
        assertFalse(b.isDone());
        queue.put(2);
        assertEquals(2, b.await());
    }

    @AsyncTest
    void get_cancelledAfterItWasWoken_raisesAtTheNextSuspension() {
        var got = new ArrayList<Integer>();
        var task =
                createTask(
                        () -> {
                            got.add(queue.get());
                            sleep(seconds(1));
                        });
        turns(1);
        queue.put(1);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(1), got);
    }

    @AsyncTest
    void get_cancelledAfterItWasWokenAndOvertaken_endsCancelled() {
        var a = getter();
        var b = getter();
        queue.put(1);
        a.cancel();
        assertEquals(1, queue.getNowait());
        assertThrows(CancelledError.class, a::await);
        queue.put(2);
        assertEquals(2, b.await());
        assertEquals(0, queue.statistics().tasksGetting());
    }

    @AsyncTest
    void put_cancelledWhileItWaits_leavesTheLine() {
        queue.put(0);
        var a = putter(1);
        var b = putter(2);
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        assertEquals(1, queue.statistics().tasksPutting());
        assertEquals(0, queue.get());
        b.await();
        assertEquals(2, queue.get());
        assertEquals(2, queue.statistics().unfinishedTasks());
    }

    @AsyncTest
    void put_cancelledBeforeTheGetOfTheSameTurn_isPassedOver() {
        queue.put(0);
        var a = putter(1);
        var b = putter(2);
        a.cancel();
        queue.get();
        turns(1);
        assertTrue(a.isCancelled());
        assertTrue(b.isDone());
        assertEquals(2, queue.get());
    }

    @AsyncTest
    void put_cancelledAfterItWasWoken_puts() {
        queue.put(0);
        var a = putter(1);
        var b = putter(2);
        queue.get();
        a.cancel();
        turns(1);
        assertFalse(a.isCancelled());
        assertEquals(1, queue.get());
        b.await();
        assertEquals(2, queue.get());
    }

    @AsyncTest
    void put_cancelledAfterItWasWokenAndOvertaken_endsCancelled() {
        queue.put(0);
        var a = putter(1);
        var b = putter(2);
        queue.get();
        a.cancel();
        queue.putNowait(3);
        assertThrows(CancelledError.class, a::await);
        assertEquals(3, queue.get());
        b.await();
        assertEquals(2, queue.get());
    }

    @AsyncTest
    void cancels_ofEveryOtherWaiter_serveTheRestInOrder() {
        var gets = new ArrayList<Task<Integer>>();
        for (int i = 0; i < 6; i++) {
            gets.add(getter());
        }
        for (int i = 0; i < 6; i += 2) {
            gets.get(i).cancel();
        }
        var all = new Queue<Integer>();
        for (int i = 0; i < 3; i++) {
            queue.put(i);
            turns(1);
            all.put(i);
        }
        assertEquals(0, gets.get(1).result());
        assertEquals(1, gets.get(3).result());
        assertEquals(2, gets.get(5).result());
    }

    @AsyncTest
    void items_cancelledAfterItWasWoken_givesTheItemToTheBody() {
        var got = new ArrayList<Integer>();
        var task =
                createTask(
                        () -> {
                            for (int item : queue.items()) {
                                got.add(item);
                            }
                        });
        turns(1);
        queue.put(1);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of(1), got);
        assertEquals(0, queue.statistics().tasksGetting());
    }

    // ---- time limits and scopes

    @AsyncTest
    void get_inATimeout_thatEndsFirst_takesNothing() {
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), queue::get));
        assertThrows(TimeoutException.class, () -> waitFor(queue::get, seconds(1)));
        assertEquals(0, queue.statistics().tasksGetting());
        queue.put(1);
        assertEquals(1, queue.get());
    }

    @AsyncTest
    void get_wokenInTheTurnInWhichTheTimeIsUp_keepsTheItem() {
        getRunningLoop().callLater(seconds(1), () -> queue.putNowait(1));
        int got = timeout(seconds(1), queue::get);
        assertEquals(1, got);
        assertEquals(0, currentTask().cancelling());
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void get_inAScopeThatMovesOn_takesNothing() {
        Optional<Integer> got = moveOnAfter(seconds(1), queue::get);
        assertEquals(Optional.empty(), got);
        queue.put(1);
        got = moveOnAfter(seconds(1), queue::get);
        assertEquals(Optional.of(1), got);
    }

    @AsyncTest
    void get_inACancelledScope_raisesEachTimeItWouldWait() {
        var raised = new ArrayList<Integer>();
        boolean toTheEnd =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            for (int i = 0; i < 3; i++) {
                                try {
                                    queue.get();
                                } catch (CancelledError e) {
                                    raised.add(i);
                                }
                            }
                            queue.put(1); // need not wait
                            queue.put(2);
                        });
        assertFalse(toTheEnd);
        assertEquals(List.of(0, 1, 2), raised);
        assertEquals(1, queue.size());
        assertEquals(new Queue.Statistics(1, 1, 1, 0, 0, 0, false), queue.statistics());
    }

    @AsyncTest
    void put_inAScopeThatMovesOn_putsNothing() {
        queue.put(1);
        assertFalse(moveOnAfter(seconds(1), () -> queue.put(2)));
        assertEquals(1, queue.size());
        assertEquals(1, queue.get());
        assertTrue(queue.isEmpty());
    }

    @AsyncTest
    void get_wokenBeforeItsScopeWasCancelled_keepsTheItem() {
        var got = new ArrayList<Integer>();
        var scopes = new ArrayList<CancelScope>();
        var task =
                createTask(
                        () ->
                                cancelScope(
                                        scope -> {
                                            scopes.add(scope);
                                            got.add(queue.get());
                                            sleep(seconds(1));
                                            got.add(-1);
                                        }));
        turns(1);
        queue.put(1);
        scopes.getFirst().cancel();
        assertFalse(task.await());
        assertEquals(List.of(1), got);
    }

    @AsyncTest
    void join_inATimeout_canBeTriedAgain() {
        queue.put(1);
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), queue::join));
        queue.taskDone();
        timeout(seconds(1), queue::join);
    }
}
