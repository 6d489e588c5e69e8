package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import org.asyncio4j.DeadlockError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The extension, by tests that it must fail. */
class AsyncioExtensionTest {
    /** Runs one method of {@link Samples}; null if it passes. */
    private static @Nullable Throwable run(String method, Class<?>... parameters) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectMethod(Samples.class.getName(), method, names(parameters)))
                        .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        var summary = listener.getSummary();
        assertEquals(1, summary.getTestsStartedCount());
        return summary.getFailures().isEmpty()
                ? null
                : summary.getFailures().getFirst().getException();
    }

    private static String names(Class<?>... types) {
        return Arrays.stream(types).map(Class::getName).collect(Collectors.joining(","));
    }

    private static String failure(String method) {
        Throwable failure = run(method);
        assertNotNull(failure, method + " passed");
        return String.valueOf(failure.getMessage());
    }

    @Test
    void test_ofWhatIsFine_passes() {
        assertNull(run("fine"));
    }

    @Test
    void test_thatFails_failsWithItsOwnError() {
        assertEquals("own assertion", failure("failsByItself"));
    }

    @Test
    void test_leavingATask_failsAndNamesIt() {
        String text = failure("leavesATask");
        assertTrue(text.startsWith("the test left tasks behind:"), text);
        assertTrue(text.contains("name='left behind'"), text);
        assertTrue(text.contains("lambda$leavesATask$"), text); // its stack
    }

    @Test
    void test_leavingAnErrorUnheard_fails() {
        String text = failure("leavesAnErrorUnheard");
        assertTrue(text.contains("Task exception was never retrieved"), text);
        Throwable failure = run("leavesAnErrorUnheard");
        assertNotNull(failure);
        assertEquals("nobody hears this", failure.getSuppressed()[0].getMessage());
    }

    @Test
    void test_leavingACoroutineUnawaited_fails() {
        String text = failure("leavesACoroutineUnawaited");
        assertTrue(text.contains("coroutine 'forgotten' was never awaited"), text);
    }

    @Test
    void test_withACallbackThatFails_fails() {
        assertTrue(failure("hasACallbackThatFails").contains("exception in callback"));
    }

    @Test
    void test_thatIsStuck_failsWithAllTasksAndTheirStacks() {
        String text = failure("isStuck");
        assertTrue(text.startsWith("the test is stuck; its tasks:"), text);
        assertTrue(text.contains("name='waits for ever'"), text);
        assertTrue(text.contains("Samples.waitForEver"), text);
        assertTrue(text.contains("Samples.isStuck"), text);
    }

    @Test
    void test_whoseTasksNothingCanWake_failsAtOnce() {
        Throwable failure = run("isDeadlocked");
        assertInstanceOf(DeadlockError.class, failure);
        String text = failure.getMessage();
        assertTrue(text.startsWith("nothing can wake these 2 tasks:\n"), text);
        assertTrue(text.contains("wait_for=<Task name='waits for ever'"), text);
        assertTrue(text.contains("name='waits for ever' coro="), text);
        assertTrue(text.contains("    at org.asyncio4j.test.Samples.waitForEver("), text);
        assertFalse(text.contains("internal.scheduler"), text);
        assertEquals("waitForEver", failure.getStackTrace()[0].getMethodName());
        assertEquals(0, failure.getSuppressed().length);
    }

    @Test
    void test_whoseTasksNothingCanWakeInRealTime_failsToo() {
        assertInstanceOf(DeadlockError.class, run("isDeadlockedInRealTime"));
    }

    @Test
    void test_thatReadsWhatNobodyWrites_failsAtOnceInMemory() {
        assertInstanceOf(DeadlockError.class, run("readsWhatNobodyWrites"));
    }

    @Test
    void test_thatSwallowsTheEndOfItsDeadlock_failsAllTheSame() {
        assertInstanceOf(DeadlockError.class, run("isDeadlockedAndSwallowsIt"));
    }

    @Test
    void test_deadlockedByAnErrorNobodyHeard_failsWithBoth() {
        Throwable failure = run("isDeadlockedByAnError");
        assertInstanceOf(DeadlockError.class, failure);
        Throwable reports = failure.getSuppressed()[0];
        assertEquals("the culprit", reports.getSuppressed()[0].getMessage());
    }

    @Test
    void test_thatIsDeadlockedAgainAfterItsCancel_failsAtOnceToo() {
        assertInstanceOf(DeadlockError.class, run("isDeadlockedAndCannotBeCancelled"));
        assertTrue(Samples.SWALLOWED.get() > 0);
    }

    @Test
    void test_thatBlocksTheLoop_isStuckToo() {
        String text = failure("blocksTheLoop");
        assertTrue(text.contains("Samples.spin"), text);
    }

    @Test
    void reports_thatWereTaken_doNotFail() {
        assertNull(run("takesItsReports", TestLoop.class));
    }

    // ---- the clock, in tests of the extension's own

    @AsyncTest
    void clock_whileEveryoneWaits_jumpsToTheNextTimer() {
        Duration before = getRunningLoop().time();
        var sooner = createTask(() -> sleep(Duration.ofHours(1)));
        sleep(Duration.ofHours(2));
        assertTrue(sooner.isDone());
        assertEquals(Duration.ofHours(2), getRunningLoop().time().minus(before));
    }

    @AsyncTest
    void clock_whileAnExecutorWorks_standsStill() {
        Duration before = getRunningLoop().time();
        var hour = createTask(() -> sleep(Duration.ofHours(1)));
        toThread(() -> "work");
        assertFalse(hour.isDone());
        assertEquals(before, getRunningLoop().time());
        hour.await();
    }

    @AsyncTest
    void clock_whileAStageIsAwaited_standsStill(TestLoop loop) {
        var stage = new CompletableFuture<String>();
        var waits = createTask(() -> await(stage));
        var hour = createTask(() -> sleep(Duration.ofHours(1)));
        toThread(() -> stage.complete("done"));
        assertEquals("done", waits.await());
        assertFalse(hour.isDone());
        hour.await();
        assertEquals(Duration.ofHours(1).toNanos(), loop.clock().nanoTime());
    }

    @AsyncTest
    void clock_advanced_wakesWhoIsDue(TestLoop loop) {
        try (var _ = loop.clock().hold()) {
            var minute = createTask(() -> sleep(Duration.ofMinutes(1)));
            sleep(Duration.ZERO);
            loop.clock().advance(Duration.ofMinutes(1));
            minute.await();
        }
    }

    @LoopOptions(realClock = true)
    @AsyncTest
    void realClock_ifAskedFor_passesByItself() {
        Duration before = getRunningLoop().time();
        sleep(millis(5));
        assertTrue(getRunningLoop().time().minus(before).compareTo(millis(5)) >= 0);
    }

    @LoopOptions(debug = true)
    @AsyncTest
    void debug_ifAskedFor_isOn() {
        assertTrue(getRunningLoop().isDebug());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @ExtendWith(AsyncioExtension.class)
    void template_runsAsATaskToo(int number) {
        sleep(seconds(number));
        assertNotNull(currentTask());
    }
}
