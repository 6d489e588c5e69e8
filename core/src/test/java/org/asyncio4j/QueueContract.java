package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** What holds for queues of every order. */
abstract class QueueContract {
    final List<String> log = new ArrayList<>();

    abstract Queue<String> newQueue(int maxsize);

    private Queue<String> queueOf(String... items) {
        Queue<String> queue = newQueue(0);
        for (String item : items) {
            queue.putNowait(item);
        }
        return queue;
    }

    final Task<String> getter(Queue<String> queue, String name) {
        return createTask(
                named(name),
                () -> {
                    String item = queue.get();
                    log.add(name + " got " + item);
                    return item;
                });
    }

    final Task<Void> putter(Queue<String> queue, String item) {
        return createTask(
                named(item),
                () -> {
                    queue.put(item);
                    log.add("put " + item);
                });
    }

    static void turns(int count) {
        for (int i = 0; i < count; i++) {
            sleep(Duration.ZERO);
        }
    }

    // ---- size

    @AsyncTest
    void queue_new_isEmptyAndNotFull() {
        Queue<String> queue = newQueue(1);
        assertTrue(queue.isEmpty());
        assertFalse(queue.isFull());
        assertEquals(0, queue.size());
        assertEquals(1, queue.maxsize());
        assertEquals(new Queue.Statistics(0, 1, 0, 0, 0, 0, false), queue.statistics());
    }

    @AsyncTest
    void queue_withRoomForTwo_isFullWithTwo() {
        Queue<String> queue = newQueue(2);
        queue.put("a");
        assertFalse(queue.isFull());
        queue.put("b");
        assertTrue(queue.isFull());
        assertEquals(2, queue.size());
        assertThrows(QueueFullException.class, () -> queue.putNowait("c"));
    }

    @AsyncTest
    void queue_withMaxsizeOfZeroOrLess_isNeverFull() {
        for (int maxsize : new int[] {0, -1}) {
            Queue<String> queue = newQueue(maxsize);
            for (int i = 0; i < 1_000; i++) {
                queue.putNowait("item");
            }
            assertFalse(queue.isFull());
            assertEquals(maxsize, queue.maxsize());
        }
    }

    // ---- not waiting

    @AsyncTest
    void calls_thatNeedNotWait_doNotSuspend() {
        Queue<String> queue = newQueue(1);
        getRunningLoop().callSoon(() -> log.add("others ran"));
        queue.put("a");
        assertEquals("a", queue.get());
        queue.putNowait("b");
        assertEquals("b", queue.getNowait());
        queue.taskDone();
        queue.taskDone();
        queue.join();
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void calls_thatNeedNotWait_areNoCancellationPoints() {
        Queue<String> queue = newQueue(1);
        var task =
                createTask(
                        () -> {
                            currentTask().cancel();
                            queue.put("a");
                            queue.get();
                            log.add("done");
                            sleep(Duration.ZERO);
                        });
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("done"), log);
    }

    @AsyncTest
    void getNowait_ofEmptyQueue_isRefused() {
        assertThrows(QueueEmptyException.class, newQueue(0)::getNowait);
    }

    @AsyncTest
    void null_isRefusedAtOnce() {
        Queue<String> queue = newQueue(1);
        assertThrows(NullPointerException.class, () -> queue.putNowait(null));
        queue.putNowait("a");
        assertThrows(NullPointerException.class, () -> queue.put(null));
        assertEquals(1, queue.size());
        assertEquals(1, queue.statistics().unfinishedTasks());
    }

    // ---- waiting

    @AsyncTest
    void get_ofEmptyQueue_waitsForAnItem() {
        Queue<String> queue = newQueue(0);
        Task<String> task = getter(queue, "a");
        turns(3);
        assertFalse(task.isDone());
        queue.put("x");
        assertEquals("x", task.await());
    }

    @AsyncTest
    void put_intoFullQueue_waitsForRoom() {
        Queue<String> queue = newQueue(1);
        queue.put("x");
        Task<Void> task = putter(queue, "y");
        turns(3);
        assertFalse(task.isDone());
        assertEquals("x", queue.get());
        assertEquals(0, queue.size());
        task.await();
        assertEquals("y", queue.getNowait());
    }

