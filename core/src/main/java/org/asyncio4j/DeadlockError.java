package org.asyncio4j;

import org.asyncio4j.lowlevel.EventLoop;

/**
 * Nothing can wake the tasks of a loop: they wait for each other, or for futures that nobody is
 * about to complete. The message lists them with what each waits for and where; the stack trace is
 * that of the first.
 *
 * <p>It is said only where it is certain, but for one thing. No callback, timer, executor job,
 * awaited stage, watched channel (a listening socket is one), blocking JDK call, guest thread or
 * {@link Asyncio#runCoroutineThreadsafe} is outstanding; only another thread that holds a reference
 * to the loop could call {@link EventLoop#callSoonThreadsafe}, and one that is going to says so by
 * {@link EventLoop#expectForeignWakeup}. Ctrl-C and an interrupt of the thread that runs the loop
 * do not count: all that they could do is cancel. On the hand-off back-end the virtual threads that
 * a task starts by itself cannot be seen and need such a hold too.
 *
 * <p>A test of the test kit fails with it at once. In a running program the loop's exception
 * handler gets it, unless told otherwise a WARNING in the log, when it has been so for a second;
 * the loop waits on, and says it again only after it has run something meanwhile. It is never
 * thrown into a task. asyncio has no such thing: it waits in silence.
 */
public final class DeadlockError extends Error {
    private static final long serialVersionUID = 1L;

    DeadlockError(String message, StackTraceElement[] stack) {
        super(message);
        setStackTrace(stack);
    }
}
