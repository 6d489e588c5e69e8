package org.asyncio4j.test;

import org.asyncio4j.DeadlockError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

import java.lang.reflect.Method;

/**
 * Runs test methods as tasks on a loop of their own.
 *
 * <p>A test fails, beyond its own assertions, if at its end
 *
 * <ul>
 *   <li>a task it started is not done,
 *   <li>an error was reported that nobody could be given: of a task nobody awaited, of a callback,
 *   <li>a coroutine was made and never awaited,
 *   <li>or if nothing can wake its tasks any more, itself included: it fails with a {@link
 *       DeadlockError} at once, or after a second in real time,
 *   <li>or if it does not end within {@link LoopOptions#stuckAfterSeconds} of real time; all tasks
 *       are listed with their stacks then.
 * </ul>
 *
 * <p>Life-cycle methods such as {@code @BeforeEach} run outside of the loop.
 */
public final class AsyncioExtension implements InvocationInterceptor, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(AsyncioExtension.class);

    /** Made by JUnit. */
    public AsyncioExtension() {}

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        run(invocation, extensionContext);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext extensionContext)
            throws Throwable {
        run(invocation, extensionContext);
    }

    private static void run(Invocation<@Nullable Void> invocation, ExtensionContext context)
            throws Throwable {
        new TestRun(testLoop(context), options(context)).run(invocation::proceed);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return testLoop(context);
    }

    private static TestLoop testLoop(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(
                        context.getUniqueId(),
                        id -> new TestLoop(options(context)),
                        TestLoop.class);
    }

    private static LoopOptions options(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), LoopOptions.class)
                .or(
                        () ->
                                AnnotationSupport.findAnnotation(
                                        context.getTestClass(), LoopOptions.class))
                .orElseGet(() -> Defaults.class.getAnnotation(LoopOptions.class));
    }

    @LoopOptions
    private static final class Defaults {}
}
