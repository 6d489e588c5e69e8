package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.TestLoop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Which context tasks, callbacks, runs and threads see. Results as CPython prints them. */
class ContextPropagationTest {
    private static final ContextVar<Integer> VAR = ContextVar.withDefault("var", 0);

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private void log(String what) {
        log.add(what + " " + VAR.get());
    }

    private static int setAndReturnOld(int value) {
        int old = VAR.get();
        VAR.set(value);
        return old;
    }

    // ---- tasks

    @AsyncTest
    void tasks_thatAreSiblings_areIsolated() {
        VAR.set(5);
        gather(() -> setLater(1), () -> setLater(2));
        log("parent");
        assertEquals(List.of("1 5", "2 5", "1 1", "2 2", "parent 5"), log);
    }

    private void setLater(int value) {
        log(value + "");
        VAR.set(value);
        sleep(Duration.ZERO);
        log(value + "");
    }

    @AsyncTest
    void task_inheritsAtCreationNotLater() {
        VAR.set(1);
        var task = createTask(() -> log("task"));
        VAR.set(2);
        task.await();
        assertEquals(List.of("task 1"), log);
    }

    @AsyncTest
    void coroutine_awaited_runsInTheAwaitersContext() {
        VAR.set(1);
        var coroutine =
                async(
                        () -> {
                            log("coroutine");
                            VAR.set(3);
                        });
        VAR.set(2);
        coroutine.await();
        log("self");
        assertEquals(List.of("coroutine 2", "self 3"), log);
    }

    @AsyncTest
    void coroutine_madeATask_inheritsWhenTheTaskIsMade() {
        VAR.set(1);
        var coroutine = async(() -> log("task"));
        VAR.set(2);
        createTask(coroutine).await();
        assertEquals(List.of("task 2"), log);
    }

    @AsyncTest
    void task_setsAVariable_doesNotSetItForItsParent() {
        assertEquals(0, createTask(() -> setAndReturnOld(1)).await());
        assertEquals(0, VAR.get());
    }

    @AsyncTest
    void task_suspended_keepsItsValuesAmongOthers() {
        var tasks = new ArrayList<Task<Boolean>>();
        for (int i = 1; i <= 100; i++) {
            int mine = i;
            tasks.add(
                    createTask(
                            () -> {
                                VAR.set(mine);
                                for (int turn = 0; turn < mine % 7; turn++) {
                                    sleep(millis(mine % 3));
                                    if (VAR.get() != mine) {
                                        return false;
                                    }
                                }
                                return createTask(() -> VAR.get() == mine).await();
                            }));
        }
        assertFalse(gather(tasks).contains(false));
    }

    @AsyncTest
    void task_grandchild_seesWhatItsParentSet() {
        VAR.set(1);
        createTask(
                        () -> {
                            VAR.set(2);
                            createTask(() -> log("grandchild")).await();
                        })
                .await();
        assertEquals(List.of("grandchild 2"), log);
    }

    @AsyncTest
    void tasks_givenOneContext_shareIt() {
        VAR.set(5);
        var context = copyContext();
        var a = createTask(named("a").context(context), () -> setLater(1));
        var b = createTask(named("b").context(context), () -> setLater(2));
        gather(a, b);
        assertEquals(List.of("1 5", "2 1", "1 2", "2 2"), log);
        assertEquals(2, context.get(VAR));
        assertEquals(5, VAR.get());
        assertSame(context, a.context());
        assertEquals("a", a.name());
    }

    @AsyncTest
    void context_ofATask_isItsOwnAndStaysThere() {
        VAR.set(1);
        var task = createTask(() -> VAR.set(2));
        assertEquals(1, task.context().get(VAR));
        task.await();
        assertEquals(2, task.context().get(VAR));
        var empty = createTask(named("empty").context(new Context()), () -> {});
        assertEquals(0, empty.context().size());
        empty.await();
    }

    @AsyncTest
    void task_withoutVariables_hasNoContextObject() {
        var task = createTask(() -> VAR.get());
        assertNull(task.context);
        task.await();
        assertNull(task.context);
    }

    @AsyncTest
    void gather_children_inheritAndAreIsolated() {
        VAR.set(1);
        assertEquals(
                List.of(1, 1, 1),
                gather(
                        () -> setAndReturnOld(2),
                        async(() -> setAndReturnOld(3)),
                        createTask(() -> setAndReturnOld(4))));
        assertEquals(1, VAR.get());
    }

    @AsyncTest
    void waitForAndTimeout_runInTheCallersContext() {
        VAR.set(1);
        assertEquals(1, waitFor(() -> setAndReturnOld(2), seconds(1)));
        assertEquals(2, timeout(seconds(1), () -> setAndReturnOld(3)));
        assertEquals(3, VAR.get());
    }

