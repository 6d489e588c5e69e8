package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.ExceptionContext;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The generators that were begun on a loop and have not ended. Confined to the loop. */
final class OpenGenerators {
    /** How often a body may go on after a close before its loop gives it up. */
    private static final int MOST_CLOSES = 1_000;

    private final Loop loop;
    private final Set<GeneratorCore> open = new LinkedHashSet<>();
    private boolean shutDown;

    OpenGenerators(Loop loop) {
        this.loop = loop;
    }

    void add(GeneratorCore core) {
        open.add(core);
        if (shutDown) {
            Log.asyncio().log(Level.WARNING, core + " was begun after shutdownAsyncgens()");
        }
    }

    void remove(GeneratorCore core) {
        open.remove(core);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Closes them all, each in a task of its own, and waits for that. */
    void shutDown() {
        shutDown = true;
        List<GeneratorCore> cores = List.copyOf(open);
        var closings = new ArrayList<Future<Void>>();
        for (GeneratorCore core : cores) {
            closings.add(closeInTask(core));
        }
        List<Outcome<Void>> outcomes = Asyncio.gatherOutcomes(closings);
        for (int i = 0; i < cores.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Failure<?>(Throwable error)) {
                report(cores.get(i), error);
            }
        }
    }

    /** Closes one that the program has dropped. It is the task's from then on, as in asyncio. */
    void closeDropped(GeneratorCore core) {
        if (open.remove(core)) {
            closeInTask(core);
        }
    }

    private Future<Void> closeInTask(GeneratorCore core) {
        VoidBlock<?> work = () -> core.close(core);
        return loop.newTask(work, TaskOptions.DEFAULT);
    }

    /** For a loop that closes: ends them all at once, in callbacks, where nothing can suspend. */
    void closeInCallbacks() {
        for (GeneratorCore core : open) {
            loop.scheduler.callSoon(() -> closeForGood(core));
        }
    }

    private void closeForGood(GeneratorCore core) {
        for (int i = 0; i < MOST_CLOSES; i++) {
            try {
                core.close(core);
                return;
            } catch (Throwable e) {
                if (core.isFinished()) {
                    report(core, e);
                    return;
                }
            }
        }
        open.remove(core);
        Log.asyncio()
                .log(Level.ERROR, "gave up, because it would not end as its loop closed: " + core);
    }

    private void report(GeneratorCore core, Throwable error) {
        loop.callExceptionHandler(
                new ExceptionContext(
                        "an error occurred during closing of generator " + core, error, core));
    }
}
