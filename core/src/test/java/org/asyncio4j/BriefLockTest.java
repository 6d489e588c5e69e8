package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class BriefLockTest {
    private final BriefLock lock = new BriefLock();

    /** Guarded by the lock. */
    private int count;

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            count++;
            lock.unlock();
        }
    }

    @Test
    void threads_takeTurns() throws Exception {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> add(20_000)));
            threads.add(Thread.ofVirtual().start(() -> add(20_000)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(160_000, count);
    }

    /** Or a call that does not suspend would let others see things half done. */
    @AsyncTest
    void task_thatFindsItTaken_letsNoOtherTaskRun() throws Exception {
        var order = new ArrayList<String>();
        var taken = new CountDownLatch(1);
        var tried = new AtomicBoolean();
        Thread.ofPlatform()
                .start(
                        () -> {
                            lock.lock();
                            taken.countDown();
                            while (!tried.get()) {
                                Thread.onSpinWait();
                            }
                            long end = System.nanoTime() + 2_000_000;
                            while (System.nanoTime() < end) {
                                Thread.onSpinWait();
                            }
                            lock.unlock();
                        });
        taken.await();
        createTask(() -> order.add("other"));
        tried.set(true);
        lock.lock();
        order.add("this");
        lock.unlock();
        assertEquals(List.of("this"), order);
        sleep(millis(1));
        assertEquals(List.of("this", "other"), order);
    }
}
