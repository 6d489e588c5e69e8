package org.asyncio4j;

import org.asyncio4j.internal.signals.SigInt;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Work on several loops at once, and a plain thread that waits until all of it has ended. The first
 * failure cancels the rest; what is cancelled by somebody else does not, as in a {@link TaskGroup}.
 *
 * @param <T> the type of the results
 */
final class EachLoop<T extends @Nullable Object> {
    private static final Cancellation INTERRUPTED =
            Cancellation.by("an interrupt", "the thread that waits for the loops was interrupted");

    private static final Cancellation CTRL_C = Cancellation.by("Ctrl-C", "Ctrl-C");

    private static final Cancellation SIBLING_FAILED =
            Cancellation.by("a loop group", "the work failed on another loop");

    private final List<Part> parts = new ArrayList<>();
    private final CountDownLatch running;

    /** Whether each work begins whatever happens, so that what it does first is done. */
    private final boolean certain;

    /** In the order in which they happened. */
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final AtomicReference<@Nullable CancelledError> firstCancel = new AtomicReference<>();

    /** Whether Ctrl-C came while there was something to cancel. */
    private volatile boolean ctrlCReached;

    private EachLoop(List<Loop> loops, IntFunction<?> works, boolean certain) {
        this.certain = certain;
        this.running = new CountDownLatch(loops.size());
        for (int i = 0; i < loops.size(); i++) {
            parts.add(new Part(loops.get(i), works.apply(i)));
        }
    }

    /**
     * Does the same work on each loop and returns the results in the order of the loops, or throws
     * what it failed with first.
     *
     * @throws CancelledError if one was cancelled, or this thread interrupted, which it stays
     * @throws KeyboardInterrupt if Ctrl-C cancelled them
     */
    static <T extends @Nullable Object> List<T> call(List<Loop> loops, Object work) {
        return new EachLoop<T>(loops, i -> work, false).await();
    }

    /**
     * {@link #call} for work that is given the number of its loop and has no result. A cancel finds
     * it begun: what closes something has the time to close it.
     */
    static void run(List<Loop> loops, IntFunction<VoidBlock<?>> works) {
        var _ = new EachLoop<@Nullable Void>(loops, works, true).await();
    }

    /** Has Ctrl-C handled meanwhile if this is the thread it is for; null elsewhere. */
    static @Nullable SigInt handleCtrlC(Runnable onCtrlC) {
        boolean mainThread = Thread.currentThread().getName().equals("main");
        return mainThread ? SigInt.install(onCtrlC) : null;
    }

    private List<T> await() {
        boolean interrupted = false;
        try (SigInt signal = handleCtrlC(() -> cancelAll(CTRL_C))) {
            parts.forEach(part -> part.start());
            while (true) {
                try {
                    running.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    cancelAll(INTERRUPTED);
                }
            }
            boolean ctrlC = signal != null && signal.wasReceived();
            return results(ctrlC);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<T> results(boolean ctrlC) {
        Throwable failure = failures.poll();
        if (failure != null) {
            failures.stream().filter(other -> other != failure).forEach(failure::addSuppressed);
            throw Works.sneaky(failure);
        }
        CancelledError cancel = firstCancel.get();
        if (cancel != null) {
            throw ctrlC ? ExitCode.on(new KeyboardInterrupt(cancel)) : cancel;
        }
        if (ctrlC && !ctrlCReached) {
            throw ExitCode.on(new KeyboardInterrupt(null)); // it came when all was over
        }
        List<T> results = new ArrayList<>();
        parts.forEach(part -> results.add(part.result()));
        return results;
    }

    private void failed(Throwable error) {
        failures.add(error);
        if (failures.peek() == error) { // a second cancel would hit their cleaning up
            cancelAll(SIBLING_FAILED);
        }
    }

    private void cancelAll(Cancellation why) {
        parts.forEach(part -> part.loop.post(() -> part.cancel(why)));
    }

    /** The work on one loop. */
    private final class Part {
        private final Loop loop;
        private final Object work;

        /** In case the loop is closed before anything has come of the work. */
        private final Runnable giveUp = () -> end(new Outcome.Cancelled<>(loopClosed()));

        private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

        /** Confined to the loop, as is {@link #cancelled}. */
        private @Nullable Task<T> task;

        private @Nullable Cancellation cancelled;

        Part(Loop loop, Object work) {
            this.loop = loop;
            this.work = work;
        }

        private static CancelledError loopClosed() {
            return new CancelledError(Cancellation.by("the loop", "the loop was closed"));
        }

        void start() {
            loop.whenClosed.add(giveUp);
            try {
                loop.callSoonThreadsafe(this::begin);
            } catch (IllegalStateException e) {
                giveUp.run();
            }
            if (loop.isClosed()) { // while we came, and may not have seen us
                giveUp.run();
            }
        }

        private void begin() {
            if (cancelled != null && !certain) {
                end(new Outcome.Cancelled<>(new CancelledError(cancelled)));
                return;
            }
            try {
                Task<T> begun = loop.newTask(work, certain ? Asyncio.eager() : TaskOptions.DEFAULT);
                task = begun;
                begun.addDoneCallback(done -> end(done.outcome()));
                if (cancelled != null) {
                    cancel(cancelled);
                }
            } catch (Throwable e) {
                end(new Outcome.Failure<>(e));
            }
        }

        private void cancel(Cancellation why) {
            cancelled = why;
            if (task != null && task.cancelWith(why) && why == CTRL_C) {
                ctrlCReached = true;
            }
        }

        private void end(Outcome<T> how) {
            if (!outcome.compareAndSet(null, how)) {
                return;
            }
            loop.whenClosed.remove(giveUp);
            switch (how) {
                case Outcome.Success<T> _ -> {}
                case Outcome.Failure<T>(Throwable error) -> failed(error);
                case Outcome.Cancelled<T>(CancelledError error) ->
                        firstCancel.compareAndSet(null, error);
            }
            running.countDown();
        }

        T result() {
            return Objects.requireNonNull(outcome.get()).result();
        }
    }
}
