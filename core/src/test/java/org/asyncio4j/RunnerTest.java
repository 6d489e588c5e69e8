package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

class RunnerTest {
    private static Runner onVirtualTime() {
        return Runner.open(o -> o.withLoopFactory(() -> newEventLoop(new VirtualClock())));
    }

    // ---- run

    @Test
    void run_main_givesItsResult() {
        assertEquals(5, run(() -> 5));
        assertNull(run(() -> null));
        assertEquals("c", run(async(() -> "c")));
    }

    @Test
    void run_voidMain_returns() {
        var log = new ArrayList<String>();
        run(
                () -> {
                    sleep(Duration.ZERO);
                    log.add("ran");
                });
        assertEquals(List.of("ran"), log);
    }

    @Test
    void run_mainThrows_throwsTheSameObject() {
        var error = new FileNotFoundException("gone");
        try {
            run(() -> open(error));
        } catch (FileNotFoundException e) { // declared by run, because main declares it
            assertSame(error, e);
            return;
        }
        throw new AssertionError("not thrown");
    }

    private static String open(FileNotFoundException error) throws FileNotFoundException {
        throw error;
    }

    @Test
    void run_mainCancelsItself_throwsCancelledError() {
        var error =
                assertThrows(
                        CancelledError.class,
                        () ->
                                run(
                                        () -> {
                                            currentTask().cancel("own will");
                                            sleep(Duration.ZERO);
                                        }));
        assertEquals("own will", error.getMessage());
    }

    @Test
    void run_twice_usesTwoLoopsAndClosesThem() {
        EventLoop first = run(() -> getRunningLoop());
        EventLoop second = run(() -> getRunningLoop());
        assertNotSame(first, second);
        assertTrue(first.isClosed());
        assertTrue(second.isClosed());
        assertFalse(first.isRunning());
    }

    @Test
    void run_mainFails_closesTheLoop() {
        var loops = new ArrayList<EventLoop>();
        assertThrows(
                IllegalStateException.class,
                () ->
                        run(
                                () -> {
                                    loops.add(getRunningLoop());
                                    throw new IllegalStateException();
                                }));
        assertTrue(loops.getFirst().isClosed());
    }

    @Test
    void run_blockReturnsACoroutine_fails() {
        assertThrows(IllegalStateException.class, () -> run(() -> async(() -> 1)));
    }

    // ---- one within the other

    @AsyncTest
    void run_inATask_isRefused() {
        var error = assertThrows(IllegalStateException.class, () -> run(() -> 1));
        assertTrue(error.getMessage().contains("another one runs"), error.getMessage());
        sleep(Duration.ZERO); // the outer loop is unharmed
    }

    @AsyncTest
    void run_inACallback_isRefused() {
        var errors = new ArrayList<Throwable>();
        getRunningLoop()
                .callSoon(
                        () ->
                                errors.add(
                                        assertThrows(
                                                IllegalStateException.class, () -> run(() -> 1))));
        sleep(Duration.ZERO);
        assertEquals(1, errors.size());
    }

    @AsyncTest
    void run_inAnotherThreadOfATask_isAllowed() {
        assertEquals("inner", toThread(() -> run(() -> "inner")));
    }

