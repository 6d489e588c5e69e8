package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.Handle;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.TestLoop;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

class EventLoopTest {
    /** A loop of the test's own, for the tests that are no tasks. */
    private EventLoop loop;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        loop = newEventLoop(new VirtualClock());
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void runOneIteration() {
        loop.stop();
        loop.runForever();
    }

    // ---- callSoon

    @Test
    void callSoon_several_runOnceInOrder() {
        for (int i = 0; i < 200; i++) {
            int number = i;
            loop.callSoon(() -> log.add(String.valueOf(number)));
        }
        runOneIteration();
        assertEquals(200, log.size());
        for (int i = 0; i < 200; i++) {
            assertEquals(String.valueOf(i), log.get(i));
        }
        runOneIteration();
        assertEquals(200, log.size());
    }

    @AsyncTest
    void callSoon_inACallback_runsInTheNextIteration() {
        try (var ticks = new TickLog()) {
            var running = getRunningLoop();
            running.callSoon(
                    () -> {
                        ticks.add("a");
                        running.callSoon(() -> ticks.add("c"));
                    });
            running.callSoon(() -> ticks.add("b"));
            sleep(Duration.ZERO);
            ticks.add("main");
            sleep(Duration.ZERO);
            ticks.assertIs("1 a", "1 b", "1 main", "2 c");
        }
    }

    @AsyncTest
    void callbacksAndTasks_mixed_keepTheirOrderAcrossIterations() {
        try (var ticks = new TickLog()) {
            var running = getRunningLoop();
            running.callSoon(() -> chain("callback 1", 3, ticks));
            createTask(() -> yielding("task 1", 3, ticks));
            running.callSoon(() -> chain("callback 2", 3, ticks));
            yielding("main", 3, ticks);
            ticks.assertIs(
                    "0 main",
                    "1 callback 1",
                    "1 task 1",
                    "1 callback 2",
                    "1 main",
                    "2 callback 1",
                    "2 task 1",
                    "2 callback 2",
                    "2 main",
                    "3 callback 1",
                    "3 task 1",
                    "3 callback 2");
        }
    }

    private static void chain(String name, int times, TickLog ticks) {
        ticks.add(name);
        if (times > 1) {
            getRunningLoop().callSoon(() -> chain(name, times - 1, ticks));
        }
    }

    private static void yielding(String name, int times, TickLog ticks) {
        for (int i = 0; i < times; i++) {
            ticks.add(name);
            sleep(Duration.ZERO);
        }
    }

    @AsyncTest
    void callback_runs_onAVirtualThreadOfTheLoop() {
        var seen = new ArrayList<Object>();
        EventLoop running = getRunningLoop();
        running.callSoon(
                () -> {
                    seen.add(Thread.currentThread().isVirtual());
                    seen.add(getRunningLoop() == running);
                    seen.add(String.valueOf(currentTask()));
                });
        sleep(Duration.ZERO);
        assertEquals(List.of(true, true, "null"), seen);
    }

    @Test
    void callSoon_null_isRefused() {
        assertThrows(NullPointerException.class, () -> loop.callSoon(null));
        assertThrows(NullPointerException.class, () -> loop.callSoonThreadsafe(null));
        assertThrows(NullPointerException.class, () -> loop.callLater(seconds(1), null));
        assertThrows(NullPointerException.class, () -> loop.callAt(seconds(1), null));
    }

    // ---- handles

    @Test
    void handle_cancelled_neverRuns() {
        Handle handle = loop.callSoon(() -> log.add("never"));
        loop.callSoon(() -> log.add("other"));
        assertFalse(handle.isCancelled());
        handle.cancel();
        handle.cancel();
        assertTrue(handle.isCancelled());
        runOneIteration();
        assertEquals(List.of("other"), log);
    }

    @Test
    void handle_cancelledByAnEarlierCallback_neverRuns() {
        var handles = new ArrayList<Handle>();
        loop.callSoon(() -> handles.getFirst().cancel());
        handles.add(loop.callSoon(() -> log.add("never")));
        runOneIteration();
        assertEquals(List.of(), log);
        assertTrue(handles.getFirst().isCancelled());
    }

    @Test
    void handle_cancelledAfterItRan_isNotCancelled() {
        Handle handle = loop.callSoon(() -> log.add("ran"));
        runOneIteration();
        handle.cancel();
        assertFalse(handle.isCancelled());
        assertEquals(List.of("ran"), log);
    }

