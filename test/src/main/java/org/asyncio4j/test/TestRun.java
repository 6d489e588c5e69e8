package org.asyncio4j.test;

import static org.asyncio4j.Asyncio.allTasks;
import static org.asyncio4j.Asyncio.currentTask;
import static org.asyncio4j.Asyncio.sleep;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.DeadlockError;
import org.asyncio4j.Runner;
import org.asyncio4j.Task;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One test method on its loop, with the checks around it. */
final class TestRun {
    /** Iterations that tasks get to end in, once what they waited for is over. */
    private static final int GRACE = 10;

    private final TestLoop testLoop;
    private final LoopOptions options;
    private volatile @Nullable DeadlockError deadlock;

    TestRun(TestLoop testLoop, LoopOptions options) {
        this.testLoop = testLoop;
        this.options = options;
    }

    /** Runs the body. On a thread of its own, so that not even a wedged loop hangs the build. */
    void run(Block<?, ?> body) throws Throwable {
        var ended = new CompletableFuture<@Nullable Void>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("async-test")
                        .unstarted(
                                () -> {
                                    try {
                                        runOnLoop(body);
                                        ended.complete(null);
                                    } catch (Throwable e) {
                                        ended.completeExceptionally(e);
                                    }
                                });
        testLoop.setOnDeadlock(error -> deadlocked(error, thread, ended));
        thread.start();
        Throwable failure = null;
        try {
            ended.get(options.stuckAfterSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            failure = Objects.requireNonNull(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            AssertionError stuck = stuck();
            thread.interrupt(); // cancels the test, or it might go on for the rest of the build
            throw stuck;
        }
        conclude(deadlock == null ? failure : deadlock);
    }

    /** The first time ends the test by a cancel; the second time, not even that did. */
    private void deadlocked(DeadlockError error, Thread thread, CompletableFuture<?> ended) {
        if (deadlock == null) {
            deadlock = error;
            thread.interrupt();
        } else {
            ended.completeExceptionally(error);
        }
    }

    private void conclude(@Nullable Throwable failure) throws Throwable {
        AssertionError reports = reportsOrNull();
        if (failure == null && reports != null) {
            throw reports;
        }
        if (failure != null) {
            if (reports != null) {
                failure.addSuppressed(reports);
            }
            throw failure;
        }
    }

    private void runOnLoop(Block<?, ?> body) {
        EventLoop loop = testLoop.eventLoop();
        try (var runner = Runner.open(o -> o.withLoopFactory(() -> loop))) {
            Block<?, RuntimeException> checked = () -> runAndCheck(body);
            runner.run(checked);
        }
    }

    private static @Nullable Void runAndCheck(Block<?, ?> body) {
        Asyncio.await(Asyncio.async(body));
        List<Task<?>> left = leftTasks();
        for (int i = 0; i < GRACE && !left.isEmpty(); i++) {
            sleep(Duration.ZERO);
            left = leftTasks();
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the test left tasks behind:\n" + describe(left));
        }
        return null;
    }

    private static List<Task<?>> leftTasks() {
        return allTasks().stream().filter(task -> task != currentTask()).toList();
    }

    private AssertionError stuck() {
        var text = new StringBuilder("the test is stuck; its tasks:\n");
        text.append(describe(Asyncio.allTasks(testLoop.eventLoop())));
        Thread.getAllStackTraces()
                .forEach(
                        (thread, stack) -> {
                            if (thread.getName().startsWith("asyncio")) {
                                text.append(thread.getName()).append(":\n");
                                appendStack(text, stack);
                            }
                        });
        return new AssertionError(text.toString());
    }

    private @Nullable AssertionError reportsOrNull() {
        List<ExceptionContext> reports = testLoop.takeReports();
        if (reports.isEmpty()) {
            return null;
        }
        var text = new StringBuilder("the loop reported:");
        for (ExceptionContext report : reports) {
            text.append("\n  ").append(report.message());
            if (report.subject() != null) {
                text.append(": ").append(report.subject());
            }
        }
        var failure = new AssertionError(text.toString());
        for (ExceptionContext report : reports) {
            if (report.exception() != null) {
                failure.addSuppressed(report.exception());
            }
        }
        return failure;
    }

    private static String describe(Iterable<Task<?>> tasks) {
        var text = new StringBuilder();
        for (Task<?> task : tasks) {
            text.append(task).append('\n');
            appendStack(text, task.getStack());
        }
        return text.toString();
    }

    private static void appendStack(StringBuilder text, StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
    }
}