    @AsyncTest
    void getters_areServedInTheOrderOfArrival() {
        Queue<String> queue = newQueue(0);
        for (String name : List.of("a", "b", "c")) {
            getter(queue, name);
        }
        turns(1);
        for (String item : List.of("1", "2", "3")) {
            queue.put(item);
            turns(1);
        }
        assertEquals(List.of("a got 1", "b got 2", "c got 3"), log);
    }

    @AsyncTest
    void putters_areServedInTheOrderOfArrival() {
        Queue<String> queue = newQueue(1);
        queue.put("0");
        for (String item : List.of("1", "2", "3")) {
            putter(queue, item);
        }
        turns(1);
        for (int i = 0; i < 3; i++) {
            queue.get();
            turns(1);
        }
        assertEquals(List.of("put 1", "put 2", "put 3"), log);
    }

    @AsyncTest
    void put_wakesOneGetterOnly() {
        Queue<String> queue = newQueue(0);
        var a = getter(queue, "a");
        var b = getter(queue, "b");
        turns(1);
        queue.put("x");
        assertEquals(1, queue.statistics().tasksGetting());
        turns(2);
        assertTrue(a.isDone());
        assertFalse(b.isDone());
        b.cancel();
    }

    @AsyncTest
    void get_byWhoNeedNotWait_leavesTheWokenTaskToWaitBehindTheOthers() {
        Queue<String> queue = newQueue(0);
        getter(queue, "a");
        getter(queue, "b");
        turns(1);
        queue.put("1");
        assertEquals("1", queue.getNowait());
        turns(1);
        assertEquals(2, queue.statistics().tasksGetting());
        queue.put("2");
        queue.put("3");
        turns(1);
        assertEquals(2, log.size());
        assertTrue(log.getFirst().startsWith("b got "), log::toString);
    }

    @AsyncTest
    void put_byWhoNeedNotWait_leavesTheWokenTaskToWaitBehindTheOthers() {
        Queue<String> queue = newQueue(1);
        queue.put("0");
        putter(queue, "1");
        putter(queue, "2");
        turns(1);
        queue.get();
        queue.putNowait("quick");
        turns(1);
        assertEquals(List.of(), log);
        queue.get();
        turns(1);
        assertEquals(List.of("put 2"), log);
        queue.get();
        turns(1);
        assertEquals(List.of("put 2", "put 1"), log);
    }

    @AsyncTest
    void producersAndConsumers_passEveryItemOnce() {
        Queue<String> queue = newQueue(3);
        Set<String> got = new HashSet<>();
        taskGroup(
                g -> {
                    var producers = new ArrayList<Task<Void>>();
                    for (int p = 0; p < 4; p++) {
                        String name = "p" + p + "-";
                        producers.add(
                                g.createTask(
                                        () -> {
                                            for (int i = 0; i < 100; i++) {
                                                queue.put(name + i);
                                            }
                                        }));
                    }
                    for (int c = 0; c < 5; c++) {
                        g.createTask(
                                () -> {
                                    for (String item : queue.items()) {
                                        assertTrue(got.add(item), item);
                                        queue.taskDone();
                                    }
                                });
                    }
                    waitAll(producers);
                    queue.join();
                    queue.shutdown();
                });
        assertEquals(400, got.size());
    }

    @AsyncTest
    void get_inAnEagerTask_needsNoTurnIfThereIsAnItem() {
        Queue<String> queue = queueOf("x");
        var quick = createTask(eager(), queue::get);
        assertEquals("x", quick.result());
        var slow = createTask(eager(), queue::get);
        assertEquals(1, queue.statistics().tasksGetting());
        queue.put("y");
        assertEquals("y", slow.await());
    }

    // ---- where a queue may be used

    @AsyncTest
    void waiting_inACallback_isRefused() {
        Queue<String> queue = newQueue(1);
        Future<Throwable> seen = Future.pending();
        getRunningLoop()
                .callSoon(
                        () ->
                                seen.setResult(
                                        assertThrows(IllegalStateException.class, queue::get)));
        assertTrue(seen.await().getMessage().contains("cannot suspend here"));
        assertEquals(0, queue.statistics().tasksGetting());
    }

