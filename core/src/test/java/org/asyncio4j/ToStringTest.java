package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.test.AsyncTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

class ToStringTest {
    private static void assertMatches(String pattern, Object object) {
        String text = object.toString();
        assertTrue(text.matches(pattern), text);
    }

    @AsyncTest
    void future_toString_showsItsState() {
        Future<String> future = Future.pending();
        assertEquals("<Future pending>", future.toString());
        future.setResult("value");
        assertEquals("<Future finished result=value>", future.toString());
        Future<String> failed = Future.pending();
        failed.setException(new IOException("broken"));
        assertEquals("<Future finished exception=java.io.IOException: broken>", failed.toString());
        assertInstanceOf(IOException.class, failed.exception());
        Future<String> cancelled = Future.pending();
        cancelled.cancel("why");
        assertEquals("<Future cancelled>", cancelled.toString());
    }

    @AsyncTest
    void task_toString_showsStateNamePlaceAndWhatItWaitsFor() {
        String place = "name='n' coro=<waiter\\(\\) at ToStringTest\\.java:[0-9]+>";
        Future<Void> future = Future.pending();
        var task = waiter(future);
        assertMatches("<Task pending " + place + ">", task);
        sleep(Duration.ZERO);
        assertMatches("<Task pending " + place + " wait_for=Future>", task);
        task.cancel();
        assertMatches("<Task cancelling " + place + ">", task);
        assertThrows(CancelledError.class, task::await);
        assertMatches("<Task cancelled " + place + ">", task);
    }

    private static Task<Void> waiter(Future<Void> future) {
        return createTask(
                named("n"),
                () -> {
                    future.await();
                });
    }

    @AsyncTest
    void task_done_showsItsOutcome() {
        var finished = createTask(named("f"), () -> 42);
        finished.await();
        assertMatches("<Task finished result=42 name='f' coro=<.*>>", finished);
        var failed =
                createTask(
                        named("g"),
                        () -> {
                            throw new IOException("broken");
                        });
        assertThrows(IOException.class, failed::await);
        assertMatches(
                "<Task finished exception=java.io.IOException: broken name='g' coro=<.*>>", failed);
    }

    @AsyncTest
    void task_waitingForATaskOrGather_namesIt() {
        Future<Void> gate = Future.pending();
        var inner = createTask(named("inner"), gate);
        var outer = createTask(named("outer"), inner);
        var gatherer = createTask(named("gatherer"), () -> gather(inner, outer));
        sleep(Duration.ZERO);
        assertMatches("<Task pending name='outer' .* wait_for=<Task name='inner' .*>>", outer);
        assertMatches("<Task pending name='gatherer' .* wait_for=gather>", gatherer);
        gate.setResult(null);
        gatherer.await();
    }

    @AsyncTest
    void coroutine_toString_showsItsPlace() {
        Coroutine<Integer> coroutine = fetch();
        assertMatches("<coroutine fetch\\(\\) at ToStringTest\\.java:[0-9]+>", coroutine);
        assertEquals(1, coroutine.await());
    }

    private static Coroutine<Integer> fetch() {
        return async(() -> 1);
    }

    @AsyncTest
    void handle_toString_showsItsState() {
        var handle = getRunningLoop().callSoon(() -> {});
        assertEquals("<Handle org.asyncio4j.ToStringTest lambda>", handle.toString());
        sleep(Duration.ZERO);
        assertEquals("<Handle done>", handle.toString());
        var timer = getRunningLoop().callLater(seconds(2), () -> {});
        assertEquals("<TimerHandle when=PT2S org.asyncio4j.ToStringTest lambda>", timer.toString());
        timer.cancel();
        assertEquals("<TimerHandle when=PT2S cancelled>", timer.toString());
    }

    @Test
    void loop_toString_showsItsState() {
        var loop = newEventLoop();
        assertMatches(
                "<EventLoop (carried|hand-off) running=false closed=false debug=(true|false)>",
                loop);
        assertMatches(
                "<EventLoop .* running=true .*>", loop.runUntilComplete(() -> loop.toString()));
        loop.close();
        assertMatches("<EventLoop .* closed=true .*>", loop);
    }

    @Test
    void runner_toString_showsItsState() {
        var runner = Runner.open();
        assertEquals("<Runner created>", runner.toString());
        runner.run(() -> 1);
        assertMatches("<Runner <EventLoop .*>>", runner);
        runner.close();
        assertEquals("<Runner closed>", runner.toString());
    }

    @AsyncTest
    void task_madeByGather_showsTheCallersPlace() {
        var tasks = new ArrayList<String>();
        gather(
                () -> tasks.add(currentTask().toString()),
                () -> tasks.add(currentTask().toString()));
        assertTrue(tasks.getFirst().contains("ToStringTest.java"), tasks.getFirst());
    }

    @AsyncTest
    void task_madeFromAnotherThread_showsTheCallersPlace() throws Exception {
        EventLoop loop = getRunningLoop();
        String s =
                toThread(() -> runCoroutineThreadsafe(loop, () -> currentTask().toString()).get());
        assertTrue(s.contains("ToStringTest.java"), s);
    }
}
