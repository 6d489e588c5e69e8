package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.QueueContract.turns;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** {@link Queue#shutdown}: what each call does from then on, and what becomes of those who wait. */
class QueueShutdownTest {
    private final Queue<Integer> queue = new Queue<>(2);

    private static void assertShutDown(Future<?> future) {
        assertInstanceOf(QueueShutDownException.class, future.exception());
    }

    @AsyncTest
    void shutdown_emptyQueue_refusesEverything() {
        queue.shutdown();
        assertThrows(QueueShutDownException.class, () -> queue.put(1));
        assertThrows(QueueShutDownException.class, () -> queue.putNowait(1));
        assertThrows(QueueShutDownException.class, queue::get);
        assertThrows(QueueShutDownException.class, queue::getNowait);
        assertTrue(queue.statistics().isShutdown());
    }

    @AsyncTest
    void shutdown_nonEmptyQueue_givesWhatIsLeft() {
        queue.put(1);
        queue.put(2);
        queue.shutdown();
        assertThrows(QueueShutDownException.class, () -> queue.put(3));
        assertThrows(QueueShutDownException.class, () -> queue.putNowait(3));
        assertEquals(2, queue.size());
        assertEquals(1, queue.get());
        assertEquals(2, queue.getNowait());
        assertThrows(QueueShutDownException.class, queue::get);
        assertThrows(QueueShutDownException.class, queue::getNowait);
    }

    @AsyncTest
    void shutdown_immediate_dropsTheItems() {
        queue.put(1);
        queue.put(2);
        queue.shutdown(true);
        assertEquals(0, queue.size());
        assertEquals(0, queue.statistics().unfinishedTasks());
        assertThrows(QueueShutDownException.class, queue::get);
        assertThrows(IllegalStateException.class, queue::taskDone);
        queue.join();
    }

    @AsyncTest
    void shutdown_immediateAfterOneWasTaken_stillCountsThatOne() {
        queue.put(1);
        queue.put(2);
        var join = createTask(queue::join);
        queue.get();
        queue.shutdown(true);
        turns(2);
        assertFalse(join.isDone());
        assertEquals(1, queue.statistics().unfinishedTasks());
        queue.taskDone();
        join.await();
        assertThrows(IllegalStateException.class, queue::taskDone);
    }

    @AsyncTest
    void shutdown_immediateWithItemsDoneBeforeTheyWereTaken_countsNotBelowZero() {
        queue.put(1);
        queue.put(2);
        queue.taskDone();
        queue.shutdown(true);
        assertEquals(0, queue.statistics().unfinishedTasks());
        queue.join();
    }

    @AsyncTest
    void shutdown_immediate_releasesJoin() {
        queue.put(1);
        var join = createTask(queue::join);
        turns(1);
        queue.shutdown(true);
        turns(1);
        assertTrue(join.isDone());
        join.await();
    }

    @AsyncTest
    void shutdown_notImmediate_keepsJoinWaitingForTheRest() {
        queue.put(1);
        var join = createTask(queue::join);
        turns(1);
        queue.shutdown();
        turns(2);
        assertFalse(join.isDone());
        queue.get();
        queue.taskDone();
        join.await();
    }

    @AsyncTest
    void shutdown_wakesAllGettersInTheNextTurn() {
        var gets = List.of(createTask(queue::get), createTask(queue::get));
        turns(1);
        queue.shutdown();
        assertEquals(0, queue.statistics().tasksGetting());
        turns(1);
        gets.forEach(QueueShutdownTest::assertShutDown);
    }

    @AsyncTest
    void shutdown_wakesAllPuttersWhichPutNothing() {
        queue.put(1);
        queue.put(2);
        var puts = List.of(createTask(() -> queue.put(3)), createTask(() -> queue.put(4)));
        turns(1);
        queue.shutdown();
        assertEquals(0, queue.statistics().tasksPutting());
        turns(1);
        puts.forEach(QueueShutdownTest::assertShutDown);
        assertEquals(2, queue.size());
        assertEquals(2, queue.statistics().unfinishedTasks());
    }

    @AsyncTest
    void shutdown_immediate_wakesPuttersToo() {
        queue.put(1);
        queue.put(2);
        var put = createTask(() -> queue.put(3));
        turns(1);
        queue.shutdown(true);
        turns(1);
        assertShutDown(put);
        assertEquals(0, queue.size());
    }

    @AsyncTest
    void shutdown_rightAfterAPut_leavesTheItemToTheWokenGetter() {
        var first = createTask(queue::get);
        var second = createTask(queue::get);
        turns(1);
        queue.put(1);
        queue.shutdown();
        turns(1);
        assertEquals(1, first.result());
        assertShutDown(second);
    }

    @AsyncTest
    void shutdown_immediateRightAfterAPut_takesTheItemFromTheWokenGetter() {
        var get = createTask(queue::get);
        turns(1);
        queue.put(1);
        queue.shutdown(true);
        turns(1);
        assertShutDown(get);
        queue.join();
    }

    @AsyncTest
    void shutdown_rightAfterAGet_refusesTheWokenPutter() {
        queue.put(1);
        queue.put(2);
        var put = createTask(() -> queue.put(3));
        turns(1);
        queue.get();
        queue.shutdown();
        turns(1);
        assertShutDown(put);
        assertEquals(2, queue.get());
        assertThrows(QueueShutDownException.class, queue::get);
    }

    @AsyncTest
    void shutdown_twice_secondMayBeImmediate() {
        queue.put(1);
        queue.shutdown();
        queue.shutdown();
        assertEquals(1, queue.size());
        queue.shutdown(true);
        assertEquals(0, queue.size());
        queue.join();
    }

    @AsyncTest
    void items_afterShutdown_givesTheRestAndEnds() {
        queue.put(1);
        queue.put(2);
        queue.shutdown();
        var got = new ArrayList<Integer>();
        for (int item : queue.items()) {
            got.add(item);
        }
        assertEquals(List.of(1, 2), got);
        assertThrows(NoSuchElementException.class, queue.items().iterator()::next);
        assertEquals(0, queue.drainTo(got));
    }

    @AsyncTest
    void items_waiting_endsWithTheShutdown() {
        var task =
                createTask(
                        () -> {
                            int count = 0;
                            for (int _ : queue.items()) {
                                count++;
                            }
                            return count;
                        });
        turns(1);
        queue.put(1);
        turns(1);
        queue.shutdown();
        assertEquals(1, task.await());
    }
}