    @AsyncTest
    void waiting_onAnotherLoop_isRefused() throws Exception {
        Queue<String> queue = newQueue(1);
        var waiting = getter(queue, "a");
        turns(1);
        var error = toThread(() -> run(() -> assertThrows(Throwable.class, () -> queue.get())));
        String text = error.toString();
        assertTrue(
                text.contains("bound to another event loop") || text.contains("off its loop"),
                text);
        waiting.cancel();
    }

    @AsyncTest
    void queue_neverWaitedFor_servesOneLoopAfterTheOther() throws Exception {
        Queue<String> queue = newQueue(0);
        queue.put("a");
        assertEquals("a", toThread(() -> run(queue::get)));
        var task = getter(queue, "b");
        turns(1);
        queue.put("x");
        assertEquals("x", task.await());
    }

    // ---- counting

    @AsyncTest
    void join_ofNewQueue_returnsAtOnce() {
        getRunningLoop().callSoon(() -> log.add("others ran"));
        newQueue(0).join();
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void join_waitsUntilAllAreDone() {
        Queue<String> queue = queueOf("a", "b");
        var joins = List.of(createTask(queue::join), createTask(queue::join));
        turns(1);
        assertEquals(2, queue.statistics().tasksJoining());
        queue.getNowait();
        queue.getNowait();
        queue.taskDone();
        turns(2);
        assertFalse(joins.getFirst().isDone());
        queue.taskDone();
        turns(1);
        assertTrue(joins.getFirst().isDone() && joins.getLast().isDone());
        queue.join();
    }

    @AsyncTest
    void join_woken_returnsAlthoughMoreWasPut() {
        Queue<String> queue = queueOf("a");
        var join = createTask(queue::join);
        turns(1);
        queue.taskDone();
        queue.put("b");
        join.await();
        assertEquals(1, queue.statistics().unfinishedTasks());
    }

    @AsyncTest
    void join_cancelled_leavesTheLine() {
        Queue<String> queue = queueOf("a");
        var join = createTask(queue::join);
        turns(1);
        join.cancel();
        assertThrows(CancelledError.class, join::await);
        assertEquals(0, queue.statistics().tasksJoining());
    }

    @AsyncTest
    void taskDone_tooOften_isRefused() {
        Queue<String> queue = newQueue(0);
        assertThrows(IllegalStateException.class, queue::taskDone);
        queue.put("a");
        queue.taskDone();
        assertThrows(IllegalStateException.class, queue::taskDone);
    }

    // ---- in bulk

    @AsyncTest
    void items_endsWhenTheQueueIsShutDownAndEmpty() {
        Queue<String> queue = queueOf("a", "b");
        var task =
                createTask(
                        () -> {
                            for (String item : queue.items()) {
                                log.add(item);
                            }
                        });
        turns(2);
        queue.put("c");
        queue.shutdown();
        task.await();
        assertEquals(Set.of("a", "b", "c"), Set.copyOf(log));
        assertEquals(3, log.size());
    }

    @AsyncTest
    void items_askedTwice_takesOneItem() {
        Queue<String> queue = queueOf("a");
        var items = queue.items().iterator();
        assertTrue(items.hasNext());
        assertTrue(items.hasNext());
        assertEquals("a", items.next());
        queue.shutdown();
        assertFalse(items.hasNext());
        assertThrows(NoSuchElementException.class, items::next);
    }

    @AsyncTest
    void items_askedAndLeft_letNobodyWaitForAnItemThatIsThere() {
        Queue<String> queue = newQueue(0);
        createTask(() -> queue.items().iterator().hasNext());
        var getter = createTask(queue::get);
        turns(1);
        queue.put("a");
        turns(2);
        assertEquals(0, queue.size());
        queue.put("b");
        assertEquals("b", getter.await());
    }

    @AsyncTest
    void items_leftEarly_keepsTheRest() {
        Queue<String> queue = queueOf("a", "b", "c");
        for (String _ : queue.items()) {
            break;
        }
        assertEquals(2, queue.size());
    }

    @AsyncTest
    void drainTo_takesWhatIsThereAndWakesPutters() {
        Queue<String> queue = newQueue(2);
        queue.put("1");
        queue.put("2");
        putter(queue, "3");
        putter(queue, "4");
        putter(queue, "5");
        turns(1);
        var drained = new ArrayList<String>();
        assertEquals(2, queue.drainTo(drained));
        assertEquals(Set.of("1", "2"), Set.copyOf(drained));
        turns(1);
        assertEquals(List.of("put 3", "put 4"), log);
        assertEquals(1, queue.drainTo(drained, 1));
        assertEquals(0, queue.drainTo(drained, 0));
        turns(1);
        assertEquals(2, queue.drainTo(drained));
        assertEquals(0, queue.drainTo(drained));
        assertEquals(Set.of("1", "2", "3", "4", "5"), Set.copyOf(drained));
    }

    @AsyncTest
    void drainTo_collectionThatRefuses_leavesTheItem() {
        Queue<String> queue = queueOf("a", "b", "c");
        var small = new java.util.concurrent.ArrayBlockingQueue<String>(2);
        assertThrows(IllegalStateException.class, () -> queue.drainTo(small));
        assertEquals(1, queue.size());
        assertEquals(2, small.size());
    }

    @AsyncTest
    void drainTo_collectionThatLetsOthersIn_givesEachItemOnce() {
        Queue<String> queue = queueOf("a", "b", "c");
        var drained = new SlowCollection<String>();
        var drain = createTask(() -> queue.drainTo(drained));
        turns(1);
        drained.add(queue.get());
        drain.await();
        assertEquals(Set.of("a", "b", "c"), Set.copyOf(drained));
        assertEquals(3, drained.size());
    }

    @AsyncTest
    void drainTo_collectionThatLetsOthersInAndRefuses_givesTheItemToWhoCame() {
        Queue<String> queue = queueOf("a");
        var drained = new SlowCollection<String>();
        var drain = createTask(() -> queue.drainTo(drained));
        turns(1);
        var getter = createTask(queue::get);
        turns(1);
        drain.cancel();
        assertEquals("a", getter.await());
        assertEquals(0, drained.size());
    }

    @AsyncTest
    void drainTo_givesTheOrderOfGet() {
        Queue<String> one = queueOf("b", "c", "a");
        Queue<String> other = queueOf("b", "c", "a");
        var drained = new ArrayList<String>();
        one.drainTo(drained);
        assertEquals(List.of(other.get(), other.get(), other.get()), drained);
    }

    // ---- looking

    @AsyncTest
    void toString_showsSizeWaitersTasksAndShutdown() {
        Queue<String> queue = newQueue(1);
        String name = queue.getClass().getSimpleName();
        assertEquals("<" + name + " maxsize=1 size=0>", queue.toString());
        var a = getter(queue, "a");
        var b = getter(queue, "b");
        turns(1);
        assertEquals("<" + name + " maxsize=1 size=0 getters=2>", queue.toString());
        assertTrue(a.toString().contains("wait_for=<" + name + " "), a.toString());
        queue.put("x");
        assertEquals("<" + name + " maxsize=1 size=1 getters=1 tasks=1>", queue.toString());
        b.cancel();
        turns(1);
        queue.put("y");
        var c = putter(queue, "z");
        turns(1);
        assertEquals("<" + name + " maxsize=1 size=1 putters=1 tasks=2>", queue.toString());
        assertEquals(new Queue.Statistics(1, 1, 2, 0, 1, 0, false), queue.statistics());
        queue.shutdown();
        assertEquals("<" + name + " maxsize=1 size=1 tasks=2 shutdown>", queue.toString());
        assertThrows(QueueShutDownException.class, c::await);
    }

    @AsyncTest
    void toString_neverAsksTheItems() {
        record Item(int number) implements Comparable<Item> {
            @Override
            public int compareTo(Item other) {
                return Integer.compare(number, other.number);
            }

            @Override
            public String toString() {
                throw new AssertionError("asked");
            }
        }
        Queue<Item> queue = new PriorityQueue<>();
        queue.put(new Item(1));
        assertEquals("<PriorityQueue maxsize=0 size=1 tasks=1>", queue.toString());
    }
}