    @AsyncTest
    void with_aroundSuspensions_isTheTasksAlone() {
        var other =
                createTask(
                        () -> {
                            sleep(millis(5));
                            log("other");
                        });
        VAR.with(
                1,
                () -> {
                    sleep(millis(10));
                    log("self");
                });
        log("self");
        other.await();
        assertEquals(List.of("other 0", "self 1", "self 0"), log);
    }

    @AsyncTest
    void with_cancelled_resets() {
        var task =
                createTask(
                        () -> {
                            try {
                                VAR.with(1, () -> sleep(seconds(1)));
                            } finally {
                                log("after");
                            }
                        });
        sleep(millis(1));
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals(List.of("after 0"), log);
    }

    // ---- context.run in tasks

    @AsyncTest
    void run_suspends_othersCannotEnterUntilItEnds() {
        var context = new Context();
        var task =
                createTask(
                        () -> {
                            context.run(
                                    () -> {
                                        VAR.set(1);
                                        sleep(millis(10));
                                        log("inside");
                                    });
                            log("outside");
                        });
        sleep(millis(1));
        assertEquals(0, VAR.get());
        assertThrows(IllegalStateException.class, () -> context.run(() -> 1));
        task.await();
        assertEquals(1, context.run(() -> VAR.get()));
        assertEquals(List.of("inside 1", "outside 0"), log);
    }

    @AsyncTest
    void run_ownContextOfTheTask_isRefused() {
        var context = copyContext();
        createTask(
                        named("x").context(context),
                        () -> {
                            assertThrows(IllegalStateException.class, () -> context.run(() -> 1));
                            sleep(Duration.ZERO);
                            new Context()
                                    .run(
                                            () ->
                                                    assertThrows(
                                                            IllegalStateException.class,
                                                            () -> context.run(() -> 1)));
                        })
                .await();
        context.run(() -> VAR.set(33));
        assertEquals(33, context.get(VAR));
    }

    @AsyncTest
    void run_taskMadeInside_inheritsFromThere() {
        VAR.set(1);
        var context = new Context();
        context.run(() -> VAR.set(2));
        var task = context.run(() -> createTask(() -> setAndReturnOld(3)));
        assertEquals(2, task.await());
        assertEquals(2, context.get(VAR));
        assertEquals(1, VAR.get());
    }

    @AsyncTest
    void reset_inAnotherTask_isRefused() {
        var token = VAR.set(1);
        createTask(() -> assertThrows(IllegalArgumentException.class, () -> VAR.reset(token)))
                .await();
        await(async(() -> VAR.reset(token))); // the same task
        assertEquals(0, VAR.get());
    }

    // ---- callbacks

    @AsyncTest
    void callback_runsInACopyOfWhenItWasQueued() {
        var loop = getRunningLoop();
        VAR.set(1);
        loop.callSoon(
                () -> {
                    log("soon");
                    VAR.set(10);
                });
        loop.callSoon(() -> log("soon again"));
        loop.callSoonThreadsafe(() -> log("threadsafe"));
        loop.callLater(millis(10), () -> log("later"));
        loop.callAt(loop.time().plus(millis(20)), () -> log("at"));
        VAR.set(2);
        sleep(millis(30));
        log("self");
        assertEquals(
                List.of("soon 1", "soon again 1", "threadsafe 1", "later 1", "at 1", "self 2"),
                log);
    }

    @AsyncTest
    void callback_queuedByACallback_seesWhatThatSet() {
        var loop = getRunningLoop();
        loop.callSoon(
                () -> {
                    VAR.set(1);
                    loop.callSoon(() -> log("inner"));
                    createTask(() -> log("task"));
                    VAR.set(2);
                });
        sleep(millis(1));
        assertEquals(List.of("inner 1", "task 1"), log);
    }

    /** A callback without variables is not wrapped, but what it sets must not stay either. */
    @AsyncTest
    void callback_ofAnEmptyContext_leavesNothingForTheNext() {
        var loop = getRunningLoop();
        for (int i = 1; i <= 3; i++) {
            int value = i;
            loop.callSoon(
                    () -> {
                        log("callback");
                        VAR.set(value);
                        log("callback");
                    });
        }
        loop.callLater(millis(1), () -> log("later"));
        sleep(millis(2));
        assertEquals(
                List.of(
                        "callback 0",
                        "callback 1",
                        "callback 0",
                        "callback 2",
                        "callback 0",
                        "callback 3",
                        "later 0"),
                log);
    }

