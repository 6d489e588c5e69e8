package org.asyncio4j;

import org.asyncio4j.internal.scheduler.Strand;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Passes control to the body of a generator on a loop and back, with nothing else of the loop in
 * between. The body has a strand of its own, but does the work of the task that advances it: what
 * it awaits, that task waits for; a cancel of that task reaches the body; the context is the
 * task's. A callback can advance it as well, as long as the body does not suspend.
 *
 * <p>Confined to the loop.
 */
final class LoopRelay extends Relay {
    final Strand strand;
    private final Loop loop;
    private final GeneratorCore core;

    /** Who has advanced the body; null while it rests. */
    private @Nullable Strand consumer;

    /** What the consumer's task runs in, if that is the body of another generator. */
    private @Nullable LoopRelay outer;

    /** {@link Task#openBlocks} when the body was advanced. */
    private short blocksBefore;

    /** What the consumer runs in. */
    private @Nullable Context context;

    LoopRelay(GeneratorCore core, Loop loop) {
        this.core = core;
        this.loop = loop;
        this.strand = loop.scheduler.newStrand(null, this::run);
        loop.generators.add(core);
    }

    private void run() {
        core.runBody();
        loop.generators.remove(core);
        strand.endWith(leave());
    }

    @Override
    void checkConsumer() {
        Strand caller = Strand.current();
        if (caller == null || caller.scheduler() != loop.scheduler) {
            throw new IllegalStateException(
                    "the generator was begun on an event loop and can only be advanced there: "
                            + core);
        }
    }

    @Override
    void advance() {
        Strand caller = Objects.requireNonNull(Strand.current());
        enter(caller);
        try {
            caller.transferTo(strand);
        } catch (IllegalStateException e) {
            leave();
            throw e;
        }
    }

    @Override
    boolean isBody() {
        return Thread.currentThread() == strand.thread();
    }

    @Override
    void checkMayRest() {
        boolean inBlock =
                strand.owner() instanceof Task<?> task && task.openBlocks() != blocksBefore;
        if (inBlock || Context.currentOrNull() != context) {
            throw new IllegalStateException(WOULD_LEAVE_A_BLOCK);
        }
    }

    @Override
    void rest() {
        Strand back = leave();
        try {
            strand.transferTo(back);
        } catch (IllegalStateException e) {
            enter(back);
            throw e;
        }
    }

    @Override
    void dropped() {
        if (!loop.isClosed()) { // closing does it by itself
            loop.post(() -> loop.generators.closeDropped(core));
        }
    }

    /** From here on the strand does the work of the caller. */
    private void enter(Strand caller) {
        consumer = caller;
        strand.setOwner(caller.owner());
        context = Context.current();
        if (caller.owner() instanceof Task<?> task) {
            blocksBefore = task.openBlocks();
            outer = task.advancing();
            task.runIn(this);
        }
    }

    private Strand leave() {
        Strand back = Objects.requireNonNull(consumer);
        if (strand.owner() instanceof Task<?> task) {
            task.runIn(outer);
        }
        consumer = null;
        outer = null;
        context = null;
        strand.setOwner(null);
        strand.tellIfForeign(false); // the next consumer may be no task
        return back;
    }

    /** The stacks of the body and of all that wait for it, as one. Any thread may ask. */
    StackTraceElement[] stack() {
        var frames = new ArrayList<StackTraceElement>();
        addStackOf(strand, frames);
        LoopRelay relay = this;
        while (relay != null) {
            Strand next = relay.consumer;
            if (next != null) {
                addStackOf(next, frames);
            }
            relay = relay.outer;
        }
        return frames.toArray(StackTraceElement[]::new);
    }

    private static void addStackOf(Strand strand, List<StackTraceElement> frames) {
        StackTraceElement[] stack = strand.thread().getStackTrace();
        frames.addAll(Arrays.asList(WaitingTasks.withoutMachinery(stack)));
    }
}
