package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

class TaskTest {
    // ---- starting and ending

    @AsyncTest
    void createTask_called_runsNothingYet() {
        var log = new ArrayList<String>();
        var task = createTask(() -> log.add("task"));
        log.add("created");
        assertFalse(task.isDone());
        task.await();
        assertEquals(List.of("created", "task"), log);
    }

    @AsyncTest
    void tasks_created_beginInTheOrderOfCreationAmongCallbacks() {
        try (var log = new TickLog()) {
            createTask(() -> log.add("task 1"));
            getRunningLoop().callSoon(() -> log.add("callback 1"));
            createTask(() -> log.add("task 2"));
            createTask(() -> log.add("task 3"));
            getRunningLoop().callSoon(() -> log.add("callback 2"));
            getRunningLoop().callSoon(() -> log.add("callback 3"));
            createTask(() -> log.add("task 4"));
            sleep(Duration.ZERO);
            log.assertIs(
                    "1 task 1",
                    "1 callback 1",
                    "1 task 2",
                    "1 task 3",
                    "1 callback 2",
                    "1 callback 3",
                    "1 task 4");
        }
    }

    @AsyncTest
    void task_returns_isFinishedWithTheResult() {
        var task = createTask(() -> "result");
        assertEquals("result", task.await());
        assertTrue(task.isDone());
        assertFalse(task.isCancelled());
        assertEquals("result", task.result());
        assertNull(task.exception());
    }

    @AsyncTest
    void task_throws_givesTheSameObjectToAllWhoAwait() {
        var error = new IOException("disk");
        var task =
                createTask(
                        () -> {
                            throw error;
                        });
        assertSame(error, assertThrows(IOException.class, task::await));
        assertSame(error, assertThrows(IOException.class, task::await));
        assertSame(error, task.exception());
        assertFalse(task.isCancelled());
    }

    @AsyncTest
    void task_throwsAnError_givesIt() {
        var error = new StackOverflowError("deep");
        var task =
                createTask(
                        () -> {
                            throw error;
                        });
        assertSame(error, assertThrows(StackOverflowError.class, task::await));
    }

    @AsyncTest
    void task_reallyOverflowsItsStack_failsAndTheLoopLives() {
        var task = createTask(() -> recurse(1));
        assertThrows(StackOverflowError.class, task::await);
        assertEquals(1, createTask(() -> 1).await());
    }

    private static int recurse(int depth) {
        return depth < 0 ? 0 : 1 + recurse(depth + 1) / 2;
    }

    @AsyncTest
    void await_task_resumesInTheIterationAfterItsEnd() {
        try (var log = new TickLog()) {
            var one = createTask(() -> log.add("one"));
            log.add("main");
            one.await();
            log.add("got one");
            one.await();
            log.add("again");
            createTask(
                            () -> {
                                sleep(Duration.ZERO);
                                log.add("two");
                            })
                    .await();
            log.add("got two");
            nest(3, log);
            log.assertIs(
                    "0 main",
                    "1 one",
                    "2 got one",
                    "2 again",
                    "4 two",
                    "5 got two",
                    "8 nest 0",
                    "9 nest 1",
                    "10 nest 2",
                    "11 nest 3");
        }
    }

    private static void nest(int depth, TickLog log) {
        if (depth > 0) {
            createTask(() -> nest(depth - 1, log)).await();
        }
        log.add("nest " + depth);
    }

    @AsyncTest
    void task_awaitsItself_fails() {
        var self = new ArrayList<Task<?>>();
        var task = createTask(() -> self.getFirst().await());
        self.add(task);
        var error = assertThrows(IllegalStateException.class, task::await);
        assertTrue(error.getMessage().contains("itself"), error.getMessage());
    }

    @AsyncTest
    void task_setFromOutside_isRefused() {
        var task = createTask(() -> 1);
        assertThrows(UnsupportedOperationException.class, () -> task.setResult(2));
        assertThrows(
                UnsupportedOperationException.class,
                () -> task.setException(new IOException("no")));
        assertEquals(1, task.await());
    }

    @AsyncTest
    void createTask_withCoroutine_runsItsBody() {
        var log = new ArrayList<String>();
        Coroutine<Integer> coroutine =
                async(
                        () -> {
                            log.add("body");
                            return 3;
                        });
        assertEquals(3, createTask(coroutine).await());
        assertEquals(List.of("body"), log);
    }

    @AsyncTest
    void createTask_withFuture_isATaskThatAwaitsIt() {
        Future<String> future = Future.pending();
        Task<String> task = createTask(future);
        assertNotSame(future, task);
        sleep(Duration.ZERO);
        future.setResult("through");
        assertEquals("through", task.await());
    }

    @AsyncTest
    void createTask_blockReturnsACoroutine_fails() {
        var task = createTask(() -> async(() -> 1));
        var error = assertThrows(IllegalStateException.class, task::await);
        assertTrue(error.getMessage().contains("nobody awaited"), error.getMessage());
    }