    /** It takes its strand with it, and another one runs the next callback (carried back-end). */
    @AsyncTest
    void callback_blocks_keepsItsContextAmongOthers() {
        var loop = getRunningLoop();
        VAR.set(1);
        Future<Integer> after = Future.pending();
        loop.callSoon(
                () -> {
                    LockSupport.parkNanos(1);
                    VAR.set(2);
                    LockSupport.parkNanos(1);
                    after.setResult(VAR.get());
                });
        VAR.set(3);
        for (int i = 0; i < 100; i++) {
            loop.callSoon(() -> assertEquals(3, setAndReturnOld(4)));
        }
        assertEquals(2, after.await());
        assertEquals(3, VAR.get());
    }

    @AsyncTest
    void callback_givenAContext_runsInItAndChangesIt() {
        VAR.set(1);
        var loop = getRunningLoop();
        var context = new Context();
        Runnable count =
                () -> {
                    log("callback");
                    VAR.set(VAR.get() + 1);
                };
        loop.callSoon(context, count);
        loop.callSoonThreadsafe(context, count);
        loop.callLater(context, millis(1), count);
        loop.callAt(context, loop.time().plus(millis(2)), count);
        sleep(millis(3));
        assertEquals(List.of("callback 0", "callback 1", "callback 2", "callback 3"), log);
        assertEquals(4, context.get(VAR));
        assertEquals(1, VAR.get());
    }

    @AsyncTest
    void callback_runsItsOwnContext_isRefused(TestLoop loop) {
        var context = new Context();
        getRunningLoop().callSoon(context, () -> context.run(() -> {}));
        sleep(Duration.ZERO);
        assertTrue(loop.takeReports().getFirst().exception() instanceof IllegalStateException);
    }

    @AsyncTest
    void callback_withAContext_isNamedByItsOwnClass() {
        VAR.set(1);
        var handle = getRunningLoop().callSoon(() -> {});
        assertEquals("<Handle org.asyncio4j.ContextPropagationTest lambda>", handle.toString());
        handle.cancel();
    }

    @AsyncTest
    void doneCallback_runsInACopyOfWhenItWasAdded() {
        Future<Integer> future = Future.pending();
        VAR.set(1);
        future.addDoneCallback(
                done -> {
                    log("first");
                    VAR.set(10);
                });
        VAR.set(2);
        future.addDoneCallback(done -> log("second"));
        VAR.set(3);
        future.setResult(1);
        VAR.set(4);
        future.addDoneCallback(done -> log("third"));
        sleep(millis(1));
        log("self");
        assertEquals(List.of("first 1", "second 2", "third 4", "self 4"), log);
    }

    @AsyncTest
    void doneCallback_givenAContext_runsInIt() {
        Future<Integer> future = Future.pending();
        var context = new Context();
        future.addDoneCallback(context, done -> VAR.set(7));
        future.setResult(1);
        sleep(millis(1));
        assertEquals(7, context.get(VAR));
        assertEquals(0, VAR.get());
    }

    @AsyncTest
    void doneCallback_removed_isFoundWhateverItsContext() {
        Future<Integer> future = Future.pending();
        Consumer<Object> callback = done -> log("callback");
        future.addDoneCallback(callback);
        VAR.set(1);
        future.addDoneCallback(callback);
        future.addDoneCallback(new Context(), callback);
        VAR.set(2);
        assertEquals(3, future.removeDoneCallback(callback));
        future.setResult(1);
        sleep(millis(1));
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void reader_keepsItsContextFromRunToRun() throws IOException {
        var pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            VAR.set(1);
            Future<Integer> done = Future.pending();
            getRunningLoop()
                    .addReader(
                            source,
                            () -> {
                                readOne(source);
                                log("reader");
                                VAR.set(VAR.get() + 1);
                                if (log.size() == 3) {
                                    done.setResult(0);
                                } else {
                                    writeOne(sink);
                                }
                            });
            VAR.set(5);
            writeOne(sink);
            done.await();
            getRunningLoop().removeReader(source);
        }
        assertEquals(List.of("reader 1", "reader 2", "reader 3"), log);
        assertEquals(5, VAR.get());
    }

