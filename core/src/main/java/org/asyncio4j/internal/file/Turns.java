package org.asyncio4j.internal.file;

import org.asyncio4j.Asyncio;
import org.asyncio4j.Block;
import org.asyncio4j.Future;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Lets tasks use one thing, one after the other in the order of their calls, which can be used on a
 * thread of the executor only. Confined to its loop.
 */
public final class Turns {
    /*
     * Implementation notes
     *
     * | a turn is | when                            | a cancel of its task                     |
     * |-----------|---------------------------------|------------------------------------------|
     * | waiting   | in `waiting`                    | removes it, unless it is unconditional   |
     * | working   | is `running`, a thread works    | makes it unwanted; the work goes on      |
     * | over      | `waiter` is done, wanted        | comes too late: the task gets the result |
     *
     * The task does not wait for the executor's future but for `waiter`, because a cancelled task
     * cancels what it waits for, and of a cancelled future nobody learns when the work has ended.
     *
     * What was worked on takes effect by `take`, on the loop and in the turn. It is not called when
     * the turn is unwanted.
     */

    /** What is done on a thread of the executor. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the work.
         *
         * @param wanted turns false when nobody waits for the work any more
         */
        void run(BooleanSupplier wanted) throws IOException;
    }

    private final EventLoop loop;
    private final Object owner;
    private final ArrayDeque<Turn<?>> waiting = new ArrayDeque<>();
    private @Nullable Turn<?> running;

    /** Turns for the owner, which reports name, on the running loop. */
    public Turns(Object owner) {
        this.loop = Asyncio.getRunningLoop();
        this.owner = owner;
    }

    /** Whether it is nobody's turn. */
    public boolean isFree() {
        return running == null;
    }

    /** Whether a thread works for a task that does not wait for it any more. */
    public boolean isHeldUp() {
        return running != null && !running.wanted;
    }

    /** How many tasks are working or waiting. */
    public int count() {
        return waiting.size() + (running == null ? 0 : 1);
    }

    /**
     * Suspends until it was the calling task's turn.
     *
     * @param ready asked on the loop at the beginning of the turn: whether there is no work to do
     * @param take makes the result, on the loop
     */
    public <T extends @Nullable Object> T await(
            BooleanSupplier ready, Work work, Block<T, IOException> take) throws IOException {
        if (isFree() && ready.getAsBoolean()) {
            return take.await();
        }
        return await(new Turn<>(ready, work, take, false));
    }

    /** {@link #await} for work that is done even if its task was cancelled while it waited. */
    public void awaitInAnyCase(Work work) throws IOException {
        await(new Turn<@Nullable Void>(() -> false, work, () -> null, true));
    }

    /** Does work out of turn, at once. If it fails, the loop's exception handler is told. */
    public void interveneWith(Work work) {
        Offload.inBackground(
                loop,
                () -> {
                    work.run(() -> true);
                    return null;
                });
    }

    /**
     * Checks that the caller is on the loop.
     *
     * @throws IllegalStateException if not
     */
    public void checkLoop() {
        if (Asyncio.getRunningLoop() != loop) {
            throw new IllegalStateException("the file belongs to another event loop");
        }
    }

    private <T extends @Nullable Object> T await(Turn<T> turn) throws IOException {
        Offload.checkTask();
        waiting.add(turn);
        startNext();
        try {
            return turn.waiter.await();
        } catch (Exception e) {
            Offload.addCaller(e);
            throw e;
        } finally {
            turn.leave();
        }
    }

    private void startNext() {
        while (running == null && !waiting.isEmpty()) {
            waiting.remove().begin();
        }
    }

    private final class Turn<T extends @Nullable Object>
            implements Block<@Nullable Void, IOException> {
        private final BooleanSupplier ready;
        private final Work work;
        private final Block<T, IOException> take;
        private final boolean unconditional;
        private final Future<T> waiter = loop.createFuture();

        /** Cleared on the loop, read by the thread that works. */
        private volatile boolean wanted = true;

        Turn(BooleanSupplier ready, Work work, Block<T, IOException> take, boolean unconditional) {
            this.ready = ready;
            this.work = work;
            this.take = take;
            this.unconditional = unconditional;
        }

        void begin() {
            if (ready.getAsBoolean()) {
                end(null);
                return;
            }
            Future<@Nullable Void> job;
            try {
                job = loop.runInExecutor(null, this);
            } catch (RuntimeException e) { // the executor was shut down
                if (!unconditional) {
                    end(e);
                    return;
                }
                job = loop.runInExecutor(Offload.OWN_THREAD, this);
            }
            running = this;
            job.addDoneCallback(
                    done -> {
                        running = null;
                        end(done.exception());
                        startNext();
                    });
        }

        /** The work, on a thread of the executor. */
        @Override
        public @Nullable Void await() throws IOException {
            work.run(() -> wanted);
            return null;
        }

        private void end(@Nullable Throwable error) {
            if (waiter.isDone()) {
                reportUnlessCutOff(error);
            } else if (error != null) {
                waiter.setException(error);
            } else {
                take();
            }
        }

        private void take() {
            T result;
            try {
                result = take.await();
            } catch (Throwable e) {
                waiter.setException(e);
                return;
            }
            waiter.setResult(result);
        }

        private void reportUnlessCutOff(@Nullable Throwable error) {
            if (error != null && !(error instanceof ClosedChannelException)) {
                loop.callExceptionHandler(
                        new ExceptionContext(
                                "an operation failed after its task was cancelled", error, owner));
            }
        }

        /** The task goes on, with a result or without. */
        void leave() {
            waiter.cancel(); // a loop that closes ends the task without
            if (waiter.isCancelled()) {
                wanted = false;
                if (!unconditional) {
                    waiting.remove(this);
                }
            }
        }
    }
}
