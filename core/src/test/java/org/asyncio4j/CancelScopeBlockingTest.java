package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.asyncio4j.Checkpoints.current;
import static org.asyncio4j.Checkpoints.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.asyncio4j.test.AsyncTest;
import org.asyncio4j.test.LoopOptions;

import java.util.concurrent.locks.ReentrantLock;

class CancelScopeBlockingTest {
    private final Checkpoints log = new Checkpoints();

    // ---- blocking calls

    @CarriedOnly
    @LoopOptions(realClock = true)
    @AsyncTest
    void blockingCall_scopeIsCancelledMeanwhile_isInterrupted() throws Exception {
        boolean finished = moveOnAfter(millis(20), () -> Thread.sleep(60_000));
        assertFalse(finished);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(0, current().cancelling());
    }

    @CarriedOnly
    @LoopOptions(realClock = true)
    @AsyncTest
    void blockingCall_inAScopeThatIsCancelledAlready_isInterrupted() throws Exception {
        boolean finished =
                cancelScope(
                        scope -> {
                            scope.cancel();
                            Thread.sleep(60_000);
                        });
        assertFalse(finished);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @CarriedOnly
    @LoopOptions(realClock = true)
    @AsyncTest
    void blockingCall_inAShield_isNotInterrupted() throws Exception {
        boolean finished =
                moveOnAfter(
                        millis(1),
                        () -> {
                            cancelScope(
                                    shield -> {
                                        shield.setShielding(true);
                                        Thread.sleep(30);
                                        log.add("slept");
                                    });
                            pause();
                        });
        assertFalse(finished);
        log.assertAre("slept");
    }

    @CarriedOnly
    @LoopOptions(realClock = true)
    @AsyncTest
    @SuppressWarnings("LockNotBeforeTry") // one task holds it while another one wants it
    void blockingCall_thatIgnoresTheInterrupt_leavesNoFlagBehindTheScope() throws Exception {
        var lock = new ReentrantLock();
        lock.lock();
        var task =
                createTask(
                        () -> {
                            boolean finished =
                                    moveOnAfter(
                                            millis(10),
                                            () -> {
                                                lock.lock(); // not interruptible
                                                lock.unlock();
                                            });
                            log.add(finished);
                            Thread.sleep(1); // would throw
                            return Thread.interrupted();
                        });
        sleep(millis(50));
        lock.unlock();
        assertFalse(task.await());
        log.assertAre(true);
    }
}
