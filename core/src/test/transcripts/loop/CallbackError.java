import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    throw new Oops("callback");
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.setExceptionHandler(
                        (l, context) -> say("told", l == loop, context.exception()));
                loop.callSoon(() -> fail());
                loop.callSoon(() -> say("next"));
                loop.callLater(millis(10), () -> fail());
                sleep(millis(20));
                say("end");
            });
}
