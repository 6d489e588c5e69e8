import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void fail(int millis, String message) {
    sleep(millis(millis));
    throw new Oops(message);
}

void main() {
    run(
            () -> {
                getRunningLoop().setExceptionHandler((loop, context) -> say("told"));
                say(outcome(() -> gather(() -> fail(10, "first"), () -> fail(30, "second"))));
                sleep(millis(50));
                sleep(seconds(0));
                say("end");
            });
}
