import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;
import org.asyncio4j.lowlevel.ExceptionContext;

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.setExceptionHandler(
                        (_, context) -> say("one", context.message(), context.exception()));
                loop.callExceptionHandler(ExceptionContext.of("first"));
                loop.setExceptionHandler(
                        (_, context) -> say("two", context.message(), context.exception()));
                loop.callExceptionHandler(new ExceptionContext("second", new Oops("e"), null));
                say("end");
            });
}
