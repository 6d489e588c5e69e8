package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.GeneratorContract.drain;
import static org.asyncio4j.GeneratorContract.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** Bodies that block in JDK calls, or stand where nothing can suspend. */
@CarriedOnly
class GeneratorBlockingTest {
    private final Checkpoints log = new Checkpoints();

    private static Generator<String> taking(LinkedBlockingQueue<String> queue) {
        return generator(
                y -> {
                    while (true) {
                        y.yield(queue.take());
                    }
                });
    }

    @AsyncTest
    void body_inABlockingCall_letsOthersRun() {
        var queue = new LinkedBlockingQueue<String>();
        Generator<String> generator = taking(queue);
        var task = createTask(() -> generator.next() + generator.next());
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
        queue.add("a");
        for (int i = 0; i < 100; i++) {
            sleep(Duration.ZERO);
        }
        assertFalse(task.isDone());
        queue.add("b");
        assertEquals("ab", task.await());
        generator.close();
    }

    @AsyncTest
    void body_inABlockingCallOfACallback_letsOtherCallbacksRun() {
        var queue = new LinkedBlockingQueue<String>();
        Generator<String> generator = taking(queue);
        Future<String> got = Future.pending();
        getRunningLoop().callSoon(() -> got.setResult(generator.next() + generator.next()));
        getRunningLoop().callSoon(() -> queue.add("a"));
        sleep(Duration.ZERO);
        getRunningLoop().callSoon(() -> queue.add("b"));
        assertEquals("ab", got.await());
        generator.close();
    }

    @AsyncTest
    void cancel_bodyInABlockingCall_isInterrupted() {
        Generator<String> generator = taking(new LinkedBlockingQueue<>());
        var task =
                createTask(
                        () -> {
                            try {
                                generator.next();
                            } finally {
                                log.add(Thread.currentThread().isInterrupted());
                            }
                        });
        sleep(Duration.ZERO);
        task.cancel("enough");
        var error = assertThrows(CancelledError.class, task::await);
        assertEquals("enough", error.getMessage());
        assertInstanceOf(InterruptedException.class, error.getCause());
        assertFalse(generator.hasNext());
        log.assertAre(false);
    }

    @AsyncTest
    void cancel_beforeTheBodyBlocks_isInterruptedWhenItDoes() {
        Generator<String> generator = taking(new LinkedBlockingQueue<>());
        var task =
                createTask(
                        () -> {
                            Checkpoints.current().cancel();
                            generator.next();
                        });
        assertThrows(CancelledError.class, task::await);
        assertFalse(generator.hasNext());
    }

    @AsyncTest
    void cancel_bodySwallowsTheInterrupt_itsFlagDoesNotLeak() {
        Generator<Boolean> generator =
                generator(
                        y -> {
                            try {
                                Thread.sleep(Duration.ofDays(1));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            y.yield(true);
                            y.yield(Thread.currentThread().isInterrupted());
                        });
        var task = createTask(() -> drain(generator));
        sleep(Duration.ZERO);
        task.cancel();
        assertThrows(CancelledError.class, task::await); // at its end, as nothing has raised it
        assertFalse(generator.hasNext());
    }

    // ---- where suspending is impossible

    private static final class Shared {
        static Generator<Integer> generator = range(3);
        static Generator.Yielder<Integer> yielder;
    }

    private static final class NextInClinit {
        static {
            Shared.generator.next();
        }

        static void touch() {}
    }

    @AsyncTest
    void next_inAClassInitialiser_throwsAndTheGeneratorGoesOn() {
        createTask(() -> log.add("other"));
        var error = assertThrows(ExceptionInInitializerError.class, NextInClinit::touch);
        assertTrue(error.getCause().getMessage().contains("class initialiser"));
        sleep(Duration.ZERO); // a turn left over from the failed call would come before the other
        log.add("main");
        assertEquals(List.of(0, 1, 2), drain(Shared.generator));
        log.assertAre("other", "main");
    }

    private static final class YieldInClinit {
        static {
            Shared.yielder.yield(1);
        }

        static void touch() {}
    }

    @AsyncTest
    void yield_inAClassInitialiser_throwsAndTheBodyGoesOn() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            Shared.yielder = y;
                            var error =
                                    assertThrows(
                                            ExceptionInInitializerError.class,
                                            YieldInClinit::touch);
                            log.add(error.getCause().getMessage().contains("class initialiser"));
                            y.yield(2);
                            sleep(millis(1));
                            y.yield(3);
                        });
        assertEquals(List.of(2, 3), drain(generator));
        log.assertAre(true);
    }

    @AsyncTest
    void body_blocksInACallbackAfterACancelledTask_isNotReported() throws Exception {
        var queue = new LinkedBlockingQueue<String>(List.of("a"));
        Generator<String> generator = taking(queue);
        var task =
                createTask(
                        () -> {
                            currentTask().cancel();
                            return generator.next();
                        });
        waitAll(List.of(task));
        Future<String> got = Future.pending();
        getRunningLoop().callSoon(() -> got.setResult(generator.next()));
        sleep(Duration.ZERO);
        queue.add("b");
        assertEquals("b", got.await());
        generator.close();
    }
}
