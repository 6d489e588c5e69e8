package org.asyncio4j;

/**
 * Passes control between whoever advances a generator and its body, which has a thread of its own.
 * One of the two runs and the other one waits for it.
 */
abstract sealed class Relay permits LoopRelay, ThreadRelay {
    static final String WOULD_LEAVE_A_BLOCK =
            "cannot yield out of a timeout, task group, cancel scope or Context.run that"
                    + " the generator is inside of: it would act on the consumer";

    /** A relay for a body that is first advanced by the caller. */
    static Relay forCaller(GeneratorCore core) {
        Loop loop = Loop.runningOrNull();
        return loop == null ? new ThreadRelay(core) : new LoopRelay(core, loop);
    }

    /**
     * Checks that the caller may advance the body.
     *
     * @throws IllegalStateException if not
     */
    abstract void checkConsumer();

    /** Lets the body run until it rests or ends. Called by the consumer. */
    abstract void advance();

    /** Whether the caller is the body. */
    abstract boolean isBody();

    /**
     * Checks that the body may rest where it is. Called by the body.
     *
     * @throws IllegalStateException if not
     */
    abstract void checkMayRest();

    /** Has the body closed, which nobody can advance any more. Called by any thread. */
    abstract void dropped();

    /** Gives control back to the consumer, until the body is advanced again. Called by the body. */
    abstract void rest();
}
