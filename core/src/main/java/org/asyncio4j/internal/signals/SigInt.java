package org.asyncio4j.internal.signals;

import org.asyncio4j.internal.logging.Log;
import org.jspecify.annotations.Nullable;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes the first Ctrl-C for us, then puts the handler back that was there, so that a second one
 * ends the JVM as usual.
 *
 * <p>Through {@code sun.misc.Signal}, which is the only way to the signal. A JVM may lack it, so
 * only a nested class names it.
 */
public final class SigInt implements AutoCloseable {
    /** At most one at a time; the first wins, as only the main thread's loop does in Python. */
    private static final AtomicReference<@Nullable SigInt> INSTALLED = new AtomicReference<>();

    private final Runnable onFirst;
    private @Nullable Handler handler;
    private volatile boolean received;

    private SigInt(Runnable onFirst) {
        this.onFirst = onFirst;
    }

    /**
     * Installs a handler until {@link #close}, if none of ours is installed.
     *
     * @param onFirst called on a thread of the JVM's; should only pass the news on
     */
    public static SigInt install(Runnable onFirst) {
        var signal = new SigInt(onFirst);
        if (INSTALLED.compareAndSet(null, signal)) {
            try {
                signal.takeOver();
            } catch (LinkageError | IllegalArgumentException e) { // no such class; java -Xrs
                INSTALLED.set(null);
                Log.asyncio().log(Level.DEBUG, "Ctrl-C is not handled: " + e);
            }
        }
        return signal;
    }

    /** Whether Ctrl-C was pressed meanwhile. */
    public boolean wasReceived() {
        return received;
    }

    @Override
    public void close() {
        if (INSTALLED.get() == this) {
            restore();
            INSTALLED.set(null);
        }
    }

    /** A signal that comes at once waits in {@link #restore} until there is what to restore. */
    private synchronized void takeOver() {
        handler = new Handler();
    }

    private synchronized void restore() {
        Handler installed = handler;
        handler = null;
        if (installed != null) {
            installed.uninstall();
        }
    }

    private final class Handler implements SignalHandler {
        private static final Signal INT = new Signal("INT");

        private final SignalHandler previous = Signal.handle(INT, this);

        @Override
        public void handle(Signal signal) {
            received = true;
            onFirst.run();
            restore();
        }

        void uninstall() {
            Signal.handle(INT, previous);
        }
    }
}
