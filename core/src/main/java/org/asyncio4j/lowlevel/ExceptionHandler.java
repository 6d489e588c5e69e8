package org.asyncio4j.lowlevel;

/** Receives what nobody else can, see {@link EventLoop#setExceptionHandler}. */
@FunctionalInterface
public interface ExceptionHandler {
    /** Called on the loop, outside of any task: must not suspend. */
    void handle(EventLoop loop, ExceptionContext context);
}