    @AsyncTest
    void handle_ofCallSoonThreadsafe_canBeCancelledByAnotherThread() {
        EventLoop running = getRunningLoop();
        var cancelling =
                new FutureTask<>(
                        () -> {
                            Handle handle = running.callSoonThreadsafe(() -> log.add("never"));
                            handle.cancel();
                            return handle.isCancelled();
                        });
        Thread.ofPlatform().start(cancelling);
        while (!cancelling.isDone()) {
            Thread.onSpinWait(); // a blocking call would let the loop run the callback
        }
        assertTrue(cancelling.resultNow());
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        assertEquals(List.of(), log);
    }

    // ---- timers

    @AsyncTest
    void callLater_several_runInTheOrderOfTime() {
        var running = getRunningLoop();
        running.callLater(seconds(3), () -> log.add("3 at " + running.time().toSeconds()));
        running.callLater(seconds(1), () -> log.add("1 at " + running.time().toSeconds()));
        running.callLater(seconds(2), () -> log.add("2 at " + running.time().toSeconds()));
        sleep(seconds(4));
        assertEquals(List.of("1 at 1", "2 at 2", "3 at 3"), log);
    }

    @AsyncTest
    void callAt_sameTime_runsInTheOrderOfTheCalls() {
        var running = getRunningLoop();
        Duration when = running.time().plus(seconds(1));
        for (int i = 0; i < 100; i++) {
            int number = i;
            running.callAt(when, () -> log.add(String.valueOf(number)));
        }
        sleep(seconds(1));
        for (int i = 0; i < 100; i++) {
            assertEquals(String.valueOf(i), log.get(i));
        }
    }

    @AsyncTest
    void callLater_zeroOrNegative_runsAfterWhatIsReady() {
        try (var ticks = new TickLog()) {
            var running = getRunningLoop();
            running.callLater(Duration.ZERO, () -> ticks.add("zero"));
            running.callLater(seconds(-1), () -> ticks.add("negative"));
            running.callSoon(() -> ticks.add("soon"));
            sleep(Duration.ZERO);
            ticks.add("main 1");
            sleep(Duration.ZERO);
            ticks.add("main 2");
            running.callLater(Duration.ZERO, () -> ticks.add("zero again"));
            running.callSoon(() -> running.callSoon(() -> ticks.add("nested")));
            sleep(Duration.ZERO);
            ticks.add("main 3");
            sleep(Duration.ZERO);
            ticks.add("main 4");
            ticks.assertIs(
                    "1 soon",
                    "1 main 1",
                    "1 negative",
                    "1 zero",
                    "2 main 2",
                    "3 main 3",
                    "3 zero again",
                    "4 nested",
                    "4 main 4");
        }
    }

    @AsyncTest
    void callAt_cancelled_neverRunsAndDoesNotHoldTheClock() {
        var running = getRunningLoop();
        var handle = running.callAt(seconds(1), () -> log.add("never"));
        assertEquals(seconds(1), handle.when());
        running.callLater(millis(500), handle::cancel);
        sleep(seconds(2));
        assertTrue(handle.isCancelled());
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void callLater_cancelledWhenDueButNotRun_neverRuns() {
        var running = getRunningLoop();
        var handles = new ArrayList<Handle>();
        running.callLater(seconds(1), () -> handles.getFirst().cancel());
        handles.add(running.callLater(seconds(1), () -> log.add("never")));
        sleep(seconds(2));
        assertEquals(List.of(), log);
    }

    @AsyncTest
    void callLater_tenThousandMostCancelled_runsTheRest() {
        var running = getRunningLoop();
        var handles = new ArrayList<Handle>();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            handles.add(
                    running.callLater(millis(10_000 - i), () -> log.add(String.valueOf(number))));
        }
        for (int i = 0; i < 10_000; i++) {
            if (i % 1000 != 0) {
                handles.get(i).cancel();
            }
        }
        sleep(seconds(20));
        assertEquals(
                List.of(
                        "9000", "8000", "7000", "6000", "5000", "4000", "3000", "2000", "1000",
                        "0"),
                log);
    }

    @AsyncTest
    void callLater_beyondAllTime_neverRuns() {
        var handle = getRunningLoop().callLater(seconds(Long.MAX_VALUE), () -> log.add("never"));
        sleep(Duration.ofDays(1000));
        assertEquals(List.of(), log);
        handle.cancel();
    }

