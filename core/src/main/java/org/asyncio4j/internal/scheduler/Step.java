package org.asyncio4j.internal.scheduler;

/**
 * An entry of the ready queue: a strand to resume, a callback to run, or a guest's continuation.
 */
public abstract sealed class Step permits Strand, Callback, GuestStep {}
