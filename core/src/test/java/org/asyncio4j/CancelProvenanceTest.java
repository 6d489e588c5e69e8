package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.asyncio4j.test.VirtualClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class CancelProvenanceTest {
    private static void assertOrigin(String pattern, CancelledError error) {
        String origin = error.origin();
        assertNotNull(origin);
        assertTrue(origin.matches(pattern), origin);
    }

    private static CancelledError cancelledErrorOf(Future<?> future) {
        return assertThrows(CancelledError.class, future::await);
    }

    @AsyncTest
    void cancel_byATask_namesTheTaskAndThePlace() {
        var victim = createTask(() -> pause());
        sleep(Duration.ZERO);
        createTask(
                named("watcher"),
                () -> {
                    victim.cancel("the reason");
                });
        var error = cancelledErrorOf(victim);
        assertOrigin("task 'watcher' at CancelProvenanceTest\\.java:[0-9]+", error);
        assertEquals("the reason", error.getMessage());
        assertTrue(error.toString().contains("the reason [by task 'watcher' at"), error.toString());
    }

    @AsyncTest
    void cancel_byACallback_namesThePlace() {
        var victim = createTask(() -> pause());
        getRunningLoop().callLater(seconds(1), victim::cancel);
        assertOrigin("a callback at .*", cancelledErrorOf(victim));
    }

    @AsyncTest
    void cancel_throughMethodReferences_namesThePlaceInTheProgram() {
        var tasks = List.of(createTask(() -> pause()), createTask(() -> pause()));
        tasks.forEach(Task::cancel);
        for (var task : tasks) {
            assertOrigin("task '.*' at CancelProvenanceTest\\.java:[0-9]+", cancelledErrorOf(task));
        }
    }

    @AsyncTest
    void cancel_passedOn_keepsItsOrigin() {
        Future<Void> future = Future.pending();
        var inner = createTask(() -> future.await());
        var outer = createTask(() -> gather(inner));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        createTask(
                named("watcher"),
                () -> {
                    outer.cancel("deep");
                });
        for (Future<?> each : List.of(outer, inner, future)) {
            var error = cancelledErrorOf(each);
            assertOrigin("task 'watcher' at .*", error);
            assertEquals("deep", error.getMessage());
        }
    }

    @AsyncTest
    void cancel_ofAScope_namesWhoCancelledIt() {
        cancelScope(
                scope -> {
                    scope.cancel("enough");
                    var error = assertThrows(CancelledError.class, () -> pause());
                    assertOrigin("task '.*' at CancelProvenanceTest\\.java:[0-9]+", error);
                    assertEquals("enough", error.getMessage());
                });
    }

    @AsyncTest
    void cancel_byADeadline_namesIt() {
        moveOnAfter(
                seconds(1),
                () ->
                        assertOrigin(
                                "the deadline of a scope",
                                assertThrows(CancelledError.class, () -> pause())));
    }

    @AsyncTest
    void cancel_byATimeout_namesIt() {
        timeout(
                millis(1500),
                () ->
                        assertOrigin(
                                "timeout of 1500 ms",
                                assertThrows(CancelledError.class, () -> pause())));
    }

    @AsyncTest
    void cancel_byATaskGroup_namesItsTask() {
        var child = new Task<?>[1];
        var host =
                createTask(
                        named("host"),
                        () ->
                                taskGroup(
                                        group -> {
                                            child[0] = group.createTask(() -> pause());
                                            sleep(Duration.ZERO);
                                            throw new Checkpoints.Bang();
                                        }));
        assertThrows(ExceptionGroup.class, host::await);
        assertOrigin("a task group of task 'host'", cancelledErrorOf(child[0]));
    }

    @AsyncTest
    void cancel_ofAGroupByItsUser_namesTheUser() {
        var child = new Task<?>[1];
        taskGroup(
                group -> {
                    child[0] = group.createTask(() -> pause());
                    sleep(Duration.ZERO);
                    group.cancel("enough");
                });
        var error = cancelledErrorOf(child[0]);
        assertOrigin("task '.*' at CancelProvenanceTest\\.java:[0-9]+", error);
        assertEquals("enough", error.getMessage());
    }

    @AsyncTest
    void cancelledError_ownOne_hasNoOrigin() {
        var error = new CancelledError("own");
        assertNull(error.origin());
        assertEquals("org.asyncio4j.CancelledError: own", error.toString());
    }

    @AsyncTest
    void cancel_withoutDebug_hasNoStack() {
        var victim = createTask(() -> pause());
        sleep(Duration.ZERO);
        victim.cancel();
        assertEquals(0, cancelledErrorOf(victim).getSuppressed().length);
    }

    @AsyncTest
    @LoopOptions(debug = true)
    void cancel_inDebugMode_hasTheStackOfWhoAsked() {
        var victim = createTask(() -> pause());
        sleep(Duration.ZERO);
        killer(victim);
        var stack = cancelledErrorOf(victim).getSuppressed()[0].getStackTrace();
        assertTrue(
                List.of(stack).stream().anyMatch(frame -> frame.getMethodName().equals("killer")));
    }

    private static void killer(Task<?> task) {
        task.cancel();
    }

    @AsyncTest
    void cancel_ofAFutureByAThread_throughItsLoop() throws Exception {
        var future = runCoroutineElsewhere();
        assertOrigin("another thread", future);
    }

    private static CancelledError runCoroutineElsewhere() throws Exception {
        EventLoopThread other = new EventLoopThread();
        try {
            return toThread(other::cancelOne);
        } finally {
            toThread(other::close);
        }
    }

    /** A loop on another thread. */
    private static final class EventLoopThread {
        private final org.asyncio4j.lowlevel.EventLoop loop = newEventLoop(new VirtualClock());
        private final Thread thread = Thread.ofPlatform().start(loop::runForever);

        CancelledError cancelOne() throws Exception {
            var seen = new java.util.concurrent.CompletableFuture<CancelledError>();
            var begun = new java.util.concurrent.CountDownLatch(1);
            var promise =
                    runCoroutineThreadsafe(
                            loop,
                            () -> {
                                begun.countDown();
                                try {
                                    pause();
                                } catch (CancelledError e) {
                                    seen.complete(e);
                                    throw e;
                                }
                            });
            begun.await();
            promise.cancel(true);
            return seen.get();
        }

        void close() throws InterruptedException {
            loop.callSoonThreadsafe(loop::stop);
            thread.join();
            loop.close();
        }
    }

    @Test
    void cancel_byTheRunner_saysSo() {
        var error = new CancelledError[1];
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        createTask(
                                () -> {
                                    try {
                                        pause();
                                    } catch (CancelledError e) {
                                        error[0] = e;
                                        throw e;
                                    }
                                });
                        sleep(Duration.ZERO);
                    });
        }
        assertOrigin("the runner", error[0]);
        assertEquals("the event loop is shutting down", error[0].getMessage());
    }

    @AsyncTest
    void cancel_twice_theLastWordCounts() {
        var victim = createTask(() -> current().name());
        victim.cancel("first");
        victim.cancel("second");
        assertEquals("second", cancelledErrorOf(victim).getMessage());
    }
}
