package org.asyncio4j;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** Runs work where no task can suspend, on the carried back-end: in a class initialiser. */
final class Pinned {
    static VoidBlock<?> work = () -> {};

    private Pinned() {}

    static void run(VoidBlock<?> block) throws Throwable {
        work = block;
        byte[] code;
        try (var in = Pinned.class.getResourceAsStream("Pinned$Initialiser.class")) {
            code = Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try {
            MethodHandles.lookup().defineHiddenClass(code, true);
        } catch (ExceptionInInitializerError e) {
            throw e.getCause();
        }
    }

    /**
     * Of which every run makes a class of its own, that is initialised anew and is no nest mate.
     */
    static final class Initialiser {
        static {
            try {
                work.run();
            } catch (Throwable e) {
                throw Works.sneaky(e);
            }
        }
    }
}
