import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    sleep(millis(10));
    throw new Oops("heard");
}

void waits(Task<Void> inner) {
    shield(inner);
}

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("never", context.message()));
                var inner = createTask(() -> work());
                var outer = createTask(() -> waits(inner));
                say(outcome(outer));
                say(outer.cancel(), inner.cancel());
                sleep(seconds(0));
            });
}