    // ---- callSoonThreadsafe

    @AsyncTest
    void callSoonThreadsafe_fromAThread_wakesTheLoop(TestLoop test) {
        EventLoop running = getRunningLoop();
        Future<String> future = Future.pending();
        try (var _ = test.clock().hold()) {
            Thread.ofPlatform()
                    .start(() -> running.callSoonThreadsafe(() -> future.setResult("woken")));
            assertEquals("woken", future.await());
        }
    }

    @AsyncTest
    void callSoonThreadsafe_fromOneThread_keepsTheOrder() {
        EventLoop running = getRunningLoop();
        toThread(
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        int number = i;
                        running.callSoonThreadsafe(() -> log.add(String.valueOf(number)));
                    }
                });
        sleep(Duration.ZERO);
        assertEquals(1000, log.size());
        for (int i = 0; i < 1000; i++) {
            assertEquals(String.valueOf(i), log.get(i));
        }
    }

    @Test
    void callSoonThreadsafe_beforeTheLoopRuns_runsThen() throws Exception {
        var thread = Thread.ofPlatform().start(() -> loop.callSoonThreadsafe(() -> log.add("x")));
        thread.join();
        runOneIteration();
        assertEquals(List.of("x"), log);
    }

    // ---- stop

    @Test
    void stop_inACallback_finishesTheIterationOnly() {
        loop.callSoon(() -> log.add("a"));
        loop.callSoon(loop::stop);
        loop.callSoon(() -> log.add("b"));
        loop.callSoon(() -> loop.callSoon(() -> log.add("c")));
        loop.runForever();
        assertEquals(List.of("a", "b"), log);
        runOneIteration();
        assertEquals(List.of("a", "b", "c"), log);
    }

    @Test
    void stop_beforehand_runsOneIterationWithoutWaiting() {
        loop.callLater(seconds(1), () -> log.add("never"));
        loop.callLater(Duration.ZERO, () -> log.add("due"));
        loop.callSoon(() -> log.add("soon"));
        runOneIteration();
        assertEquals(List.of("soon", "due"), log);
        runOneIteration();
        assertEquals(List.of("soon", "due"), log);
        assertEquals(Duration.ZERO, loop.time());
    }

    @Test
    void runForever_stoppedByAnotherThread_returns() throws Exception {
        var running = new FutureTask<Void>(loop::runForever, null);
        var begun = new CountDownLatch(1);
        loop.callSoon(begun::countDown);
        Thread.ofPlatform().start(running);
        begun.await();
        assertTrue(loop.isRunning());
        loop.callSoonThreadsafe(loop::stop);
        running.get();
        assertFalse(loop.isRunning());
    }

    @Test
    void runForever_interrupted_returnsWithTheFlagSet() throws Exception {
        var begun = new CountDownLatch(1);
        loop.callSoon(begun::countDown);
        var running =
                new FutureTask<>(
                        () -> {
                            loop.runForever();
                            return Thread.interrupted();
                        });
        Thread thread = Thread.ofPlatform().start(running);
        begun.await();
        thread.interrupt();
        assertTrue(running.get());
    }

    // ---- runUntilComplete

    @Test
    void runUntilComplete_doneFuture_runsOneIteration() {
        Future<Integer> future = loop.createFuture();
        future.setResult(4);
        loop.callSoon(() -> log.add("x"));
        loop.callSoon(() -> loop.callSoon(() -> log.add("y")));
        assertEquals(4, loop.runUntilComplete(future));
        assertEquals(List.of("x"), log);
        runOneIteration();
        assertEquals(List.of("x", "y"), log);
    }

    @Test
    void runUntilComplete_stoppedBefore_isAnError() {
        loop.callSoon(loop::stop);
        Future<Integer> future = loop.createFuture();
        var error = assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(future));
        assertEquals("the event loop stopped before the work was done", error.getMessage());
        loop.callSoon(() -> future.setResult(1));
        assertEquals(1, loop.runUntilComplete(future));
    }

    @Test
    void runUntilComplete_futureOfAnotherLoop_isRefused() {
        var other = newEventLoop();
        Future<Integer> stranger = other.createFuture();
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(stranger));
        other.close();
    }

    @Test
    void runUntilComplete_workThatFails_throwsAndTheLoopStaysUsable() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        loop.runUntilComplete(
                                () -> {
                                    throw new IllegalArgumentException();
                                }));
        assertEquals(1, loop.runUntilComplete(() -> 1));
        loop.runUntilComplete(() -> sleep(seconds(1)));
        assertEquals(seconds(1), loop.time());
    }

    @AsyncTest
    void run_whileThisThreadRunsALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> getRunningLoop().runForever());
        assertThrows(IllegalStateException.class, () -> getRunningLoop().runUntilComplete(() -> 1));
        assertThrows(IllegalStateException.class, () -> loop.runForever());
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(() -> 1));
        assertFalse(loop.isRunning());
    }

    @AsyncTest
    void run_whileAnotherThreadRunsIt_isRefused() {
        EventLoop running = getRunningLoop();
        toThread(
                () -> {
                    assertThrows(IllegalStateException.class, running::runForever);
                    assertThrows(
                            IllegalStateException.class, () -> running.runUntilComplete(() -> 1));
                });
    }

    // ---- close

    @Test
    void close_twice_isAllowed() {
        loop.close();
        loop.close();
        assertTrue(loop.isClosed());
        assertFalse(loop.isRunning());
    }

    @AsyncTest
    void close_running_isRefused() {
        assertThrows(IllegalStateException.class, () -> getRunningLoop().close());
        assertFalse(getRunningLoop().isClosed());
    }

    @Test
    void closedLoop_used_refuses() {
        loop.close();
        assertThrows(IllegalStateException.class, () -> loop.callSoon(() -> {}));
        assertThrows(IllegalStateException.class, () -> loop.callSoonThreadsafe(() -> {}));
        assertThrows(IllegalStateException.class, () -> loop.callLater(seconds(1), () -> {}));
        assertThrows(IllegalStateException.class, () -> loop.callAt(seconds(1), () -> {}));
        assertThrows(IllegalStateException.class, () -> loop.createTask(() -> 1));
        assertThrows(IllegalStateException.class, () -> loop.runInExecutor(null, () -> 1));
        assertThrows(IllegalStateException.class, () -> loop.runForever());
        assertThrows(IllegalStateException.class, () -> loop.runUntilComplete(() -> 1));
    }

    @Test
    void close_callbacksLeft_dropsThem() {
        loop.callSoon(() -> log.add("never"));
        loop.callLater(Duration.ZERO, () -> log.add("never"));
        loop.callSoonThreadsafe(() -> log.add("never"));
        loop.close();
        assertEquals(List.of(), log);
    }

    @Test
    void close_tasksLeft_endsThem() {
        var task =
                loop.createTask(
                        () -> {
                            try {
                                sleep(seconds(100));
                            } finally {
                                log.add("finally");
                            }
                        });
        runOneIteration();
        loop.close();
        assertTrue(task.isCancelled());
        assertEquals(List.of("finally"), log);
    }

    @Test
    void close_taskNotBegun_neverBegins() {
        var task = loop.createTask(() -> log.add("never"));
        loop.close();
        assertTrue(task.isCancelled());
        assertEquals(List.of(), log);
    }

    @Test
    void close_taskSwallowsEveryCancel_isGivenUp() {
        EventLoop loop = newEventLoop();
        Task<Void> task = loop.createTask(EventLoopTest::swallowForEver);
        loop.callSoon(() -> loop.callSoon(loop::stop));
        loop.runForever();
        try (var records = new LogRecords()) {
            loop.close();
            assertEquals(1, records.texts().size(), () -> records.texts().toString());
            String text = records.texts().getFirst();
            assertTrue(text.startsWith("SEVERE gave up, because it would not end"), text);
        }
        assertTrue(loop.isClosed());
        assertFalse(task.isDone());
    }

    private static void swallowForEver() {
        while (true) {
            try {
                sleep(seconds(1));
            } catch (CancelledError e) {
                // this is what it must not do
            }
        }
    }

    @Test
    void close_taskSuspendsAgainInItsCleanUp_isRefusedThere() {
        loop.createTask(
                () -> {
                    try {
                        sleep(seconds(100));
                    } finally {
                        try {
                            sleep(seconds(1));
                        } catch (CancelledError _) {
                            log.add("refused");
                        }
                    }
                });
        runOneIteration();
        loop.close();
        assertEquals(List.of("refused"), log);
    }

    @Test
    void close_taskWasGivenAValue_getsItFirst() {
        Future<String> future = loop.createFuture();
        loop.createTask(
                () -> {
                    log.add(future.await());
                    sleep(Duration.ZERO);
                    log.add("never");
                });
        runOneIteration();
        future.setResult("value");
        loop.close();
        assertEquals(List.of("value"), log);
    }

    @Test
    void runUntilComplete_theWorkBeforeStoppedTheLoopAsItEnded_isNotStopped() {
        loop.runUntilComplete(() -> loop.stop());
        loop.runUntilComplete(() -> sleep(seconds(1)));
        assertEquals(seconds(1), loop.time());
    }

    // ---- which loop

    @Test
    void getRunningLoop_outside_isRefused() {
        assertThrows(IllegalStateException.class, () -> getRunningLoop());
    }

    @Test
    void getRunningLoop_inTaskAndCallback_isTheLoop() {
        loop.callSoon(() -> log.add(String.valueOf(getRunningLoop() == loop)));
        assertSame(loop, loop.runUntilComplete(() -> getRunningLoop()));
        assertEquals(List.of("true"), log);
    }

    // ---- exceptions

    @AsyncTest
    void callback_throws_isReportedAndTheLoopGoesOn(TestLoop test) {
        var running = getRunningLoop();
        var error = new IllegalStateException("oops");
        Handle handle =
                running.callSoon(
                        () -> {
                            throw error;
                        });
        running.callSoon(() -> log.add("next"));
        sleep(Duration.ZERO);
        assertEquals(List.of("next"), log);
        assertEquals(
                List.of(new ExceptionContext("exception in callback", error, handle)),
                test.takeReports());
    }

    @AsyncTest
    void callback_throwsAnError_isReportedToo(TestLoop test) {
        getRunningLoop()
                .callLater(
                        seconds(1),
                        () -> {
                            throw new AssertionError("deep");
                        });
        getRunningLoop()
                .callSoon(
                        () -> {
                            throw new CancelledError("odd");
                        });
        sleep(seconds(2));
        var reports = test.takeReports();
        assertEquals(2, reports.size());
        assertInstanceOf(CancelledError.class, reports.get(0).exception());
        assertInstanceOf(AssertionError.class, reports.get(1).exception());
    }

    @AsyncTest
    void exceptionHandler_set_getsLoopAndContext() {
        var running = getRunningLoop();
        var seen = new ArrayList<Object>();
        running.setExceptionHandler(
                (source, context) -> {
                    seen.add(source);
                    seen.add(context);
                });
        var context = ExceptionContext.of("message");
        running.callExceptionHandler(context);
        assertEquals(List.of(running, context), seen);
        assertNull(context.exception());
        assertNull(context.subject());
    }

    // ---- debug mode

    @AsyncTest
    @LoopOptions(debug = true)
    void debug_wrongThread_isNoticed() {
        EventLoop running = getRunningLoop();
        assertTrue(running.isDebug());
        toThread(
                () -> {
                    assertThrows(IllegalStateException.class, () -> running.callSoon(() -> {}));
                    assertThrows(
                            IllegalStateException.class,
                            () -> running.callLater(seconds(1), () -> {}));
                    assertThrows(
                            IllegalStateException.class,
                            () -> running.callAt(seconds(1), () -> {}));
                    assertThrows(IllegalStateException.class, () -> running.createTask(() -> 1));
                    running.callSoonThreadsafe(() -> log.add("safe"));
                });
        sleep(Duration.ZERO);
        assertEquals(List.of("safe"), log);
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void debug_onTheLoop_noticesNothing() {
        var running = getRunningLoop();
        running.callSoon(() -> running.callSoon(() -> log.add("nested")));
        createTask(() -> running.callLater(seconds(1), () -> log.add("later")));
        sleep(seconds(2));
        assertEquals(List.of("nested", "later"), log);
    }

    @Test
    void debug_loopNotRunning_anyThreadMay() {
        loop.setDebug(true);
        loop.callSoon(() -> log.add("x"));
        runOneIteration();
        assertEquals(List.of("x"), log);
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void steps_inDebugMode_keepTheirOrder() {
        getRunningLoop().setSlowCallbackDuration(Duration.ofHours(1));
        callbacksAndTasks_mixed_keepTheirOrderAcrossIterations();
    }
}
