package org.asyncio4j.internal.scheduler;

import jdk.internal.vm.ThreadContainer;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * All that we use of the JDK's inside: virtual threads with an Executor of our own, and what lists
 * them in thread dumps. Available where the package {@code java.lang} is opened to us.
 */
final class JdkThreads {
    private JdkThreads() {}

    /** Whether the methods of this class may be called. */
    static boolean areAvailable() {
        return Availability.YES;
    }

    /** The option that opens {@code java.lang} to us in this JVM. */
    static String requiredOption() {
        Module module = JdkThreads.class.getModule();
        return "--add-opens java.base/java.lang="
                + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    /** A new virtual thread, not started, whose continuation goes to the given executor. */
    static Thread newVirtualThread(Executor executor, Runnable body) {
        try {
            return (Thread) Access.NEW_THREAD.invokeExact(executor, (String) null, 0, body);
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    /** Starts a virtual thread that is listed by that container and not by the JDK. */
    static void start(Thread thread, ThreadContainer container) {
        try {
            Access.START.invokeExact(thread, container);
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    /** The platform thread under the current thread. */
    static Thread currentCarrier() {
        try {
            return (Thread) Access.CURRENT_CARRIER.invokeExact();
        } catch (Throwable e) {
            throw sneaky(e);
        }
    }

    /** The executor of ordinary virtual threads. */
    static Executor defaultScheduler() {
        return Access.DEFAULT_SCHEDULER;
    }

    /** The virtual thread that a continuation submitted by the JDK belongs to, null if unknown. */
    static @Nullable Thread threadOf(Runnable continuation) {
        try {
            for (Field field : continuation.getClass().getDeclaredFields()) {
                if (Thread.class.isAssignableFrom(field.getType())) {
                    field.setAccessible(true);
                    return (Thread) field.get(continuation);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneaky(Throwable e) throws X {
        throw (X) e;
    }

    private static final class Availability {
        static final boolean YES = check();

        private static boolean check() {
            Module base = Object.class.getModule();
            if (!base.isOpen("java.lang", JdkThreads.class.getModule())) {
                return false;
            }
            try {
                return currentCarrier() != null && canList();
            } catch (LinkageError e) {
                return false; // a JDK that is made differently inside
            }
        }

        /** Makes what would list threads, which may well be what another JDK does not allow. */
        private static boolean canList() {
            new TaskThreads(Stream::empty).close();
            return true;
        }
    }

    private static final class Access {
        static final MethodHandle NEW_THREAD;
        static final MethodHandle START;
        static final MethodHandle CURRENT_CARRIER;
        static final Executor DEFAULT_SCHEDULER;

        static {
            try {
                var builders =
                        MethodHandles.privateLookupIn(
                                Class.forName("java.lang.ThreadBuilders"), MethodHandles.lookup());
                NEW_THREAD =
                        builders.findStatic(
                                builders.lookupClass(),
                                "newVirtualThread",
                                MethodType.methodType(
                                        Thread.class,
                                        Executor.class,
                                        String.class,
                                        int.class,
                                        Runnable.class));
                var thread = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
                CURRENT_CARRIER =
                        thread.findStatic(
                                Thread.class,
                                "currentCarrierThread",
                                MethodType.methodType(Thread.class));
                Field scheduler =
                        Class.forName("java.lang.VirtualThread")
                                .getDeclaredField("DEFAULT_SCHEDULER");
                scheduler.setAccessible(true);
                DEFAULT_SCHEDULER = (Executor) scheduler.get(null);
                START = start(thread);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        /** Also exports the package of containers to us, for {@link TaskThreads} to be one. */
        private static MethodHandle start(MethodHandles.Lookup thread)
                throws ReflectiveOperationException {
            MethodHandle export =
                    MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup())
                            .findStatic(
                                    Module.class,
                                    "addExports0",
                                    MethodType.methodType(
                                            void.class, Module.class, String.class, Module.class));
            try {
                export.invokeExact(
                        Object.class.getModule(), "jdk.internal.vm", JdkThreads.class.getModule());
            } catch (Throwable e) {
                throw sneaky(e);
            }
            return thread.findVirtual(
                    Thread.class,
                    "start",
                    MethodType.methodType(void.class, ThreadContainer.class));
        }
    }
}
