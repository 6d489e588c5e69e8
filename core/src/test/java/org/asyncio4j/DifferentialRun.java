package org.asyncio4j;

import static org.asyncio4j.Asyncio.*;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Does what a script says and logs what happens, as {@code differential.py} does. */
final class DifferentialRun {
    /** How often the driver cancels what is left before it gives up. */
    private static final int MOST_ROUNDS = 100;

    /** The result of what was left out, which is not logged. */
    static final Object NOT_DONE = new Object();

    private final DifferentialScript script;
    private final DifferentialSubject subject;
    private final List<String> log = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final Actor driver = new Actor("driver");
    private int cancels;
    private boolean isEnding;

    private DifferentialRun(DifferentialScript script) {
        this.script = script;
        this.subject = DifferentialSubject.of(script.kind(), script.arguments());
        for (DifferentialScript.Worker worker : script.workers()) {
            workers.add(new Worker(String.valueOf(workers.size()), worker));
        }
    }

    /** Runs the script in the current task; returns the log. */
    static List<String> run(DifferentialScript script) {
        var run = new DifferentialRun(script);
        run.drive();
        return run.log;
    }

    private void drive() {
        for (String op : script.driver()) {
            driver.perform(op);
        }
        isEnding = true;
        driver.perform("state");
        List<Worker> left = left();
        for (int round = 0; round < MOST_ROUNDS && !left.isEmpty(); round++) {
            for (Worker worker : left) {
                driver.perform("cancel:" + worker.name);
            }
            driver.perform("tick");
            // Who waits for a condition does not leave it without its lock.
            if (subject instanceof DifferentialSubject.OfCondition condition
                    && condition.isLocked()) {
                driver.perform("forcerelease");
            }
            left = left();
        }
        driver.perform("state");
        for (Worker worker : workers) {
            worker.logEnd();
        }
    }

    private List<Worker> left() {
        return workers.stream().filter(Worker::isRunning).toList();
    }

    private Object cancel(@Nullable Task<?> task) {
        if (task == null) {
            return "nobody";
        }
        if (task.isDone()) {
            return "too late";
        }
        if (script.skipsLateCancels() && task.isWoken()) {
            return "skipped";
        }
        cancels++;
        task.cancel(String.valueOf(cancels));
        return cancels;
    }

    private static String word(Throwable error) {
        return switch (error) {
            case CancelledError e -> "cancelled " + e.getMessage();
            case BrokenBarrierException _ -> "broken";
            case QueueFullException _ -> "full";
            case QueueEmptyException _ -> "empty";
            case QueueShutDownException _ -> "shutdown";
            case IllegalStateException _, IllegalArgumentException _ -> "refused";
            default -> throw Works.<RuntimeException>sneaky(error);
        };
    }

    /** A worker or the driver: who does things with the primitive. */
    class Actor {
        final String name;

        /** How often it has what one can have of the primitive. */
        int held;

        Actor(String name) {
            this.name = name;
        }

        final void log(String text) {
            log.add(name + " " + text);
        }

        @Nullable Task<?> task() {
            return currentTask();
        }

        final void perform(String op) {
            int colon = op.indexOf(':');
            String verb = colon < 0 ? op : op.substring(0, colon);
            int argument = colon < 0 ? 0 : Integer.parseInt(op.substring(colon + 1));
            switch (verb) {
                case "tick" -> sleep(Duration.ZERO);
                case "sleep" ->
                        suspend(
                                op,
                                () -> {
                                    sleep(Duration.ZERO);
                                    return null;
                                });
                case "start" -> workers.get(argument).start();
                case "cancel" -> act(op, () -> cancel(workers.get(argument).task()));
                case "cancelself" -> act(op, () -> cancel(task()));
                case "state" -> act(op, subject::state);
                default -> {
                    Supplier<@Nullable Object> action = () -> subject.perform(this, verb, argument);
                    if (subject.suspends(verb)) {
                        suspend(op, action);
                    } else {
                        act(op, action);
                    }
                }
            }
        }

        final void suspend(String op, Supplier<@Nullable Object> action) {
            log(op);
            act(op, action);
        }

        final void act(String op, Supplier<@Nullable Object> action) {
            try {
                Object result = action.get();
                if (result != NOT_DONE) {
                    log(op + " = " + (result == null ? "ok" : result));
                }
            } catch (CancelledError e) {
                log(op + " ! " + word(e));
                throw e;
            } catch (RuntimeException e) {
                log(op + " ! " + word(e));
            }
        }
    }

    private final class Worker extends Actor {
        private final DifferentialScript.Worker plan;
        private int survives;
        private @Nullable Task<Void> task;

        Worker(String name, DifferentialScript.Worker plan) {
            super(name);
            this.plan = plan;
            this.survives = plan.survives();
        }

        void start() {
            task = createTask(this::work);
        }

        @Override
        @Nullable Task<?> task() {
            return task;
        }

        boolean isRunning() {
            return task != null && !task.isDone();
        }

        private void work() {
            try {
                for (String op : plan.ops()) {
                    performUnlessCancelled(op);
                }
            } finally {
                if (plan.isTidy()) {
                    subject.tidyUp(this);
                }
                log("ends");
            }
        }

        private void performUnlessCancelled(String op) {
            try {
                perform(op);
            } catch (CancelledError e) {
                if (survives == 0 || isEnding) {
                    throw e;
                }
                survives--;
            }
        }

        void logEnd() {
            if (task == null) {
                return;
            }
            if (!task.isDone()) {
                log("does not end: " + task);
            } else if (task.isCancelled()) {
                log("is cancelled");
            } else {
                task.result();
                log("is done");
            }
        }
    }
}