    private static void readOne(Pipe.SourceChannel source) {
        try {
            source.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void writeOne(Pipe.SinkChannel sink) {
        try {
            sink.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- exception handlers

    @AsyncTest
    void exceptionHandler_runsInTheContextOfTheCallback() {
        VAR.set(6);
        var loop = getRunningLoop();
        loop.setExceptionHandler((source, report) -> log("handler"));
        loop.callSoon(
                () -> {
                    VAR.set(7);
                    throw new IllegalStateException();
                });
        loop.callSoon(() -> log("next"));
        sleep(Duration.ZERO);
        assertEquals(List.of("handler 7", "next 6"), log);
    }

    @Test
    void exceptionHandler_ofAnUnheardError_runsInTheContextOfTheTask() {
        try (var runner = Runner.open()) {
            runner.loop().setExceptionHandler((source, report) -> log("handler"));
            runner.run(
                    () -> {
                        createTask(
                                () -> {
                                    VAR.set(8);
                                    throw new IllegalStateException();
                                });
                        sleep(Duration.ZERO);
                    });
        }
        assertEquals(List.of("handler 8"), log);
        assertEquals(0, VAR.get());
    }

    @AsyncTest
    void exceptionHandler_toldOfATask_runsInItsContext() {
        var loop = getRunningLoop();
        loop.setExceptionHandler((source, report) -> log("handler"));
        var task = createTask(() -> VAR.set(9));
        task.await();
        loop.callExceptionHandler(new ExceptionContext("what", null, task));
        log("self");
        assertEquals(List.of("handler 9", "self 0"), log);
    }

    // ---- runs

    @Test
    void runs_ofARunner_shareOneContextMadeWithTheLoop() {
        var token = VAR.set(100);
        try (var runner = Runner.open()) {
            VAR.set(101);
            runner.run(
                    () -> {
                        log("first");
                        VAR.set(1);
                    });
            VAR.set(102);
            runner.run(() -> log("second"));
            var context = new Context();
            context.run(() -> VAR.set(5));
            runner.run(
                    context,
                    () -> {
                        log("given");
                        VAR.set(6);
                    });
            assertEquals(6, runner.run(context, () -> VAR.get()));
            runner.run(() -> log("third"));
        }
        log("outside");
        VAR.reset(token);
        assertEquals(List.of("first 101", "second 1", "given 5", "third 1", "outside 102"), log);
    }

    @Test
    void run_inheritsAndLeavesTheThreadsContextAlone() {
        VAR.with(
                1,
                () -> {
                    assertEquals(1, run(() -> setAndReturnOld(2)));
                    assertEquals(1, VAR.get());
                });
    }

    @Test
    void runUntilComplete_inheritsFromTheThread() {
        var loop = newEventLoop();
        try {
            VAR.with(
                    3,
                    () ->
                            assertEquals(
                                    3, loop.<Integer, RuntimeException>runUntilComplete(VAR::get)));
        } finally {
            loop.close();
        }
    }

    // ---- threads

    @AsyncTest
    void toThread_takesACopyAlong() {
        VAR.set(4);
        assertEquals(4, toThread(() -> setAndReturnOld(50)));
        assertEquals(4, VAR.get());
        toThread(() -> log("void"));
        assertEquals(List.of("void 4"), log);
    }

    @AsyncTest
    void run_onAThreadOfAPool_leavesNothingThere() throws Exception {
        var loop = getRunningLoop();
        try (var executor = Executors.newSingleThreadExecutor()) {
            var context = copyContext();
            assertEquals(
                    0,
                    loop.runInExecutor(executor, () -> context.run(() -> setAndReturnOld(1)))
                            .await());
            assertEquals(0, loop.runInExecutor(executor, VAR::get).await());
            executor.shutdown();
            assertTrue(executor.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @AsyncTest
    void runInExecutor_takesACopyAlong() {
        VAR.set(4);
        assertEquals(4, getRunningLoop().runInExecutor(null, VAR::get).await());
        getRunningLoop().runInExecutor(Runnable::run, () -> VAR.set(5)).await();
        assertEquals(4, VAR.get());
    }

    @AsyncTest
    void toThread_fails_throwsTheSame() {
        var error = new IOException("disk");
        assertSame(
                error,
                assertThrows(
                        IOException.class,
                        () ->
                                toThread(
                                        () -> {
                                            throw error;
                                        })));
    }

    @AsyncTest
    void runCoroutineThreadsafe_inheritsFromTheThreadThatCalls() {
        VAR.set(4);
        var loop = getRunningLoop();
        int seen =
                toThread(
                        () -> {
                            VAR.set(5);
                            return runCoroutineThreadsafe(loop, VAR::get).join();
                        });
        assertEquals(5, seen);
    }

    // ---- network

    @AsyncTest
    void connectionHandler_runsInACopyOfTheServersContext() throws IOException {
        VAR.set(1);
        var seen = Future.<@Nullable Integer>pending();
        try (var server =
                startServer(connection -> seen.setResult(setAndReturnOld(9)), "127.0.0.1", 0)) {
            VAR.set(2);
            try (var _ = openConnection("127.0.0.1", server.port())) {
                assertEquals(1, seen.await());
            }
        }
        assertEquals(2, VAR.get());
    }
}
