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

    /** Starts the thread that watches, so that it is not started from some task. */
    protected static void startReaper() {
        Reaper.QUEUE.poll();
    }

    /** The object is garbage. Called on the reaper's thread. */
    protected abstract void dropped();

    /** One thread for the JVM, started with the first reference. */
    private static final class Reaper {
        static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

        static {
            Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name("asyncio-reaper")
                    .start(Reaper::reap);
        }

        private static void reap() {
            while (true) {
                try {
                    if (QUEUE.remove() instanceof Reaped reaped) {
                        reaped.dropped();
                    }
                } catch (Throwable e) {
                    // One report that failed, or an interrupt: neither is a reason to end.
                }
            }
        }
    }
}
