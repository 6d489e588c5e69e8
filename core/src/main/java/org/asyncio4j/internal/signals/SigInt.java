package org.asyncio4j.internal.signals;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes the first Ctrl-C for us, then puts the handler back that was there, so that a second one
 * ends the JVM as usual.
 *
 * <p>Through reflection on {@code sun.misc.Signal}: it is the only way to the signal, javac warns
 * about it in a manner that cannot be suppressed, and a JVM may lack it.
 */
public final class SigInt implements AutoCloseable {
    private static final Logger LOG = System.getLogger("asyncio");

    /** At most one at a time; the first wins, as only the main thread's loop does in Python. */
    private static final AtomicReference<@Nullable SigInt> INSTALLED = new AtomicReference<>();

    private final Runnable onFirst;
    private @Nullable Object previous;
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
            } catch (ReflectiveOperationException | RuntimeException e) {
                INSTALLED.set(null);
                LOG.log(Level.DEBUG, "Ctrl-C is not handled: " + e);
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

    private Object handler() throws ClassNotFoundException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(
                SigInt.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "handle" -> {
                                received = true;
                                onFirst.run();
                                restore();
                                yield null;
                            }
                            case "equals" -> arguments != null && proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "asyncio SIGINT handler";
                        });
    }

    /** A signal that comes at once waits in {@link #restore} until there is what to restore. */
    private synchronized void takeOver() throws ReflectiveOperationException {
        previous = handle(handler());
    }

    private synchronized void restore() {
        Object handler = previous;
        previous = null;
        if (handler != null) {
            try {
                handle(handler);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.DEBUG, "the handler of Ctrl-C could not be restored", e);
            }
        }
    }

    private static Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance("INT");
        Method method = signalType.getMethod("handle", signalType, handlerType);
        try {
            return method.invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused; // the JVM was started with -Xrs
            }
            throw e;
        }
    }
}