    @Test
    void runnerRun_inItsOwnTask_isRefused() {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        assertThrows(IllegalStateException.class, () -> runner.run(() -> 1));
                    });
            assertEquals(2, runner.run(() -> 2));
        }
    }

    // ---- a runner's life

    @Test
    void runner_severalMains_shareTheLoop() {
        try (var runner = Runner.open()) {
            EventLoop loop = runner.run(() -> getRunningLoop());
            assertSame(loop, runner.run(() -> getRunningLoop()));
            assertSame(loop, runner.loop());
            assertFalse(loop.isClosed());
            assertFalse(loop.isRunning());
        }
    }

    @Test
    void runner_taskLeftByOneMain_goesOnInTheNext() {
        var log = new ArrayList<String>();
        try (var runner = onVirtualTime()) {
            Task<Void> task =
                    runner.run(
                            () ->
                                    createTask(
                                            () -> {
                                                log.add("begins");
                                                sleep(seconds(1));
                                                log.add("ends");
                                            }));
            runner.run(() -> log.add("between"));
            runner.run(task);
        }
        assertEquals(List.of("begins", "between", "ends"), log);
    }

    @Test
    void runner_mainFails_canRunAnother() {
        try (var runner = Runner.open()) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            runner.run(
                                    () -> {
                                        throw new IllegalStateException();
                                    }));
            assertEquals(1, runner.run(() -> 1));
        }
    }

    @Test
    void runner_closed_refusesEverything() {
        var runner = Runner.open();
        EventLoop loop = runner.loop();
        runner.close();
        runner.close();
        assertTrue(loop.isClosed());
        assertThrows(IllegalStateException.class, runner::loop);
        assertThrows(IllegalStateException.class, () -> runner.run(() -> 1));
    }

    @Test
    void runner_neverUsed_makesNoLoop() {
        var made = new ArrayList<EventLoop>();
        Runner.open(
                        o ->
                                o.withLoopFactory(
                                        () -> {
                                            made.add(newEventLoop());
                                            return made.getFirst();
                                        }))
                .close();
        assertEquals(List.of(), made);
    }

    @Test
    void runner_loopFactory_isAskedOnce() {
        var made = new ArrayList<EventLoop>();
        try (var runner =
                Runner.open(
                        o ->
                                o.withLoopFactory(
                                        () -> {
                                            made.add(newEventLoop());
                                            return made.getFirst();
                                        }))) {
            assertSame(runner.loop(), runner.run(() -> getRunningLoop()));
            runner.run(() -> 1);
        }
        assertEquals(1, made.size());
    }

    @Test
    void runner_loopFactoryOfAForeignLoop_isRefused() {
        var foreign =
                (EventLoop)
                        Proxy.newProxyInstance(
                                EventLoop.class.getClassLoader(),
                                new Class<?>[] {EventLoop.class},
                                (proxy, method, arguments) -> "mine");
        try (var runner = Runner.open(o -> o.withLoopFactory(() -> foreign))) {
            var error = assertThrows(IllegalArgumentException.class, runner::loop);
            assertEquals(
                    "the loop factory must return what Asyncio.newEventLoop() makes: mine",
                    error.getMessage());
        }
    }

    @Test
    void runner_debugOption_setsTheLoops() {
        try (var runner = Runner.open(o -> o.withDebug(true))) {
            assertTrue(runner.loop().isDebug());
        }
        try (var runner = Runner.open(o -> o.withDebug(false))) {
            assertFalse(runner.loop().isDebug());
        }
    }

    @Test
    void runner_debugNotSaid_leavesTheLoopsOwn() {
        var loop = newEventLoop();
        loop.setDebug(true);
        try (var runner = Runner.open(o -> o.withLoopFactory(() -> loop))) {
            assertTrue(runner.loop().isDebug());
        }
    }

    // ---- winding up

    @Test
    void run_tasksLeft_areCancelledAndWaitedFor() {
        var log = new ArrayList<String>();
        try (var runner = onVirtualTime()) {
            runner.run(
                    () -> {
                        createTask(
                                () -> {
                                    try {
                                        sleep(seconds(100));
                                    } finally {
                                        sleep(seconds(1));
                                        log.add("clean");
                                    }
                                });
                        sleep(Duration.ZERO);
                        log.add("main");
                    });
            log.add("closing");
        }
        assertEquals(List.of("main", "closing", "clean"), log);
    }

    @Test
    void run_taskLeftFailsInItsCleanUp_isReportedOnce() {
        var reports = new ArrayList<ExceptionContext>();
        var error = new IOException("clean-up");
        var tasks = new ArrayList<Task<?>>();
        run(
                () -> {
                    getRunningLoop().setExceptionHandler((_, context) -> reports.add(context));
                    tasks.add(
                            createTask(
                                    () -> {
                                        try {
                                            sleep(seconds(100));
                                        } finally {
                                            fail(error);
                                        }
                                    }));
                    sleep(Duration.ZERO);
                });
        assertEquals(1, reports.size());
        assertEquals("unhandled exception during run() shutdown", reports.getFirst().message());
        assertSame(error, reports.getFirst().exception());
        assertSame(tasks.getFirst(), reports.getFirst().subject());
    }

    private static void fail(IOException error) throws IOException {
        throw error;
    }

    @Test
    void run_taskLeftIsCancelled_isNotReported() {
        var reports = new ArrayList<ExceptionContext>();
        run(
                () -> {
                    getRunningLoop().setExceptionHandler((_, context) -> reports.add(context));
                    createTask(() -> sleep(seconds(100)));
                    sleep(Duration.ZERO);
                });
        assertEquals(List.of(), reports);
    }

    @Test
    void run_taskLeftReturnsAfterTheCancel_isNoError() {
        var log = new ArrayList<String>();
        run(
                () -> {
                    createTask(
                            () -> {
                                try {
                                    sleep(seconds(100));
                                } catch (CancelledError e) {
                                    log.add(e.getMessage());
                                }
                            });
                    sleep(Duration.ZERO);
                });
        assertEquals(List.of("the event loop is shutting down"), log);
    }

    @Test
    void run_workInTheExecutor_isWaitedFor() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var log = new ArrayList<String>();
        var runThread =
                new FutureTask<Void>(
                        () -> {
                            run(
                                    () -> {
                                        var _ =
                                                getRunningLoop()
                                                        .runInExecutor(
                                                                null,
                                                                () -> {
                                                                    begun.countDown();
                                                                    release.await();
                                                                    log.add("job");
                                                                    return null;
                                                                });
                                    });
                            log.add("run returned");
                            return null;
                        });
        Thread.ofPlatform().start(runThread);
        begun.await();
        release.countDown();
        runThread.get();
        assertEquals(List.of("job", "run returned"), log);
    }

    // ---- interrupting the thread that runs

    @Test
    void run_interrupted_cancelsMainAndKeepsTheFlag() throws Exception {
        var sleeping = new CountDownLatch(1);
        var flag = new ArrayList<Boolean>();
        var log = new ArrayList<String>();
        var running =
                new FutureTask<>(
                        () -> {
                            try {
                                run(
                                        () -> {
                                            try {
                                                getRunningLoop().callSoon(sleeping::countDown);
                                                Future.pending().await();
                                            } finally {
                                                log.add("finally");
                                            }
                                        });
                                return null;
                            } catch (CancelledError e) {
                                flag.add(Thread.interrupted());
                                return e;
                            }
                        });
        Thread thread = Thread.ofPlatform().start(running);
        sleeping.await();
        thread.interrupt();
        assertInstanceOf(CancelledError.class, running.get());
        assertEquals(List.of(true), flag);
        assertEquals(List.of("finally"), log);
    }

    @Test
    void run_inAVirtualThread_works() throws Exception {
        var running = new FutureTask<>(() -> run(() -> createTask(() -> 7).await()));
        Thread.ofVirtual().start(running);
        assertEquals(7, running.get());
    }

    // ---- groups at the end: from the inside out

    @Test
    void close_openGroups_endFromTheInsideOut() {
        var log = new Checkpoints();
        try (var runner = onVirtualTime()) {
            runner.run(
                    () -> {
                        createTask(() -> nestedGroups(log));
                        createTask(() -> log.waitForEver("stray"));
                        sleep(seconds(1));
                    });
        }
        log.assertAre(
                "stray ends", "inner child ends", "inner group", "outer child ends", "outer group");
    }

    private static void nestedGroups(Checkpoints log) {
        try {
            taskGroup(
                    outer -> {
                        outer.createTask(() -> log.waitForEver("outer child"));
                        try {
                            taskGroup(
                                    inner -> {
                                        inner.createTask(() -> log.waitForEver("inner child"));
                                    });
                        } finally {
                            log.add("inner group");
                        }
                    });
        } finally {
            log.add("outer group");
        }
    }

    @Test
    void close_childNeedsItsSiblingsToCleanUp_theyAreCancelledByTheirGroupAlone() {
        var counts = new ArrayList<Integer>();
        try (var runner = onVirtualTime()) {
            runner.run(
                    () -> {
                        createTask(
                                () ->
                                        taskGroup(
                                                group -> {
                                                    group.createTask(() -> countCancels(counts));
                                                    try {
                                                        Checkpoints.pause();
                                                    } finally {
                                                        sleep(seconds(1)); // the child still serves
                                                        counts.add(-1);
                                                    }
                                                }));
                        sleep(seconds(1));
                    });
        }
        assertEquals(List.of(-1, 1), counts);
    }

    private static void countCancels(List<Integer> counts) {
        try {
            Checkpoints.pause();
        } finally {
            counts.add(Checkpoints.current().cancelling());
        }
    }

    @Test
    void close_bodyOfAGroupSwallowsTheCancel_childrenEndAllTheSame() {
        var log = new Checkpoints();
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        createTask(() -> taskGroup(g -> swallow(g, log)));
                        sleep(Duration.ZERO);
                        sleep(Duration.ZERO);
                    });
        }
        log.assertAre("body swallows", "child ends");
    }

    private static Object swallow(TaskGroup group, Checkpoints log) {
        group.createTask(() -> log.waitForEver("child"));
        try {
            return Future.pending().await();
        } catch (CancelledError e) {
            log.add("body swallows");
            return "swallowed";
        }
    }

    @Test
    void close_groupOfATaskThatIsDone_leavesNothingBehind() {
        var loops = new ArrayList<EventLoop>();
        try (var runner = onVirtualTime()) {
            runner.run(
                    () -> {
                        loops.add(getRunningLoop());
                        taskGroup(
                                group -> {
                                    group.createTask(() -> sleep(seconds(1)));
                                });
                        assertThrows(
                                ExceptionGroup.class,
                                () ->
                                        taskGroup(
                                                group -> {
                                                    throw new IOException();
                                                }));
                    });
            assertTrue(((Loop) loops.getFirst()).openGroups.isEmpty());
        }
    }

    @Test
    void close_childrenOfGroupsFail_errorsComeThroughTheGroupAndAreReportedOnce() {
        var reports = new ArrayList<ExceptionContext>();
        try (var runner = onVirtualTime()) {
            runner.loop().setExceptionHandler((loop, context) -> reports.add(context));
            runner.run(
                    () -> {
                        createTask(
                                () ->
                                        taskGroup(
                                                group -> {
                                                    group.createTask(
                                                            () ->
                                                                    Checkpoints.failAtTheEnd(
                                                                            new Checkpoints
                                                                                    .Bang()));
                                                }));
                        sleep(seconds(1));
                    });
        }
        assertEquals(
                List.of("ExceptionGroup"),
                reports.stream().map(r -> r.exception().getClass().getSimpleName()).toList());
    }
}
