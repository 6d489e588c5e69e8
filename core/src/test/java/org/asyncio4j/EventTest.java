package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class EventTest {
    private final Event event = new Event();
    private final Checkpoints log = new Checkpoints();

    private Task<Void> waiter(String name) {
        return createTask(
                named(name),
                () -> {
                    try {
                        event.await();
                        log.add(name);
                    } catch (CancelledError e) {
                        log.add(name + " cancelled");
                        throw e;
                    }
                });
    }

    @AsyncTest
    void set_wakesAllInTheOrderOfArrival() {
        waiter("a");
        waiter("b");
        waiter("c");
        sleep(Duration.ZERO);
        log.assertAre();
        event.set();
        log.assertAre();
        sleep(Duration.ZERO);
        log.assertAre("a", "b", "c");
        assertTrue(event.isSet());
    }

    @AsyncTest
    void await_ofSetEvent_doesNotSuspend() {
        event.set();
        getRunningLoop().callSoon(() -> log.add("others"));
        event.await();
        log.assertAre();
        sleep(Duration.ZERO);
        log.assertAre("others");
    }

    @AsyncTest
    void set_again_wakesThoseThatCameAfterClear() {
        event.set();
        event.clear();
        assertFalse(event.isSet());
        Task<Void> a = waiter("a");
        sleep(Duration.ZERO);
        log.assertAre();
        event.set();
        a.await();
        log.assertAre("a");
    }

    @AsyncTest
    void clear_rightAfterSet_stillLetsTheWokenGo() {
        waiter("a");
        waiter("b");
        sleep(Duration.ZERO);
        event.set();
        event.clear();
        waiter("c");
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        log.assertAre("a", "b");
        assertEquals(new Event.Statistics(false, 1), event.statistics());
        event.set();
        sleep(Duration.ZERO);
        log.assertAre("c");
    }

    @AsyncTest
    void cancel_whileWaiting_leavesTheOthers() {
        Task<Void> a = waiter("a");
        waiter("b");
        sleep(Duration.ZERO);
        a.cancel("enough");
        assertEquals("enough", assertThrows(CancelledError.class, a::await).getMessage());
        assertEquals(1, event.statistics().tasksWaiting());
        event.set();
        sleep(Duration.ZERO);
        log.assertAre("a cancelled", "b");
    }

    @AsyncTest
    void cancel_afterSet_comesAtTheNextSuspensionPoint() {
        Task<Void> a =
                createTask(
                        () -> {
                            event.await();
                            log.add("got it");
                            sleep(Duration.ZERO);
                            log.add("never");
                        });
        sleep(Duration.ZERO);
        event.set();
        a.cancel();
        assertThrows(CancelledError.class, a::await);
        log.assertAre("got it");
    }

    @AsyncTest
    void cancel_beforeSet_inTheSameTick_cancels() {
        Task<Void> a = waiter("a");
        sleep(Duration.ZERO);
        a.cancel();
        event.set();
        assertThrows(CancelledError.class, a::await);
        log.assertAre("a cancelled");
    }

    @AsyncTest
    void timeout_aroundAwait_endsIt() {
        assertThrows(TimeoutException.class, () -> timeout(seconds(1), () -> event.await()));
        assertEquals(0, event.statistics().tasksWaiting());
    }

    @AsyncTest
    void timeout_inTheTickOfSet_letsTheValueThrough() {
        getRunningLoop().callLater(seconds(1), event::set);
        timeout(seconds(1), () -> event.await());
        assertEquals(0, currentTask().cancelling());
        sleep(Duration.ZERO);
    }

    @AsyncTest
    void scope_cancelled_endsEachAwait() {
        assertFalse(
                moveOnAfter(
                        seconds(1),
                        () -> {
                            assertThrows(CancelledError.class, event::await);
                            assertThrows(CancelledError.class, event::await);
                            event.await();
                        }));
        assertEquals(0, event.statistics().tasksWaiting());
    }

    @AsyncTest
    void set_byAwakenedTask_reachesThoseThatWaitAnew() {
        waiter("a");
        createTask(
                () -> {
                    event.await();
                    event.clear();
                    waiter("b");
                    log.add("cleared");
                });
        sleep(Duration.ZERO);
        event.set();
        sleep(Duration.ZERO);
        sleep(Duration.ZERO);
        log.assertAre("a", "cleared");
        event.set();
        sleep(Duration.ZERO);
        log.assertAre("b");
    }

    @AsyncTest
    void toString_showsStateAndWaiters() {
        assertEquals("<Event unset>", event.toString());
        Task<Void> a = waiter("a");
        sleep(Duration.ZERO);
        assertEquals("<Event unset waiters=1>", event.toString());
        assertTrue(a.toString().endsWith("wait_for=<Event unset waiters=1>>"), a.toString());
        event.set();
        assertEquals("<Event set waiters=1>", event.toString());
        a.await();
        assertEquals("<Event set>", event.toString());
    }

    @Test
    void await_withoutTask_isRefusedOnlyIfItHasToWait() {
        assertThrows(IllegalStateException.class, event::await);
        event.set();
        event.await();
    }

    @Test
    void await_inASecondLoop_isRefusedOnlyIfItHasToWait() {
        run(() -> moveOnAfter(millis(1), () -> event.await()));
        run(
                () -> {
                    var error = assertThrows(IllegalStateException.class, event::await);
                    assertEquals(
                            "<Event unset> is bound to another event loop", error.getMessage());
                    event.set();
                    event.await();
                });
    }

    @Test
    void close_ofRunner_endsThoseThatWait() {
        try (var runner = Runner.open()) {
            runner.run(
                    () -> {
                        waiter("a");
                        waiter("b");
                        sleep(Duration.ZERO);
                    });
        }
        log.assertAre("a cancelled", "b cancelled");
        assertEquals(0, event.statistics().tasksWaiting());
    }
}
