package org.asyncio4j;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Finds the programs of the {@link CancellationFuzzTest}. */
final class FuzzSource {
    private FuzzSource() {}

    /** A package-private static method without result that takes a {@link FuzzProbe}. */
    record Program(Method method) {
        String name() {
            return method.getName();
        }

        boolean catches() {
            @Nullable FuzzProgram marks = method.getAnnotation(FuzzProgram.class);
            return marks != null && marks.catches();
        }

        void run(FuzzProbe probe) throws Throwable {
            try {
                method.invoke(null, probe);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static List<Program> programsOf(Class<?> source) {
        return Arrays.stream(source.getDeclaredMethods())
                .filter(method -> method.getReturnType() == void.class && !method.isSynthetic())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), PARAMETERS))
                .filter(method -> method.getName().matches(ONLY))
                .sorted(Comparator.comparing(Method::getName))
                .map(Program::new)
                .toList();
    }

    private static final String ONLY = System.getProperty("asyncio4j.fuzz.only", ".*");
    private static final Class<?>[] PARAMETERS = {FuzzProbe.class};
}