    @Test
    void createTask_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> createTask(() -> 1));
    }

    @AsyncTest
    void createTask_inACallback_startsATask() {
        var tasks = new ArrayList<Task<Integer>>();
        getRunningLoop().callSoon(() -> tasks.add(createTask(() -> 5)));
        sleep(Duration.ZERO);
        assertEquals(5, tasks.getFirst().await());
    }

    @AsyncTest
    void createTask_ofTheLoop_doesTheSame() {
        var loop = getRunningLoop();
        assertEquals(1, loop.createTask(() -> 1).await());
        var log = new ArrayList<String>();
        loop.createTask(
                        () -> {
                            log.add("void");
                        })
                .await();
        assertEquals(List.of("void"), log);
    }

    // ---- many

    @AsyncTest
    void tasks_aThousandYieldingTogether_takeTurnsInOrder() {
        int count = 1000;
        var turns = new ArrayList<Integer>();
        var tasks = new ArrayList<Task<Void>>();
        for (int i = 0; i < count; i++) {
            int number = i;
            tasks.add(
                    createTask(
                            () -> {
                                for (int round = 0; round < 3; round++) {
                                    turns.add(number);
                                    sleep(Duration.ZERO);
                                }
                            }));
        }
        gather(tasks);
        for (int i = 0; i < 3 * count; i++) {
            assertEquals(i % count, turns.get(i));
        }
    }

    @AsyncTest
    void twoTasks_overFutures_playPingPong() {
        var log = new ArrayList<String>();
        var balls = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 7; i++) {
            balls.add(Future.pending());
        }
        var ping = createTask(() -> play("ping", 0, balls, log));
        var pong = createTask(() -> play("pong", 1, balls, log));
        balls.getFirst().setResult(0);
        ping.await();
        pong.await();
        assertEquals(List.of("ping 0", "pong 1", "ping 2", "pong 3", "ping 4", "pong 5"), log);
        balls.getLast().await();
    }

    private static void play(
            String name, int first, List<Future<Integer>> balls, List<String> log) {
        for (int i = first; i < balls.size() - 1; i += 2) {
            log.add(name + " " + balls.get(i).await());
            balls.get(i + 1).setResult(i + 1);
        }
    }

    // ---- which task

    @AsyncTest
    void currentTask_acrossSuspensions_staysTheSame() {
        var outer = currentTask();
        var task =
                createTask(
                        () -> {
                            var mine = currentTask();
                            sleep(Duration.ZERO);
                            assertSame(mine, currentTask());
                            sleep(seconds(1));
                            assertSame(mine, currentTask());
                            return mine;
                        });
        assertSame(task, task.await());
        assertSame(outer, currentTask());
    }

    @AsyncTest
    void currentTask_inAnAwaitedCoroutine_isTheAwaitingTask() {
        assertSame(currentTask(), await(async(() -> currentTask())));
    }

    @AsyncTest
    void currentTask_inACallbackOrThread_isNull() {
        var seen = new ArrayList<Object>();
        getRunningLoop().callSoon(() -> seen.add(String.valueOf(currentTask())));
        sleep(Duration.ZERO);
        assertEquals(List.of("null"), seen);
        assertNull(toThread(() -> currentTask()));
    }

    @Test
    void currentTask_withoutALoop_isNull() {
        assertNull(currentTask());
    }

    @AsyncTest
    void currentTask_withTheThreadsHandlerReplaced_isFoundAllTheSame() {
        var task =
                createTask(
                        () -> {
                            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                            sleep(Duration.ZERO);
                            sleep(seconds(1));
                            return currentTask();
                        });
        assertSame(task, task.await());
    }

    @AsyncTest
    void allTasks_whileTasksRun_areTheUnfinishedOnesOldestFirst() {
        Future<Void> gate = Future.pending();
        var a = createTask(gate);
        var b = createTask(() -> 1);
        var c = createTask(gate);
        assertEquals(List.of(currentTask(), a, b, c), List.copyOf(allTasks()));
        sleep(Duration.ZERO);
        assertEquals(List.of(currentTask(), a, c), List.copyOf(allTasks()));
        gate.setResult(null);
        a.await();
        c.await();
        b.await();
        assertEquals(Set.of(currentTask()), allTasks());
    }

    @AsyncTest
    void allTasks_fromAnotherThread_areThoseOfTheGivenLoop(TestLoop loop) {
        Future<Void> gate = Future.pending();
        var task = createTask(gate);
        var seen = toThread(() -> allTasks(loop.eventLoop()));
        assertEquals(Set.of(currentTask(), task), seen);
        gate.setResult(null);
        task.await();
    }

    @Test
    void allTasks_withoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> allTasks());
    }

    // ---- names and stacks

    @AsyncTest
    void name_notGiven_isCounted() {
        int first = number(createTask(() -> 1).name());
        int second = number(createTask(() -> 2).name());
        assertEquals(first + 1, second);
        sleep(Duration.ZERO);
    }

    private static int number(String name) {
        assertTrue(name.matches("Task-[0-9]+"), name);
        return Integer.parseInt(name.substring("Task-".length()));
    }

    @AsyncTest
    void name_given_isKept() {
        var task = createTask(named("poller"), () -> 1);
        assertEquals("poller", task.name());
        assertEquals(1, task.await());
        assertEquals("poller", task.name());
        var empty = createTask(named("cleaner"), () -> sleep(Duration.ZERO));
        assertEquals("cleaner", empty.name());
        empty.await();
    }

    @AsyncTest
    void getStack_suspendedTask_showsWhereItWaits() {
        Future<Void> gate = Future.pending();
        var task = createTask(() -> waitAtTheGate(gate));
        assertArrayEquals(new StackTraceElement[0], task.getStack());
        sleep(Duration.ZERO);
        assertTrue(
                Arrays.stream(task.getStack())
                        .anyMatch(frame -> frame.getMethodName().equals("waitAtTheGate")),
                () -> Arrays.toString(task.getStack()));
        gate.setResult(null);
        task.await();
        assertArrayEquals(new StackTraceElement[0], task.getStack());
    }

    private static Void waitAtTheGate(Future<Void> gate) {
        return gate.await();
    }

    // ---- each task is a thread

    @AsyncTest
    void task_nobodyRefersTo_runsToItsEnd() {
        var ended = new ArrayList<String>();
        createTask(
                () -> {
                    sleep(seconds(1));
                    ended.add("ended");
                });
        for (int i = 0; i < 3; i++) {
            sleep(Duration.ZERO);
            System.gc();
        }
        sleep(seconds(2));
        assertEquals(List.of("ended"), ended);
    }

    @AsyncTest
    void getStack_limited_keepsTheNewest() {
        Task<?> task = createTask(() -> sleepDeep(5));
        sleep(Duration.ZERO);
        StackTraceElement[] all = task.getStack();
        assertArrayEquals(Arrays.copyOf(all, 2), task.getStack(2));
        assertEquals(0, task.getStack(0).length);
        task.cancel();
    }

    private static void sleepDeep(int depth) {
        if (depth == 0) {
            sleep(seconds(1));
        } else {
            sleepDeep(depth - 1);
        }
    }

    @AsyncTest
    void getStack_failedTask_isThatOfTheError() {
        var error = new IllegalStateException("oops");
        Task<?> task =
                createTask(
                        () -> {
                            throw error;
                        });
        assertThrows(IllegalStateException.class, task::await);
        assertEquals(error.getStackTrace()[0], task.getStack()[0]);
    }

    @AsyncTest
    void printStack_suspendedAndDone_namesTheTask() {
        Task<?> task = createTask(named("sleeper"), () -> sleepDeep(1));
        sleep(Duration.ZERO);
        var suspended = new ByteArrayOutputStream();
        task.printStack(3, new PrintStream(suspended));
        String text = suspended.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("Stack for <Task pending name='sleeper'"), text);
        assertTrue(text.contains("sleepDeep"), text);
        assertEquals(4, text.lines().count(), text);
        task.await();
        var done = new ByteArrayOutputStream();
        task.printStack(3, new PrintStream(done));
        assertTrue(done.toString(StandardCharsets.UTF_8).startsWith("No stack for <Task"));
    }

    @AsyncTest
    void setName_changesTheNameOfTaskAndThread() {
        Task<String> task = createTask(() -> Thread.currentThread().getName());
        task.setName("renamed");
        assertEquals("renamed", task.name());
        assertEquals("renamed", task.await());
    }

    @AsyncTest
    void task_hasAThreadOfItsOwn() {
        Thread mine = Thread.currentThread();
        var local = new ThreadLocal<String>();
        local.set("outer");
        var task =
                createTask(
                        () -> {
                            assertNotSame(mine, Thread.currentThread());
                            assertTrue(Thread.currentThread().isVirtual());
                            assertNull(local.get());
                            local.set("inner");
                            sleep(seconds(1));
                            return local.get();
                        });
        assertEquals("inner", task.await());
        assertEquals("outer", local.get());
    }

    @AsyncTest
    void task_holdsAMonitorAcrossAnAwait_othersStillRun() {
        var monitor = new Object();
        var log = new ArrayList<String>();
        Future<Void> gate = Future.pending();
        var holder =
                createTask(
                        () -> {
                            synchronized (monitor) {
                                gate.await();
                                log.add("holder");
                            }
                        });
        sleep(Duration.ZERO);
        getRunningLoop().callSoon(() -> log.add("callback"));
        createTask(() -> log.add("task")).await();
        gate.setResult(null);
        holder.await();
        assertEquals(List.of("callback", "task", "holder"), log);
    }
}
