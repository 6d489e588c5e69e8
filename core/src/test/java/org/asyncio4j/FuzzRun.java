package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import org.asyncio4j.internal.scheduler.Leftovers;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.test.VirtualClock;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One program on a loop of its own, disturbed in one of its turns, and what must hold then. */
final class FuzzRun {
    /** Real time, far above what any program takes. */
    private static final int STUCK_AFTER_SECONDS = 30;

    /** What is done to the program. */
    enum Target {
        /** The main task is cancelled. */
        MAIN,
        /** The main task is cancelled in this turn and once more in the next but {@code number}. */
        MAIN_TWICE,
        /** A scope around the program is cancelled. */
        SCOPE,
        /** Task {@code number}, in the order of their creation, is cancelled. Main is 0. */
        OTHER,
        /** The loop is stopped and its runner closed. */
        RUNNER,
        /** The loop is stopped and closed. */
        LOOP
    }

    /** When in a turn it is done. */
    enum Moment {
        /** Before every step that is ready. */
        FIRST,
        /** After every step that is ready, but before timers that are due. */
        LAST
    }

    record Attack(Target target, int number, Moment moment) {
        @Override
        public String toString() {
            return target + (number == 0 ? "" : " " + number) + " " + moment;
        }
    }

    private final FuzzSource.Program program;
    private final Attack attack;
    private final int turn;
    private final FuzzProbe probe;
    private final Loop loop = new Loop(new TurnClock(new VirtualClock(), this::onTurn));
    private final List<String> problems = new ArrayList<>();
    private final List<@Nullable Task<?>> created = new ArrayList<>();
    private int turns;
    private @Nullable Task<?> main;
    private @Nullable CancelScope scope;

    /** Turns count, until the program has ended. */
    private boolean armed = true;

    private int requests;
    private boolean reached;
    private boolean endedByItself;
    private boolean expectsDeadlock;
    private boolean passed;

    FuzzRun(FuzzSource.Program program, Attack attack, int turn, Path folder) {
        this.program = program;
        this.attack = attack;
        this.turn = turn;
        this.probe = new FuzzProbe(folder);
    }

    /** Whether the program was still running in that turn. */
    boolean wasReached() {
        return reached;
    }

    /** How many tasks were made, if that was counted. */
    int tasks() {
        return created.size();
    }

