package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

class BridgesTest {
    // ---- await a CompletionStage

    @AsyncTest
    void await_completedStage_doesNotSuspend() {
        try (var log = new TickLog()) {
            getRunningLoop().callSoon(() -> log.add("callback"));
            log.add(await(CompletableFuture.completedFuture("x")));
            CompletionStage<String> stage = CompletableFuture.completedFuture("y");
            log.add(await(stage));
            log.add(await(CompletableFuture.completedFuture(null)));
            sleep(Duration.ZERO);
            log.assertIs("0 x", "0 y", "0 null", "1 callback");
        }
    }

    @AsyncTest
    void await_stageCompletedByAThread_resumes() {
        var stage = new CompletableFuture<String>();
        Thread.ofPlatform().start(() -> stage.complete("from a thread"));
        assertEquals("from a thread", await(stage));
    }

    @AsyncTest
    void await_stageCompletedByATask_resumes() {
        var stage = new CompletableFuture<String>();
        createTask(() -> stage.complete("from a task"));
        assertEquals("from a task", await(stage));
    }

    @AsyncTest
    void await_failedStage_throwsTheCauseItself() {
        var error = new IOException("inside");
        assertSame(
                error,
                assertThrows(
                        IOException.class, () -> await(CompletableFuture.failedFuture(error))));
        var stage = new CompletableFuture<String>();
        CompletionStage<String> derived = stage.thenApply(x -> x);
        Thread.ofPlatform().start(() -> stage.completeExceptionally(error));
        assertSame(error, assertThrows(IOException.class, () -> await(derived)));
    }

    @AsyncTest
    void await_cancelledStage_throwsCancelledError() {
        var stage = new CompletableFuture<String>();
        stage.cancel(false);
        assertThrows(CancelledError.class, () -> await(stage));
        var later = new CompletableFuture<String>();
        getRunningLoop().callSoon(() -> later.cancel(false));
        assertThrows(CancelledError.class, () -> await(later));
    }

    @AsyncTest
    void await_stageAndTheTaskIsCancelled_cancelsTheStage() {
        var stage = new CompletableFuture<String>();
        var task = createTask(() -> await(stage));
        sleep(Duration.ZERO);
        task.cancel("enough");
        assertEquals("enough", assertThrows(CancelledError.class, task::await).getMessage());
        assertTrue(stage.isCancelled());
        sleep(seconds(1)); // the clock goes on
    }

    @AsyncTest
    void await_stageInATimeout_isCancelledWhenTimeIsUp() {
        var stage = new CompletableFuture<String>();
        getRunningLoop().callSoon(() -> stage.complete("early"));
        assertEquals("early", timeout(seconds(1), () -> await(stage)));
    }

    @Test
    void await_stageWithoutALoop_isRefused() {
        assertThrows(IllegalStateException.class, () -> await(new CompletableFuture<String>()));
    }

    // ---- await a java.util.concurrent.Future

    @AsyncTest
    void await_jucFuture_givesItsResult() {
        var theirs = new FutureTask<>(() -> "computed");
        Thread.ofPlatform().start(theirs);
        assertEquals("computed", await(theirs));
        assertEquals("computed", await(theirs));
    }

    @AsyncTest
    void await_failedJucFuture_throwsTheCauseItself() {
        var error = new IOException("inside");
        var theirs =
                new FutureTask<String>(
                        () -> {
                            throw error;
                        });
        theirs.run();
        assertSame(error, assertThrows(IOException.class, () -> await(theirs)));
    }

    @AsyncTest
    void await_jucFutureAndTheTaskIsCancelled_cancelsIt() {
        var theirs = new FutureTask<>(() -> "never run");
        var task = createTask(() -> await(theirs));
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertTrue(theirs.isCancelled());
    }

    // ---- toThread

    @AsyncTest
    void toThread_work_runsOnAThreadOfTheExecutor() {
        Thread mine = Thread.currentThread();
        Thread theirs = toThread(() -> Thread.currentThread());
        assertNotEquals(mine, theirs);
        assertFalse(theirs.isVirtual());
        assertTrue(theirs.isDaemon());
        assertTrue(theirs.getName().startsWith("asyncio_"), theirs::getName);
    }

    @AsyncTest
    void toThread_workFails_throwsTheSameObject() {
        var error = new IOException("disk");
        try {
            toThread(() -> read(error));
        } catch (IOException e) { // declared by toThread, because the work declares it
            assertSame(error, e);
            return;
        }
        throw new AssertionError("not thrown");
    }

    private static String read(IOException error) throws IOException {
        throw error;
    }

