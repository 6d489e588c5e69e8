package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Interrupt flags: those of others stay where they are, ours never leak. */
@LoopOptions(stuckAfterSeconds = 30)
class InterruptTest {
    @AsyncTest
    void await_withTheInterruptFlagSet_waitsAndKeepsIt() {
        Future<String> future = Future.pending();
        getRunningLoop().callLater(seconds(1), () -> future.setResult("came"));
        Thread.currentThread().interrupt();
        assertEquals("came", future.await());
        assertTrue(Thread.interrupted(), "the flag was somebody's, and is lost");
    }

    @AsyncTest
    void sleepZero_withTheInterruptFlagSet_keepsIt() {
        Thread.currentThread().interrupt();
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
        assertTrue(Thread.interrupted());
    }

    @AsyncTest
    void task_interruptedByAnotherWhileSuspended_goesOnWaiting() {
        Future<String> future = Future.pending();
        var thread = new Thread[1];
        var task =
                createTask(
                        () -> {
                            thread[0] = Thread.currentThread();
                            return future.await() + Thread.interrupted();
                        });
        sleep(Duration.ZERO);
        thread[0].interrupt();
        sleep(millis(1));
        assertFalse(task.isDone());
        future.setResult("came ");
        assertEquals("came true", task.await());
    }

    /**
     * With one carrier a park that returns at once would keep all others from running, for ever.
     */
    @Test
    void await_withTheFlagSetOnASingleCarrier_doesNotHang() throws Exception {
        var result =
                ChildJvm.run(
                        FlagOnOneCarrier.class,
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        assertTrue(result.output().contains("came, flag true"), result.output());
        assertEquals(0, result.exitCode());
    }

    static final class FlagOnOneCarrier {
        public static void main(String[] args) {
            run(
                    () -> {
                        Thread.currentThread().interrupt();
                        String value = gather(() -> "came", () -> "too").getFirst();
                        IO.println(value + ", flag " + Thread.interrupted());
                    });
        }
    }

    // ---- cancelling what blocks: see InterruptTableTest, too

    @CarriedOnly
    @AsyncTest
    void cancel_ofATaskInTakeWhoseCleanUpSuspends_endsItCancelled() {
        AutoCloseable resource = () -> sleep(millis(1));
        var task =
                createTask(
                        () -> {
                            try (resource) {
                                return new LinkedBlockingQueue<String>().take();
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel("enough");
        assertEquals("enough", assertThrows(CancelledError.class, task::await).getMessage());
    }

    /** Waits whatever happens, and counts what happens. */
    private static void waitThroughInterrupts(CountDownLatch latch, AtomicInteger interrupts) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        }
    }

    @CarriedOnly
    @AsyncTest
    void cancel_ofATaskThatWaitsThroughInterrupts_leavesItAloneAfterAWhile() {
        var latch = new CountDownLatch(1);
        var interrupts = new AtomicInteger();
        var task = createTask(() -> waitThroughInterrupts(latch, interrupts));
        sleep(Duration.ZERO);
        task.cancel();
        for (int i = 0; i < 2_000; i++) {
            sleep(Duration.ZERO);
        }
        assertEquals(100, interrupts.get());

        latch.countDown();

        assertThrows(CancelledError.class, task::await);
    }

    @CarriedOnly
    @Test
    void closeLoop_withATaskThatWaitsThroughInterrupts_ends() {
        var latch = new CountDownLatch(1);
        var interrupts = new AtomicInteger();
        EventLoop loop = newEventLoop();
        loop.createTask(() -> waitThroughInterrupts(latch, interrupts));
        loop.callSoon(() -> loop.callSoon(loop::stop));
        loop.runForever();

        loop.close();

        assertTrue(interrupts.get() <= 100, "interrupts: " + interrupts);
        latch.countDown();
    }

    @CarriedOnly
    @AsyncTest
    void cancel_swallowedAsInterruptedException_comesAgainAtTheNextSuspension() {
        var queue = new LinkedBlockingQueue<String>();
        var caught = new boolean[1];
        var task =
                createTask(
                        () -> {
                            try {
                                queue.take();
                            } catch (InterruptedException e) {
                                caught[0] = true;
                            }
                            sleep(seconds(1));
                        });
        sleep(Duration.ZERO);
        task.cancel("enough");
        assertThrows(CancelledError.class, task::await);
        assertTrue(caught[0]);
    }

    /** The item has been handed over, so the call returns it; only its flag must not stay. */
    @CarriedOnly
    @AsyncTest
    void cancel_afterTheItemWasHandedOver_keepsItemAndCleansFlag() {
        var queue = new LinkedBlockingQueue<String>();
        var seen = new String[1];
        var flag = new boolean[1];
        var task =
                createTask(
                        () -> {
                            seen[0] = queue.take();
                            try {
                                sleep(Duration.ZERO);
                            } finally {
                                flag[0] = Thread.currentThread().isInterrupted();
                            }
                        });
        sleep(Duration.ZERO);
        queue.add("item");
        task.cancel();
        assertThrows(CancelledError.class, task::await);
        assertEquals("item", seen[0]);
        assertFalse(flag[0]);
    }

    // ---- the thread that runs the loop

    @Test
    void run_callerInterrupted_cancelsMainAndKeepsTheFlag() throws Exception {
        var started = new java.util.concurrent.CountDownLatch(1);
        var cleanedUp = new boolean[1];
        var thrown = new Throwable[1];
        var flag = new boolean[1];
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        run(
                                                () -> {
                                                    started.countDown();
                                                    try {
                                                        Future.pending().await();
                                                    } finally {
                                                        sleep(millis(1));
                                                        cleanedUp[0] = true;
                                                    }
                                                });
                                    } catch (Throwable e) {
                                        thrown[0] = e;
                                        flag[0] = Thread.interrupted();
                                    }
                                });
        started.await();
        caller.interrupt();
        caller.join();
        assertInstanceOf(CancelledError.class, thrown[0]);
        assertTrue(cleanedUp[0]);
        assertTrue(flag[0]);
    }
}
