package org.asyncio4j;

import org.asyncio4j.internal.logging.Log;
import org.asyncio4j.lowlevel.EventLoop;
import org.asyncio4j.lowlevel.ExceptionContext;
import org.asyncio4j.lowlevel.ExceptionHandler;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;

/** Who is told of errors that nobody else can be told of. Confined to the loop. */
final class ErrorReports {
    private final EventLoop loop;
    private @Nullable ExceptionHandler handler;

    ErrorReports(EventLoop loop) {
        this.loop = loop;
    }

    void setHandler(@Nullable ExceptionHandler newHandler) {
        handler = newHandler;
    }

    /** Tells the handler in the context of what failed, if that is known. */
    void tell(ExceptionContext context, @Nullable Context ofSubject) {
        if (ofSubject == null) {
            tell(context);
        } else {
            ofSubject.lend(() -> tell(context));
        }
    }

    private void tell(ExceptionContext context) {
        ExceptionHandler asked = handler;
        if (asked == null) {
            loop.defaultExceptionHandler(context);
            return;
        }
        try {
            asked.handle(loop, context);
        } catch (Throwable e) {
            loop.defaultExceptionHandler(
                    new ExceptionContext("unhandled error in exception handler", e, context));
        }
    }

    static void log(ExceptionContext context) {
        Throwable exception = context.exception();
        try {
            String subject = context.subject() == null ? "" : "\n" + context.subject();
            if (exception == null || exception instanceof DeadlockError) {
                Log.asyncio().log(Level.WARNING, context.message() + subject);
            } else {
                Log.asyncio().log(Level.ERROR, context.message() + subject, exception);
            }
        } catch (Throwable e) { // somebody's toString or getMessage
            String what = exception == null ? "" : ": " + exception.getClass().getName();
            Log.asyncio().log(Level.ERROR, context.message() + what + " (it cannot be printed)");
        }
    }
}