    /**
     * Runs the program.
     *
     * @throws AssertionError with everything that was wrong
     */
    void run() throws Exception {
        var ended = new FutureTask<@Nullable Void>(this::runOnLoop, null);
        Thread.ofPlatform().daemon().name("fuzz").start(ended);
        try {
            ended.get(STUCK_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            problem(
                    "it hangs;"
                            + Leftovers.of(loop.scheduler)
                            + " tasks:"
                            + describe(loop.tasks()));
        } catch (java.util.concurrent.ExecutionException e) {
            problem("the run broke: " + stackOf(e.getCause()));
        }
        var all = new ArrayList<String>();
        synchronized (this) {
            all.addAll(problems);
        }
        all.addAll(probe.awaitProblems());
        if (!all.isEmpty()) {
            throw new AssertionError(this + ":\n  " + String.join("\n  ", all));
        }
    }

    @Override
    public String toString() {
        return program.name() + ", " + attack + ", turn " + turn;
    }

    private synchronized void problem(String what) {
        problems.add(what);
    }

    // ---- running

    private void runOnLoop() {
        loop.setExceptionHandler((source, context) -> heard(context));
        if (attack.target == Target.OTHER) {
            loop.setTaskFactory(this::create);
        }
        Runner runner = Runner.open(o -> o.withLoopFactory(() -> loop));
        runner.loop();
        VoidBlock<Exception> body =
                attack.target == Target.SCOPE ? this::runInScope : this::runAndCheck;
        main = loop.newTask(body, TaskOptions.DEFAULT);
        try {
            loop.runUntilDone(main);
        } catch (Throwable e) {
            // The main task tells.
        }
        armed = false;
        endedByItself = main.isDone();
        if (attack.target == Target.RUNNER) {
            runner.close();
        } else if (!isClosing()) {
            settle();
        }
        loop.close();
        checkMain();
        List<Task<?>> left = loop.tasks();
        if (!left.isEmpty()) {
            problem("the closed loop has tasks:" + describe(left));
        }
    }

    private boolean isClosing() {
        return attack.target == Target.RUNNER || attack.target == Target.LOOP;
    }

    private <T> Task<T> create(
            org.asyncio4j.lowlevel.EventLoop source, Block<T, ?> work, TaskOptions options) {
        int number = created.size();
        created.add(null);
        Task<T> task = Task.of(source, work, options);
        created.set(number, task);
        return task;
    }

    /** The program, and one more suspension point: a cancel that was not swallowed strikes here. */
    private void runAndCheck() throws Exception {
        Throwable failure = null;
        try {
            program.run(probe);
        } catch (Throwable e) {
            failure = e;
        }
        try {
            sleep(Duration.ZERO);
        } catch (CancelledError e) {
            failure = failure == null ? e : failure;
        }
        if (attack.target != Target.SCOPE) {
            ended();
        }
        if (failure != null) {
            throw Works.<RuntimeException>sneaky(failure);
        }
    }

    private void runInScope() throws Exception {
        boolean completed =
                cancelScope(
                        inner -> {
                            scope = inner;
                            try {
                                runAndCheck();
                            } finally {
                                armed = false;
                            }
                        });
        if (requests > 0 && completed && !program.catches()) {
            problem("the scope was cancelled and its block came to its end");
        }
        sleep(Duration.ZERO);
        ended();
    }

    private void ended() {
        armed = false;
        int expected = attack.target == Target.SCOPE ? 0 : requests;
        int cancelling = FuzzProbe.cancelling();
        if (cancelling != expected && !isClosing()) {
            problem("cancelling()=" + cancelling + " after " + expected + " requests");
        }
        if (Thread.currentThread().isInterrupted()) {
            problem("an interrupt flag was left");
        }
    }

    // ---- disturbing

    /** On the loop's bare thread, between two steps. */
    private boolean onTurn() {
        if (!armed) {
            return false;
        }
        int now = ++turns;
        boolean strikes = now == turn || (attack.target == Target.MAIN_TWICE && now == second());
        if (strikes) {
            if (attack.moment == Moment.FIRST) {
                strike();
            } else {
                loop.post(this::strike);
            }
        }
        return strikes;
    }

    private int second() {
        return turn + 1 + attack.number;
    }

    private void strike() {
        Task<?> task = main;
        if (!armed || task == null) {
            return;
        }
        reached = true;
        probe.isDisturbed = true;
        switch (attack.target) {
            case MAIN, MAIN_TWICE -> {
                if (task.cancelWith(Cancellation.by("the fuzz", "turn " + turns))) {
                    requests++;
                    probe.isCancelled = true;
                }
            }
            case SCOPE -> {
                if (scope == null) {
                    return;
                }
                scope.cancel("turn " + turns);
                requests++;
            }
            case OTHER -> {
                Task<?> other = attack.number < created.size() ? created.get(attack.number) : null;
                if (other != null) {
                    other.cancelWith(Cancellation.by("the fuzz", "turn " + turns));
                }
            }
            case RUNNER, LOOP -> {
                probe.isCancelled = true;
                loop.stop();
            }
        }
    }

    // ---- checking

    private void heard(ExceptionContext context) {
        if (context.exception() instanceof DeadlockError) {
            if (expectsDeadlock) {
                passed = true;
            } else {
                problem("deadlock: " + context.message());
            }
            loop.stop();
            return;
        }
        boolean isError =
                context.exception() != null && !(context.exception() instanceof CancelledError);
        if (isClosing() && isError) {
            return; // a failure as planned, but those who would hear it had been ended
        }
        problem(
                "the loop reported: "
                        + context.message()
                        + " "
                        + context.subject()
                        + " "
                        + (context.exception() == null ? "" : stackOf(context.exception())));
    }

    /** Lets the tasks that the program has left come to their ends, and looks what is left then. */
    private void settle() {
        var left = new String[] {"everything"};
        VoidBlock<RuntimeException> wait =
                () -> {
                    var others = new ArrayList<>(loop.tasks());
                    others.remove(currentTask());
                    if (!others.isEmpty()) {
                        waitAll(others, Duration.ofHours(1));
                    }
                    left[0] = Leftovers.of(loop.scheduler);
                    sleep(Duration.ofHours(1)); // other threads have ended when the clock jumps
                };
        runQuietly(loop.newTask(wait, TaskOptions.DEFAULT));
        if (!loop.tasks().isEmpty()) {
            problem("tasks are left:" + describe(loop.tasks()));
        }
        if (!left[0].isEmpty() || !loop.openGroups.isEmpty()) {
            problem("left:" + left[0] + " " + loop.openGroups);
        }
        if (problems.isEmpty()) { // a loop with nothing left knows that nothing can wake it
            expectsDeadlock = true;
            VoidBlock<RuntimeException> never = () -> Future.pending().await();
            runQuietly(loop.newTask(never, TaskOptions.DEFAULT));
            if (!passed) {
                problem("something is left that may wake the loop");
            }
        }
    }

    private void runQuietly(Task<?> task) {
        try {
            loop.runUntilDone(task);
        } catch (Throwable e) {
            // Stopped, or what was looked for.
        }
    }

    private void checkMain() {
        Task<?> task = main;
        if (task == null || !task.isDone()) {
            problem("the main task has not ended: " + task);
            return;
        }
        Throwable error = task.isCancelled() ? task.cancelledError() : task.exception();
        switch (attack.target) {
            case MAIN, MAIN_TWICE -> checkEnd(task, error, requests > 0);
            case RUNNER, LOOP -> checkEnd(task, error, !endedByItself);
            case SCOPE -> checkEnd(task, error, false);
            case OTHER -> {} // it may see the other's end
        }
    }

    private void checkEnd(Task<?> task, @Nullable Throwable error, boolean wasCancelled) {
        if (wasCancelled && !task.isCancelled() && !program.catches()) {
            problem(
                    "cancelled, the main task ended with "
                            + (error == null ? task : stackOf(error)));
        } else if (!wasCancelled && error != null) {
            problem("the main task failed: " + stackOf(error));
        }
    }

    private static String stackOf(Throwable error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String describe(List<Task<?>> tasks) {
        var text = new StringBuilder();
        for (Task<?> task : tasks) {
            text.append("\n  ").append(task);
            for (StackTraceElement frame : task.getStack()) {
                text.append("\n      at ").append(frame);
            }
        }
        return text.toString();
    }
}
