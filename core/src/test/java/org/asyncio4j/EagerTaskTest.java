package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

class EagerTaskTest {
    private final Checkpoints log = new Checkpoints();

    // ---- the first step

    @AsyncTest
    void eager_neverSuspends_isDoneWhenTheCallReturns() {
        getRunningLoop().callSoon(() -> log.add("callback"));
        var task = createTask(eager(), () -> "x");
        assertTrue(task.isDone());
        assertEquals("x", task.result());
        assertEquals("x", task.await());
        assertFalse(allTasks().contains(task));
        log.assertAre();
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void eager_fails_failsTheTaskAndNotTheCall() {
        var error = new IOException();
        var task =
                createTask(
                        eager(),
                        () -> {
                            throw error;
                        });
        assertTrue(task.isDone());
        assertSame(error, assertThrows(IOException.class, task::await));
    }

    @AsyncTest
    void eager_suspends_goesOnWithItsCreatorAndIsQueuedLater() {
        try (var ticks = new TickLog()) {
            ticks.add("before");
            var task =
                    createTask(
                            eager(),
                            () -> {
                                ticks.add("first step");
                                sleep(Duration.ZERO);
                                ticks.add("second step");
                            });
            ticks.add("after");
            assertFalse(task.isDone());
            getRunningLoop().callSoon(() -> ticks.add("callback"));
            sleep(Duration.ZERO);
            ticks.add("creator");
            task.await();
            ticks.assertIs(
                    "0 before",
                    "0 first step",
                    "0 after",
                    "1 second step",
                    "1 callback",
                    "1 creator");
        }
    }

    @AsyncTest
    void eager_otherReadySteps_doNotRunInBetween() {
        createTask(() -> log.add("other task"));
        getRunningLoop().callSoon(() -> log.add("callback"));
        log.add(1);
        createTask(eager(), () -> log.add(2));
        log.add(3);
        sleep(Duration.ZERO);
        log.assertAre(1, 2, 3, "other task", "callback");
    }

    @AsyncTest
    void eager_currentTask_isSwappedAndSwappedBack() {
        var creator = current();
        var inside = new Task<?>[1];
        var task =
                createTask(
                        eager(),
                        () -> {
                            inside[0] = current();
                            assertTrue(allTasks().contains(inside[0]));
                            sleep(seconds(1));
                            assertSame(inside[0], current());
                        });
        assertSame(creator, current());
        assertSame(task, inside[0]);
        assertNotSame(creator, task);
        task.await();
    }

    @AsyncTest
    void eager_name_isVisibleInTheFirstStep() {
        createTask(named("n").eager(), () -> log.add(current().name()));
        log.assertAre("n");
    }

    @AsyncTest
    void eager_contextVariables_areOfItsOwn() {
        var variable = ContextVar.<String>of("v");
        variable.set("creator");
        var task =
                createTask(
                        eager(),
                        () -> {
                            log.add(variable.get());
                            variable.set("task");
                            sleep(Duration.ZERO);
                            log.add(variable.get());
                        });
        assertEquals("creator", variable.get());
        task.await();
        log.assertAre("creator", "task");
    }

    @AsyncTest
    void eager_nested_runsInwardsAndComesBack() {
        createTask(
                eager(),
                () -> {
                    log.add(1);
                    createTask(
                            eager(),
                            () -> {
                                log.add(2);
                                createTask(eager(), () -> log.add(3));
                                log.add(4);
                                sleep(Duration.ZERO);
                                log.add(7);
                            });
                    log.add(5);
                    sleep(Duration.ZERO);
                    log.add(8);
                });
        log.add(6);
        sleep(Duration.ZERO);
        log.add(9);
        log.assertAre(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @AsyncTest
    void eager_deeplyNested_comesBack() {
        assertEquals(200, nest(200));
    }

    private static int nest(int depth) {
        return depth == 0 ? 0 : 1 + createTask(eager(), () -> nest(depth - 1)).result();
    }

    @AsyncTest
    void eager_awaitsItsCreator_isRefused() {
        var creator = current();
        var task =
                createTask(
                        eager(),
                        () -> {
                            sleep(Duration.ZERO);
                            return creator.await();
                        });
        var error = assertThrows(IllegalStateException.class, task::await);
        assertTrue(error.getMessage().contains("await each other"), error.getMessage());
    }

    @AsyncTest
    void eager_awaitsAFutureThatItsCreatorSets_goesOn() {
        Future<String> future = Future.pending();
        var task = createTask(eager(), () -> future.await() + "!");
        assertFalse(task.isDone());
        future.setResult("x");
        assertEquals("x!", task.await());
    }

    @AsyncTest
    void eager_setsWhatItsCreatorAwaits_doesNotSuspend() {
        Future<String> future = Future.pending();
        createTask(eager(), () -> future.setResult("x"));
        assertEquals("x", future.await());
    }

    // ---- cancelling

    @AsyncTest
    void cancel_afterItIsDone_isFalse() {
        var task = createTask(eager(), () -> "x");
        assertFalse(task.cancel());
        assertEquals("x", task.await());
    }

    @AsyncTest
    void cancel_whenSuspended_isDelivered() {
        var task = createTask(eager(), () -> log.waitForEver("task"));
        assertTrue(task.cancel("why"));
        assertEquals("why", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("task ends");
    }

    @AsyncTest
    void cancel_ofItselfInTheFirstStep_isDeliveredAtTheNextSuspension() {
        var task =
                createTask(
                        eager(),
                        () -> {
                            current().cancel("self");
                            log.add("goes on");
                            pause();
                        });
        assertFalse(task.isDone());
        assertEquals("self", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("goes on");
    }

    @AsyncTest
    void cancel_ofTheCreatorByTheChild_isDeliveredAtTheCreatorsNextSuspension() {
        var task =
                createTask(
                        () -> {
                            var creator = current();
                            createTask(eager(), () -> creator.cancel("by the child"));
                            log.add("goes on");
                            pause();
                        });
        assertEquals("by the child", assertThrows(CancelledError.class, task::await).getMessage());
        log.assertAre("goes on");
    }

    @AsyncTest
    void eager_creatorIsBeingCancelled_stillRuns() {
        var task =
                createTask(
                        () -> {
                            current().cancel();
                            createTask(eager(), () -> log.add("ran"));
                            pause();
                        });
        assertThrows(CancelledError.class, task::await);
        log.assertAre("ran");
    }

    // ---- where it is made

    @AsyncTest
    void eager_fromACallback_runsInsideOfIt() {
        var variable = ContextVar.<String>of("v");
        variable.set("callback");
        getRunningLoop()
                .callSoon(
                        () -> {
                            log.add(1);
                            assertNull(currentTask());
                            var task =
                                    createTask(
                                            eager(),
                                            () -> {
                                                log.add(2);
                                                variable.set("task");
                                                createTask(eager(), () -> log.add(3));
                                                sleep(Duration.ZERO);
                                                log.add(8);
                                            });
                            log.add(4);
                            assertFalse(task.isDone());
                            assertNull(currentTask());
                            assertEquals("callback", variable.get());
                            createTask(eager(), () -> log.add(5));
                        });
        getRunningLoop().callSoon(() -> log.add(6));
        sleep(Duration.ZERO);
        log.add(7);
        sleep(Duration.ZERO);
        log.assertAre(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void eager_fromACallbackInDebugMode_isTheSame() {
        eager_fromACallback_runsInsideOfIt();
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void eager_nestedInDebugMode_isTheSame() {
        eager_nested_runsInwardsAndComesBack();
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void eager_slowStepFromACallbackInDebugMode_callbackKeepsItsContext() {
        getRunningLoop().setSlowCallbackDuration(Duration.ZERO);
        var variable = ContextVar.<String>of("v");
        variable.set("callback");
        try (var records = new LogRecords()) {
            getRunningLoop()
                    .callSoon(
                            () -> {
                                log.add(1);
                                createTask(eager(), () -> createTask(eager(), () -> log.add(2)));
                                log.add(variable.get());
                            });
            getRunningLoop().callSoon(() -> log.add(3));
            sleep(Duration.ZERO);
            assertFalse(records.texts().isEmpty());
            getRunningLoop().setSlowCallbackDuration(seconds(1));
        }
        log.assertAre(1, 2, "callback", 3);
    }

    @AsyncTest
    void eager_fromADoneCallback_runsInsideOfIt() {
        Future<String> future = Future.pending();
        future.addDoneCallback(
                done -> {
                    log.add(1);
                    createTask(eager(), () -> log.add(2));
                    log.add(3);
                });
        future.setResult("x");
        sleep(Duration.ZERO);
        log.assertAre(1, 2, 3);
    }

    @Test
    void eager_loopDoesNotRun_beginsLater() {
        EventLoop loop = newEventLoop(new VirtualClock());
        loop.setTaskFactory(eagerTaskFactory());
        var task = loop.createTask(() -> log.add("ran"));
        assertFalse(task.isDone());
        log.assertAre();
        loop.runUntilComplete(task);
        log.assertAre("ran");
        loop.close();
    }

    @AsyncTest
    void eager_afterTheCreatorHasBlocked_works() throws Exception {
        Thread.sleep(1);
        createTask(eager(), () -> log.add(1));
        log.add(2);
        log.assertAre(1, 2);
    }

    @AsyncTest
    @LoopOptions(realClock = true)
    void eager_blocksInAJdkCall_creatorGoesOn() {
        var task =
                createTask(
                        eager(),
                        () -> {
                            log.add("begins");
                            Thread.sleep(20);
                            log.add("slept");
                        });
        log.add("creator");
        task.await();
        log.assertAre(
                BackendTest.actual().equals("carried")
                        ? new Object[] {"begins", "creator", "slept"}
                        : new Object[] {"begins", "slept", "creator"});
    }

    @CarriedOnly
    @AsyncTest
    void eager_needsAMonitorOfItsCreator_creatorGoesOn() {
        var monitor = new Object();
        Task<Void> task;
        synchronized (monitor) {
            task =
                    createTask(
                            eager(),
                            () -> {
                                synchronized (monitor) {
                                    log.add("has it");
                                }
                            });
            log.add("creator");
        }
        task.await();
        log.assertAre("creator", "has it");
    }

    @CarriedOnly
    @AsyncTest
    void eager_fromACallbackThatHoldsALock_callbackGoesOn() {
        var lock = new ReentrantLock();
        getRunningLoop()
                .callSoon(
                        () -> {
                            lock.lock();
                            try {
                                createTask(eager(), () -> locked(lock));
                                log.add("callback");
                            } finally {
                                lock.unlock();
                            }
                        });
        getRunningLoop().callSoon(() -> log.add("next callback"));
        while (allTasks().size() > 1 || log.entries().size() < 3) {
            sleep(Duration.ZERO);
        }
        log.assertAre("callback", "next callback", "has it");
    }

    private void locked(ReentrantLock lock) {
        lock.lock();
        try {
            log.add("has it");
        } finally {
            lock.unlock();
        }
    }

    private static final List<Object> INITIALISER_LOG = new ArrayList<>();

    private static final class Initialiser {
        static final Task<?> TASK = make();

        private static Task<?> make() {
            INITIALISER_LOG.add("before");
            var task = createTask(eager(), () -> INITIALISER_LOG.add("task"));
            INITIALISER_LOG.add("after");
            return task;
        }
    }

    @CarriedOnly
    @AsyncTest
    void eager_inAClassInitialiser_beginsLater() {
        Initialiser.TASK.await();
        assertEquals(List.of("before", "after", "task"), INITIALISER_LOG);
        createTask(eager(), () -> log.add(1)); // the loop is unharmed
        log.add(2);
        log.assertAre(1, 2);
    }

    // ---- the rest

    @AsyncTest
    void lazy_withAnEagerFactory_beginsLater() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        createTask(() -> log.add("eager"));
        var lazy = createTask(lazy(), () -> log.add("lazy"));
        log.add("creator");
        lazy.await();
        log.assertAre("eager", "creator", "lazy");
    }

    @AsyncTest
    void gather_allFinishEagerly_doesNotSuspend() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        getRunningLoop().callSoon(() -> log.add("callback"));
        assertEquals(List.of(1, 2), gather(() -> 1, () -> 2));
        log.assertAre();
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void eager_manyTasks_comeAndGo() {
        var tasks = new ArrayList<Task<Integer>>();
        for (int i = 0; i < 1000; i++) {
            int n = i;
            tasks.add(
                    createTask(
                            eager(),
                            () -> {
                                if (n % 2 == 0) {
                                    sleep(Duration.ZERO);
                                }
                                return n;
                            }));
        }
        assertEquals(500, tasks.stream().filter(Task::isDone).count());
        assertEquals(499_500, gather(tasks).stream().mapToInt(n -> n).sum());
    }

    @AsyncTest
    void eager_coroutine_isTaken(TestLoop loop) {
        var coroutine = async(() -> "x");
        assertEquals("x", createTask(eager(), coroutine).result());
        assertThrows(IllegalStateException.class, () -> createTask(eager(), coroutine));
        assertEquals(List.of(), loop.takeReports());
    }

    @AsyncTest
    void eager_stopsTheLoopAtTheEndOfTheIteration_afterItsCreator() throws Exception {
        EventLoop loop = newEventLoop(new VirtualClock());
        var thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    loop.callSoon(
                                            () -> {
                                                loop.createTask(() -> log.add("lazy"));
                                                Asyncio.createTask(eager(), loop::stop);
                                                log.add("creator");
                                            });
                                    loop.runForever();
                                    loop.close();
                                });
        toThread(() -> thread.join());
        log.assertAre("creator");
    }
}
