package org.asyncio4j.internal.tracking;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

/**
 * Learns that an object was dropped before something happened to it. Whoever no longer cares calls
 * {@link #clear}. The object itself must not be reachable from here.
 */
public abstract class Reaped extends PhantomReference<Object> {
    protected Reaped(Object referent) {
        super(referent, Reaper.QUEUE);
    }

    /** The object is garbage. Called on the reaper's thread. */
    protected abstract void dropped();

    /** One thread for the JVM, started with the first reference. */
    private static final class Reaper {
        static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

        static {
            Thread.ofPlatform().daemon().name("asyncio-reaper").start(Reaper::reap);
        }

        private static void reap() {
            while (true) {
                try {
                    if (QUEUE.remove() instanceof Reaped reaped) {
                        reaped.dropped();
                    }
                } catch (InterruptedException e) {
                    // Nobody has a reason to interrupt this thread, and it has none to end.
                }
            }
        }
    }
}
