package org.asyncio4j;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in the program a coroutine or task was made.
 *
 * <p>Each lambda expression has a class of its own, so the place is looked up once for a class and
 * remembered: exact, and as cheap as a map look-up. Only work given as an object of a named class
 * may be attributed to the place that gave the first one.
 */
record Site(String method, String location) {
    private static final ClassValue<Site> SITES =
            new ClassValue<>() {
                @Override
                protected Site computeValue(Class<?> type) {
                    return StackWalker.getInstance().walk(Site::firstForeign);
                }
            };

    /** The classes that may stand between the program and us. */
    private static final Set<String> OURS =
            Stream.of(
                            AsCompleted.class,
                            Asyncio.class,
                            Bridges.class,
                            Cancellation.class,
                            CancelScope.class,
                            CompletedResults.class,
                            Coroutine.class,
                            Future.class,
                            GatherFuture.class,
                            Generator.class,
                            GeneratorCore.class,
                            GeneratorPublisher.class,
                            Loop.class,
                            LoopGroup.class,
                            MergedSources.class,
                            NetworkFunctions.class,
                            OpenGenerators.class,
                            Runner.class,
                            SendGenerator.class,
                            Server.class,
                            Shielding.class,
                            Site.class,
                            StaggeredRace.class,
                            Streams.class,
                            Task.class,
                            TaskGroup.class,
                            TaskMaker.class,
                            ClassValue.class)
                    .map(Class::getName)
                    .collect(Collectors.toUnmodifiableSet());

    /** The place that handed the given work to us. Called while that place is on the stack. */
    static Site of(Object work) {
        return work instanceof Coroutine<?> coroutine
                ? coroutine.site()
                : SITES.get(work.getClass());
    }

    /** The place in the program that called us. Walks the stack each time. */
    static Site ofCaller() {
        return StackWalker.getInstance().walk(Site::firstForeign);
    }

    private static Site firstForeign(Stream<StackFrame> frames) {
        return frames.filter(frame -> !isOurs(frame.getClassName()))
                .findFirst()
                .map(frame -> new Site(methodName(frame.getMethodName()), location(frame)))
                .orElse(new Site("<unknown>", "unknown place"));
    }

    /** {@code tasks.forEach(Task::cancel)} comes from where {@code forEach} was called. */
    private static boolean isOurs(String className) {
        if (className.startsWith("java.")) {
            return true;
        }
        int nested = className.indexOf('$');
        return OURS.contains(nested < 0 ? className : className.substring(0, nested));
    }

    private static String location(StackFrame frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    /** The method a lambda body stands in: javac names it {@code lambda$method$0}. */
    private static String methodName(String name) {
        if (!name.startsWith("lambda$")) {
            return name;
        }
        int end = name.lastIndexOf('$');
        return end > 7 ? name.substring(7, end) : name;
    }

    @Override
    public String toString() {
        return method + "() at " + location;
    }
}
