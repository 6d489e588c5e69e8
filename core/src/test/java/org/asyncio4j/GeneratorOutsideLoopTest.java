package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/** Generators where no loop runs. */
class GeneratorOutsideLoopTest {
    private final Checkpoints log = new Checkpoints();

    @Test
    void body_awaits_isRefused() {
        Generator<Integer> generator = generator(y -> sleep(seconds(1)));
        var error = assertThrows(IllegalStateException.class, generator::next);
        assertEquals(
                "cannot suspend here: no event loop is running on this thread", error.getMessage());
    }

    @Test
    void body_blocks_consumerWaits() {
        var queue = new LinkedBlockingQueue<String>();
        Generator<String> generator = generator(y -> y.yield(queue.take()));
        Thread.ofVirtual().start(() -> queue.add("item"));
        assertEquals("item", generator.next());
        generator.close();
    }

    @Test
    void next_onAnotherThreadLater_goesOn() throws Exception {
        Generator<Integer> generator = GeneratorContract.range(3);
        assertEquals(0, generator.next());
        assertEquals(1, on(Thread.ofVirtual(), generator::next));
        assertEquals(2, on(Thread.ofPlatform(), generator::next));
        assertFalse(generator.hasNext());
    }

    private static <T> T on(Thread.Builder builder, java.util.concurrent.Callable<T> call)
            throws Exception {
        var task = new FutureTask<T>(call);
        builder.start(task);
        return task.get();
    }

    @Test
    void next_whileAnotherThreadIsInside_isRefused() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Generator<Integer> generator =
                generator(
                        y -> {
                            inside.countDown();
                            goOn.await();
                            y.yield(1);
                        });
        var first = new FutureTask<>(generator::next);
        Thread.ofPlatform().start(first);
        inside.await();
        var error = assertThrows(IllegalStateException.class, generator::next);
        assertTrue(error.getMessage().startsWith("generator already executing"));
        goOn.countDown();
        assertEquals(1, first.get());
        generator.close();
    }

    @Test
    void interrupt_ofTheConsumerThatWaits_reachesTheBody() throws Exception {
        var inside = new CountDownLatch(1);
        Generator<Integer> generator =
                generator(
                        y -> {
                            try {
                                inside.countDown();
                                Thread.sleep(Duration.ofDays(1));
                            } catch (InterruptedException e) {
                                y.yield(7);
                            }
                        });
        var next = new FutureTask<>(() -> generator.next() + (Thread.interrupted() ? 1 : 0));
        Thread consumer = Thread.ofPlatform().start(next);
        inside.await();
        consumer.interrupt();
        assertEquals(7, next.get());
        generator.close();
    }

    @Test
    void interrupt_beforeNext_isThereInTheBodyAndAfterIt() {
        Generator<Boolean> generator =
                generator(
                        y -> {
                            y.yield(Thread.currentThread().isInterrupted());
                            y.yield(Thread.interrupted());
                        });
        Thread.currentThread().interrupt();
        assertTrue(generator.next());
        assertTrue(Thread.currentThread().isInterrupted());
        assertTrue(generator.next());
        assertFalse(Thread.interrupted());
        generator.close();
    }

    @Test
    void interrupt_byTheBodyOfItself_isTheConsumers() {
        Generator<Integer> generator =
                generator(
                        y -> {
                            Thread.currentThread().interrupt();
                            y.yield(1);
                            log.add(Thread.interrupted());
                        });
        assertEquals(1, generator.next());
        assertTrue(Thread.interrupted());
        assertFalse(generator.hasNext());
        assertFalse(Thread.interrupted());
        log.assertAre(false);
    }

    @Test
    void interrupts_atAnyMoment_noneIsLostOrHangsAnything() throws Exception {
        for (int round = 0; round < 300; round++) {
            var swallowed = new int[1];
            Generator<Integer> generator =
                    generator(
                            y -> {
                                while (true) {
                                    if (Thread.interrupted()) {
                                        swallowed[0]++;
                                    }
                                    y.yield(1);
                                }
                            });
            var sum =
                    new FutureTask<>(
                            () -> {
                                int values = 0;
                                while (swallowed[0] == 0) {
                                    values += generator.next();
                                }
                                generator.close();
                                return values;
                            });
            Thread consumer = Thread.ofVirtual().start(sum);
            Thread.sleep(0, round * 1_000);
            consumer.interrupt();
            assertTrue(sum.get() > 0);
            assertEquals(1, swallowed[0]);
        }
    }
}
