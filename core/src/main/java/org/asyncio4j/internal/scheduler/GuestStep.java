package org.asyncio4j.internal.scheduler;

/**
 * One submission of a virtual thread that is not ours: it was started inside a task and inherited
 * the task's executor.
 */
final class GuestStep extends Step {
    final Runnable continuation;

    GuestStep(Runnable continuation) {
        this.continuation = continuation;
    }
}
