package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;

import java.util.ArrayList;
import java.util.List;

class TaskFactoryTest {
    private final Checkpoints log = new Checkpoints();

    @AsyncTest
    void factory_default_isNone() {
        EventLoop loop = getRunningLoop();
        assertNull(loop.taskFactory());
        loop.setTaskFactory(eagerTaskFactory());
        assertNotNull(loop.taskFactory());
        loop.setTaskFactory(null);
        assertNull(loop.taskFactory());
        var task = createTask(() -> log.add("lazy"));
        log.assertAre();
        task.await();
    }

    @AsyncTest
    void factory_everyWayToMakeATask_asksIt() {
        getRunningLoop()
                .setTaskFactory(
                        (loop, work, options) -> {
                            log.add(String.valueOf(options.name()));
                            return Task.of(loop, work, options);
                        });
        createTask(() -> 1).await();
        createTask(named("n"), () -> {}).await();
        gather(() -> 1, async(() -> 2));
        ensureFuture(() -> 1).await();
        shield(() -> 1);
        taskGroup(
                group -> {
                    group.createTask(named("group"), () -> 1);
                    group.start((TaskStatus<Integer> status) -> status.started(1));
                });
        getRunningLoop().createTask(() -> 1).await();
        log.assertAre("null", "n", "null", "null", "null", "null", "group", "null", "null");
    }

    @AsyncTest
    void factory_changesOptionsAndWork_bothCount() {
        getRunningLoop()
                .setTaskFactory(
                        (loop, work, options) ->
                                Task.of(
                                        loop,
                                        () -> {
                                            log.add("before");
                                            Object result = await(async(work));
                                            log.add("after");
                                            return result;
                                        },
                                        options.named("mine")));
        var task = createTask(() -> current().name());
        assertEquals("mine", task.await());
        log.assertAre("before", "after");
        assertTrue(task.toString().contains("TaskFactoryTest.java:"), task.toString());
    }

    @AsyncTest
    void factory_groupTasks_keepTheScopeOfTheGroup() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        boolean finished =
                moveOnAfter(
                        seconds(1),
                        () -> {
                            taskGroup(
                                    group -> {
                                        group.createTask(
                                                () -> {
                                                    try {
                                                        Checkpoints.pause();
                                                    } catch (CancelledError e) {
                                                        log.waitForEver("again");
                                                    }
                                                });
                                    });
                        });
        assertFalse(finished);
        log.assertAre("again ends");
    }

    @AsyncTest
    void factory_nestedEagerTasks_eachHaveTheirOwnScopeAndPlace() {
        getRunningLoop().setTaskFactory(eagerTaskFactory());
        var inner = new ArrayList<Task<?>>();
        moveOnAfter(
                seconds(1),
                () -> {
                    taskGroup(
                            group -> {
                                group.createTask(
                                        () -> {
                                            inner.add(createTask(() -> sleep(seconds(5))));
                                            sleep(seconds(9));
                                        });
                            });
                });
        assertFalse(inner.getFirst().isDone()); // not of the group, so not of its scope
        inner.getFirst().await();
    }

    @AsyncTest
    void factory_throws_theCallThrowsAndTheCoroutineIsDiscarded(TestLoop testLoop) {
        var error = new IllegalArgumentException();
        getRunningLoop()
                .setTaskFactory(
                        (loop, work, options) -> {
                            throw error;
                        });
        assertSame(
                error,
                assertThrows(IllegalArgumentException.class, () -> createTask(async(() -> 1))));
        getRunningLoop().setTaskFactory(null);
        assertEquals(1, createTask(() -> 1).await());
        assertEquals(List.of(), testLoop.takeReports());
    }

    @AsyncTest
    void factory_returnsNull_isRefused() {
        getRunningLoop().setTaskFactory((loop, work, options) -> none());
        var error = assertThrows(IllegalStateException.class, () -> createTask(() -> 1));
        assertEquals("the task factory returned null", error.getMessage());
        getRunningLoop().setTaskFactory(null);
    }

    @SuppressWarnings("NullAway")
    private static Task<?> none() {
        return null;
    }

    @AsyncTest
    void factory_throwsInAGroup_theGroupGoesOn() {
        taskGroup(
                group -> {
                    getRunningLoop()
                            .setTaskFactory(
                                    (loop, work, options) -> {
                                        throw new IllegalArgumentException();
                                    });
                    assertThrows(IllegalArgumentException.class, () -> group.createTask(() -> 1));
                    getRunningLoop().setTaskFactory(null);
                    group.createTask(() -> log.add("child"));
                });
        log.assertAre("child");
    }

    @AsyncTest
    void factory_makesHelpersOfItsOwn_theyAreNoPartOfTheGroup() {
        getRunningLoop()
                .setTaskFactory(
                        (loop, work, options) -> {
                            Task<?> task = Task.of(loop, work, options);
                            Task.of(loop, () -> log.entries().add("helper"), options);
                            return task;
                        });
        taskGroup(
                group -> {
                    group.createTask(() -> sleep(seconds(1)));
                    assertEquals(1, group.tasks().size());
                });
        log.assertAre("helper");
    }

    @AsyncTest
    void taskOf_withoutAFactory_makesATask() {
        var task =
                Task.of(getRunningLoop(), () -> current().name(), TaskOptions.DEFAULT.named("n"));
        assertEquals("n", task.await());
    }

    @AsyncTest
    void taskOf_aLoopThatDoesNotRun_beginsWhenItRuns() {
        EventLoop other = newEventLoop(new VirtualClock());
        var task = Task.of(other, () -> "x", eager());
        assertFalse(task.isDone());
        toThread(
                () -> {
                    assertEquals("x", other.runUntilComplete(task));
                    other.close();
                });
    }
}
