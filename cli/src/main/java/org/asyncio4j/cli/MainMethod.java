package org.asyncio4j.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts a class as the {@code java} command does (JLS 12.1.4): {@code main} may be static or not
 * and takes a {@code String[]} or nothing. It is not private, nor is the constructor that an
 * instance method needs.
 */
final class MainMethod {
    private MainMethod() {}

    /**
     * Returns when the main method does.
     *
     * @throws CommandException if the class cannot be started
     * @throws Throwable what the program threw
     */
    static void invoke(Class<?> type, String[] args) throws Throwable {
        var main = find(type, String[].class).or(() -> find(type)).orElse(null);
        if (main == null) {
            throw CommandException.program(
                    "no main method in class " + type.getName() + ": declare void main()");
        }
        main.setAccessible(true);
        Object[] arguments = main.getParameterCount() == 0 ? new Object[0] : new Object[] {args};
        try {
            var receiver = Modifier.isStatic(main.getModifiers()) ? null : newInstance(type);
            main.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The method that the class declares, or else the one it inherits. */
    private static Optional<Method> find(Class<?> type, Class<?>... parameters) {
        var classes = Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass);
        return Stream.concat(
                        classes.flatMap(c -> Stream.of(c.getDeclaredMethods())),
                        Stream.of(type.getMethods()))
                .filter(m -> m.getName().equals("main"))
                .filter(m -> Arrays.equals(m.getParameterTypes(), parameters))
                .filter(m -> m.getReturnType() == void.class)
                .filter(m -> !Modifier.isPrivate(m.getModifiers()))
                .findFirst();
    }

    private static Object newInstance(Class<?> type)
            throws CommandException, ReflectiveOperationException {
        for (var constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 0
                    && !Modifier.isPrivate(constructor.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())) {
                constructor.setAccessible(true);
                return constructor.newInstance();
            }
        }
        throw CommandException.program(
                "no instance of class "
                        + type.getName()
                        + " for its main method: make main static, or declare a constructor"
                        + " without parameters");
    }
}