    @AsyncTest
    void toThread_voidWork_runsOnce() {
        var runs = new AtomicInteger();
        toThread(
                () -> {
                    runs.incrementAndGet();
                });
        assertEquals(1, runs.get());
    }

    @AsyncTest
    void toThread_whileItBlocks_othersRunAndTheClockStands() throws InterruptedException {
        var release = new CountDownLatch(1);
        var log = new ArrayList<String>();
        createTask(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        log.add("other " + i);
                        sleep(Duration.ZERO);
                    }
                    release.countDown();
                });
        createTask(
                () -> {
                    sleep(seconds(1));
                    log.add("sleeper");
                });
        toThread(() -> release.await());
        log.add("released");
        sleep(seconds(2));
        assertEquals(List.of("other 0", "other 1", "other 2", "released", "sleeper"), log);
    }

    @AsyncTest
    void toThread_severalAtOnce_runConcurrently() throws Exception {
        var barrier = new CyclicBarrier(3);
        var arrived =
                gather(
                        () -> toThread(() -> barrier.await()),
                        () -> toThread(() -> barrier.await()),
                        () -> toThread(() -> barrier.await()));
        assertEquals(3, arrived.size());
    }

    @AsyncTest
    void toThread_cancelled_endsTheWaitButNotTheWork() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var log = new ArrayList<String>();
        Future<Void> ended = Future.pending();
        EventLoop loop = getRunningLoop();
        var task =
                createTask(
                        () ->
                                toThread(
                                        () -> {
                                            begun.countDown();
                                            release.await();
                                            log.add("work ends");
                                            loop.callSoonThreadsafe(() -> ended.setResult(null));
                                        }));
        sleep(Duration.ZERO);
        toThread(() -> begun.await());
        task.cancel("impatient");
        assertEquals("impatient", assertThrows(CancelledError.class, task::await).getMessage());
        assertEquals(List.of(), log);
        release.countDown();
        ended.await();
        assertEquals(List.of("work ends"), log);
    }

    @AsyncTest
    void toThread_suspendingInside_isRefused() {
        var error =
                assertThrows(IllegalStateException.class, () -> toThread(() -> sleep(seconds(1))));
        assertTrue(error.getMessage().contains("no event loop"), error::toString);
    }

    // ---- runInExecutor

    @AsyncTest
    void runInExecutor_ownExecutor_isUsed() {
        var jobs = new ArrayList<Runnable>();
        var future = getRunningLoop().runInExecutor(jobs::add, () -> "later");
        assertFalse(future.isDone());
        jobs.getFirst().run();
        assertFalse(future.isDone());
        assertEquals("later", future.await());
    }

    @AsyncTest
    void runInExecutor_onTheCallersThread_isDoneSoon() {
        assertEquals(1, getRunningLoop().runInExecutor(Runnable::run, () -> 1).await());
    }

    @AsyncTest
    void runInExecutor_rejected_throwsAndTheClockGoesOn() {
        assertThrows(
                RejectedExecutionException.class,
                () ->
                        getRunningLoop()
                                .runInExecutor(
                                        _ -> {
                                            throw new RejectedExecutionException("full");
                                        },
                                        () -> 1));
        sleep(seconds(1));
    }

    @AsyncTest
    void runInExecutor_cancelledBeforeItBegins_neverRuns() {
        var jobs = new ArrayList<Runnable>();
        var log = new ArrayList<String>();
        var future = getRunningLoop().runInExecutor(jobs::add, () -> log.add("never"));
        assertTrue(future.cancel());
        sleep(seconds(1)); // the clock goes on: nothing is under way
        jobs.getFirst().run();
        sleep(Duration.ZERO);
        assertEquals(List.of(), log);
        assertTrue(future.isCancelled());
    }

    @AsyncTest
    void runInExecutor_moreJobsThanThreads_runsAll() {
        var works = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            works.add(getRunningLoop().runInExecutor(null, () -> number));
        }
        var results = gather(works);
        for (int i = 0; i < 200; i++) {
            assertEquals(i, results.get(i));
        }
    }

    @Test
    void runInExecutor_afterItsShutdown_isRefused() {
        run(
                () -> {
                    getRunningLoop().shutdownDefaultExecutor(seconds(10));
                    assertThrows(IllegalStateException.class, () -> toThread(() -> 1));
                });
    }

    // ---- runCoroutineThreadsafe

    @AsyncTest
    void runCoroutineThreadsafe_fromAThread_givesTheResult() throws Exception {
        EventLoop loop = getRunningLoop();
        String result =
                toThread(
                        () ->
                                runCoroutineThreadsafe(
                                                loop,
                                                () -> {
                                                    sleep(Duration.ZERO);
                                                    assertSame(loop, getRunningLoop());
                                                    return "from the loop";
                                                })
                                        .get());
        assertEquals("from the loop", result);
    }

    @AsyncTest
    void runCoroutineThreadsafe_takesCoroutinesAndVoidBlocks() throws Exception {
        EventLoop loop = getRunningLoop();
        var log = new ArrayList<String>();
        toThread(
                () -> {
                    assertEquals(1, runCoroutineThreadsafe(loop, async(() -> 1)).get());
                    VoidBlock<RuntimeException> block = () -> log.add("void");
                    assertNull(runCoroutineThreadsafe(loop, block).get());
                });
        assertEquals(List.of("void"), log);
    }

    @AsyncTest
    void runCoroutineThreadsafe_workFails_failsTheFuture() throws Exception {
        EventLoop loop = getRunningLoop();
        var error = new IOException("inside");
        toThread(
                () -> {
                    var future =
                            runCoroutineThreadsafe(
                                    loop,
                                    () -> {
                                        throw error;
                                    });
                    var thrown = assertThrows(ExecutionException.class, future::get);
                    assertSame(error, thrown.getCause());
                });
    }

    @AsyncTest
    void runCoroutineThreadsafe_futureCancelled_cancelsTheTask() throws Exception {
        EventLoop loop = getRunningLoop();
        Future<String> seen = Future.pending();
        var begun = new CountDownLatch(1);
        toThread(
                () -> {
                    var future =
                            runCoroutineThreadsafe(
                                    loop,
                                    () -> {
                                        begun.countDown();
                                        try {
                                            Future.pending().await();
                                        } catch (CancelledError e) {
                                            seen.setResult("cancelled");
                                            throw e;
                                        }
                                    });
                    begun.await();
                    assertTrue(future.cancel(true));
                    assertThrows(CancellationException.class, future::get);
                });
        assertEquals("cancelled", seen.await());
    }

    @AsyncTest
    void runCoroutineThreadsafe_taskCancelled_cancelsTheFuture() throws Exception {
        EventLoop loop = getRunningLoop();
        toThread(
                () -> {
                    var future =
                            runCoroutineThreadsafe(
                                    loop,
                                    () -> {
                                        currentTask().cancel();
                                        sleep(Duration.ZERO);
                                    });
                    assertThrows(CancellationException.class, future::get);
                    assertTrue(future.isCancelled());
                });
    }

    @AsyncTest
    void runCoroutineThreadsafe_usedCoroutine_failsTheFuture() throws Exception {
        EventLoop loop = getRunningLoop();
        Coroutine<Integer> used = async(() -> 1);
        used.await();
        var cause =
                toThread(
                        () ->
                                assertThrows(
                                                ExecutionException.class,
                                                () -> runCoroutineThreadsafe(loop, used).get())
                                        .getCause());
        assertInstanceOf(IllegalStateException.class, cause);
    }

    @AsyncTest
    void runCoroutineThreadsafe_onTheLoopItself_isRefused() {
        assertThrows(
                IllegalStateException.class,
                () -> runCoroutineThreadsafe(getRunningLoop(), () -> 1));
    }

    @Test
    void runCoroutineThreadsafe_closedLoop_isRefused() {
        EventLoop loop = run(() -> getRunningLoop());
        assertThrows(IllegalStateException.class, () -> runCoroutineThreadsafe(loop, () -> 1));
    }

    @AsyncTest
    void runCoroutineThreadsafe_fromManyThreads_losesNothing() throws Exception {
        EventLoop loop = getRunningLoop();
        var sum = new AtomicInteger();
        var works = new ArrayList<Block<Object, Exception>>();
        for (int thread = 0; thread < 4; thread++) {
            works.add(
                    () ->
                            toThread(
                                    () -> {
                                        for (int i = 0; i < 50; i++) {
                                            sum.addAndGet(
                                                    runCoroutineThreadsafe(loop, () -> 1).get());
                                        }
                                        return null;
                                    }));
        }
        gather(works);
        assertEquals(200, sum.get());
    }

    // ---- wrapFuture

    @AsyncTest
    void wrapFuture_stage_endsAsTheStageDoes() {
        var error = new IOException("inside");
        assertEquals("x", wrapFuture(CompletableFuture.completedFuture("x")).await());
        CompletionStage<String> stage = CompletableFuture.completedFuture("y");
        assertEquals("y", wrapFuture(stage).result());
        assertSame(error, wrapFuture(CompletableFuture.failedFuture(error)).exception());
        var later = new CompletableFuture<String>();
        Future<String> future = wrapFuture(later);
        assertFalse(future.isDone());
        Thread.ofPlatform().start(() -> later.complete("later"));
        assertEquals("later", future.await());
    }

    @AsyncTest
    void wrapFuture_cancelled_cancelsTheOther() {
        var theirs = new CompletableFuture<String>();
        Future<String> ours = wrapFuture(theirs);
        assertTrue(ours.cancel());
        sleep(Duration.ZERO);
        assertTrue(theirs.isCancelled());
        var task = new FutureTask<>(() -> "never");
        Future<String> waiting = wrapFuture(task);
        waiting.cancel();
        sleep(Duration.ZERO);
        assertTrue(task.isCancelled());
    }

    @AsyncTest
    void wrapFuture_theOtherIsCancelled_isCancelled() {
        var theirs = new CompletableFuture<String>();
        Future<String> ours = wrapFuture(theirs);
        theirs.cancel(false);
        assertThrows(CancelledError.class, ours::await);
        assertTrue(ours.isCancelled());
    }

    @AsyncTest
    void wrapFuture_gathered_isCancelledWithTheRest() {
        var theirs = new CompletableFuture<String>();
        var task = createTask(() -> gather(wrapFuture(theirs), () -> "x"));
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertTrue(theirs.isCancelled());
    }

    @Test
    void wrapFuture_completedWhenTheLoopIsClosed_isTolerated() {
        var theirs = new CompletableFuture<String>();
        Future<String> ours = run(() -> wrapFuture(theirs));
        assertTrue(theirs.complete("too late"));
        assertFalse(ours.isDone());
    }

    // ---- toCompletableFuture

    @AsyncTest
    void toCompletableFuture_ends_asTheFutureDoes() {
        var error = new IOException("inside");
        Future<String> good = Future.pending();
        Future<String> bad = Future.pending();
        Future<String> gone = Future.pending();
        var goodStage = good.toCompletableFuture();
        var badStage = bad.toCompletableFuture();
        var goneStage = gone.toCompletableFuture();
        good.setResult("x");
        bad.setException(error);
        gone.cancel();
        assertEquals("x", await(goodStage));
        assertSame(error, assertThrows(IOException.class, () -> await(badStage)));
        assertThrows(CancelledError.class, () -> await(goneStage));
        assertTrue(goneStage.isCancelled());
    }

    @AsyncTest
    void toCompletableFuture_ofADoneFuture_isDone() {
        var task = createTask(() -> "x");
        task.await();
        assertEquals("x", task.toCompletableFuture().getNow("not yet"));
    }

    @AsyncTest
    void toCompletableFuture_waitedForByAThread_wakesIt() {
        Future<String> future = Future.pending();
        var stage = future.toCompletableFuture();
        getRunningLoop().callSoon(() -> future.setResult("x"));
        assertEquals("x!", toThread(() -> stage.join() + "!"));
    }

    @AsyncTest
    void toCompletableFuture_cancelledByAThread_cancelsTheTask() {
        var task = createTask(() -> sleep(Duration.ofDays(1)));
        var stage = task.toCompletableFuture();
        assertTrue(toThread(() -> stage.cancel(true)));
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("another thread", error.origin());
    }

    @Test
    void toCompletableFuture_loopClosesFirst_isCancelled() {
        CompletableFuture<Object> stage = run(() -> Future.pending().toCompletableFuture());
        assertTrue(stage.isCancelled());
    }

    @Test
    void toCompletableFuture_afterTheLoopWasClosed_endsAtOnce() {
        var futures = new ArrayList<Future<String>>();
        run(
                () -> {
                    var task = createTask(() -> "x");
                    task.await();
                    futures.add(task);
                    futures.add(Future.pending());
                });
        assertEquals("x", futures.get(0).toCompletableFuture().getNow("not yet"));
        assertTrue(futures.get(1).toCompletableFuture().isCancelled());
    }

    // ---- ensureFuture

    @AsyncTest
    void ensureFuture_future_isThatFuture() {
        Future<String> future = Future.pending();
        assertSame(future, ensureFuture(future));
        var task = createTask(() -> "x");
        assertSame(task, ensureFuture(task));
        future.cancel();
        task.await();
    }

    @AsyncTest
    void ensureFuture_otherWork_isATaskForIt() {
        assertEquals("block", assertInstanceOf(Task.class, ensureFuture(() -> "block")).await());
        assertEquals("coroutine", ensureFuture(async(() -> "coroutine")).await());
        var count = new int[1];
        ensureFuture(
                        () -> {
                            count[0]++;
                        })
                .await();
        assertEquals(1, count[0]);
    }
}
