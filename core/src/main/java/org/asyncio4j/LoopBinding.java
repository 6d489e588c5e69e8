package org.asyncio4j;

import org.jspecify.annotations.Nullable;

/**
 * Ties a synchronisation primitive to the first loop that a task blocks on it, as asyncio does, so
 * that it can be made before there is a loop.
 */
final class LoopBinding {
    private final Object owner;
    private volatile @Nullable Loop loop;

    LoopBinding(Object owner) {
        this.owner = owner;
    }

    Object owner() {
        return owner;
    }

    /**
     * Checks that the loop is the bound one, which it becomes if there is none.
     *
     * @throws IllegalStateException if it is another
     */
    Loop bind(Loop candidate) {
        if (loop == null) {
            bindFirst(candidate);
        }
        if (loop != candidate) {
            throw new IllegalStateException(owner + " is bound to another event loop");
        }
        return candidate;
    }

    /**
     * {@link #bind} to the loop of the current task. For those that must not touch what waits there
     * if it is another loop's.
     */
    Loop bindCurrent() {
        return bind(Task.currentForSuspending().loop);
    }

    /** Two loops may try at once. */
    private synchronized void bindFirst(Loop candidate) {
        if (loop == null) {
            loop = candidate;
        }
    }

    /** For assertions: whether the calling thread may touch the primitive. */
    boolean isConfined() {
        Loop bound = loop;
        return bound == null || bound.isConfined();
    }
}
