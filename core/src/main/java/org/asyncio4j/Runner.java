package org.asyncio4j;

import org.asyncio4j.internal.signals.SigInt;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Runs several main functions on one loop, and winds the loop up properly at the end. For a single
 * main function there is {@link Asyncio#run}.
 *
 * <pre>{@code
 * try (var runner = Runner.open(o -> o.withDebug(true))) {
 *     runner.run(() -> first());
 *     runner.run(() -> second());
 * }
 * }</pre>
 *
 * <p>To be used by one thread. While {@link #run} waits, an interrupt of that thread, and Ctrl-C if
 * it is the JVM's main thread, cancel the main task. Models {@code asyncio.Runner}.
 */
public final class Runner implements AutoCloseable {
    /** How long {@link #close} waits for blocking work, asyncio's {@code THREAD_JOIN_TIMEOUT}. */
    private static final Duration EXECUTOR_TIMEOUT = Duration.ofMinutes(5);

    private final Options options;
    private @Nullable Loop loop;

    /** What all runs share, made with the loop. */
    private Context sharedContext = new Context();

    private boolean closed;

    private Runner(Options options) {
        this.options = options;
    }

    /**
     * How to run.
     *
     * @param debug debug mode; null for what {@code -Dasyncio4j.debug} and {@code ASYNCIO_DEBUG}
     *     say
     * @param loopFactory makes the loop; null for {@link Asyncio#newEventLoop()}
     */
    public record Options(
            @Nullable Boolean debug, @Nullable Supplier<? extends EventLoop> loopFactory) {
        /** These options with debug mode on or off. */
        public Options withDebug(boolean on) {
            return new Options(on, loopFactory);
        }

        /** These options with another source of loops, one of {@link Asyncio}'s. */
        public Options withLoopFactory(Supplier<? extends EventLoop> factory) {
            return new Options(debug, factory);
        }
    }

    /** A runner with default options. The loop is made when it is first needed. */
    public static Runner open() {
        return new Runner(new Options(null, null));
    }

    /** A runner with options: {@code Runner.open(o -> o.withDebug(true))}. */
    public static Runner open(UnaryOperator<Options> configure) {
        return new Runner(configure.apply(new Options(null, null)));
    }

    /**
     * The loop.
     *
     * @throws IllegalStateException if the runner is closed
     */
    public EventLoop loop() {
        return lazyLoop();
    }

    private Loop lazyLoop() {
        if (closed) {
            throw new IllegalStateException("the runner is closed");
        }
        if (loop == null) {
            Supplier<? extends EventLoop> factory = options.loopFactory();
            sharedContext = Context.copyOfCurrent();
            EventLoop made = factory == null ? Asyncio.newEventLoop() : factory.get();
            if (!(made instanceof Loop own)) {
                throw new IllegalArgumentException(
                        "the loop factory must return what Asyncio.newEventLoop() makes: " + made);
            }
            loop = own;
            if (options.debug() != null) {
                loop.setDebug(options.debug());
            }
        }
        return loop;
    }

    /**
     * Runs the main function as a task and returns its result, or throws what it throws. What it
     * sets {@linkplain ContextVar context variables} to is there in the next run.
     *
     * @throws KeyboardInterrupt if Ctrl-C cancelled it
     * @throws IllegalStateException if a loop runs on this thread already
     */
    public <T extends @Nullable Object, X extends Throwable> T run(Block<T, X> main) throws X {
        return runWork(null, main);
    }

    /** {@link #run(Block)} for work without a result. */
    public <X extends Throwable> void run(VoidBlock<X> main) throws X {
        runWork(null, main);
    }

    /** {@link #run(Block)} in a context of its own, which is used as it is. */
    public <T extends @Nullable Object, X extends Throwable> T run(
            Context context, Block<T, X> main) throws X {
        return runWork(Objects.requireNonNull(context, "context"), main);
    }

    /** {@link #run(Context, Block)} for work without a result. */
    public <X extends Throwable> void run(Context context, VoidBlock<X> main) throws X {
        runWork(Objects.requireNonNull(context, "context"), main);
    }

    private <T extends @Nullable Object> T runWork(@Nullable Context context, Object main) {
        Loop.checkNoneRuns(); // before a loop is made that would have to be closed
        Loop current = lazyLoop();
        current.checkRunnable();
        var options = TaskOptions.DEFAULT.context(context == null ? sharedContext : context);
        Task<T> task = current.newTask(main, options);
        var reachedTask = new boolean[1];
        try (SigInt signal = handleCtrlC(current, () -> reachedTask[0] = cancelByCtrlC(task))) {
            T result = current.runUntilDone(task);
            if (signal != null && signal.wasReceived() && !reachedTask[0]) {
                throw ExitCode.on(new KeyboardInterrupt(null)); // it came when main was over
            }
            return result;
        } catch (CancelledError e) {
            if (reachedTask[0] && task.uncancel() == 0) {
                throw ExitCode.on(new KeyboardInterrupt(e));
            }
            throw e;
        }
    }

    private static boolean cancelByCtrlC(Task<?> task) {
        return task.cancelWith(Cancellation.by("Ctrl-C", "Ctrl-C"));
    }

    private static @Nullable SigInt handleCtrlC(Loop loop, Runnable cancel) {
        boolean mainThread = Thread.currentThread().getName().equals("main");
        return mainThread ? SigInt.install(() -> loop.post(cancel)) : null;
    }

    /**
     * Cancels the tasks that are left and waits for their end, reports their errors, closes the
     * generators that are left, waits up to five minutes for blocking work, and closes the loop.
     * Closing twice is allowed.
     */
    @Override
    public void close() {
        Loop open = loop;
        if (closed || open == null || open.isClosed()) {
            closed = true;
            return;
        }
        open.checkRunnable();
        closed = true;
        boolean interrupted = Thread.interrupted(); // it has cancelled main; now we clean up
        try {
            cancelAll(open);
            open.runUntilComplete(
                    () -> {
                        open.shutdownAsyncgens();
                        open.shutdownDefaultExecutor(EXECUTOR_TIMEOUT);
                    });
        } finally {
            open.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void cancelAll(Loop loop) {
        List<Task<?>> tasks = loop.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        var inGroups = new HashSet<Task<?>>();
        for (TaskGroup group : loop.openGroups) {
            inGroups.addAll(group.tasks());
            group.windUp();
        }
        for (Task<?> task : tasks) {
            if (!inGroups.contains(task)) { // their groups cancel them, from the inside out
                task.cancelWith(Cancellation.by("the runner", "the event loop is shutting down"));
            }
        }
        loop.runUntilComplete(() -> Waiting.wait(tasks, Waiting.Until.ALL_COMPLETED, null));
        for (Task<?> task : tasks) {
            if (task.hasFailed() && !inGroups.contains(task)) { // their groups have the error
                loop.callExceptionHandler(
                        new ExceptionContext(
                                "unhandled exception during run() shutdown",
                                task.exception(),
                                task));
            }
        }
    }

    @Override
    public String toString() {
        return "<Runner " + (closed ? "closed" : loop == null ? "created" : loop) + ">";
    }
}
