package org.asyncio4j;

/** Where a case of a {@code select} comes from: see {@link Select}. */
interface Source {
    /**
     * Whether {@link #take} may be called. Changes nothing.
     *
     * @param start when the select began, in the loop's nanoseconds
     * @throws ChannelClosedException if it can never come
     */
    boolean isReady(Loop loop, long start);

    /** Takes what is there. Never suspends; returns what a handler with an argument gets. */
    Object take();

    /** Registers a choice that is to be finished when it comes. */
    Entry enter(Waiter<Entry> choice, long start);
}
