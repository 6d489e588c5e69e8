import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void inner() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("inner", e);
        sleep(millis(10));
        say("inner is clean");
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> waitFor(createTask(() -> inner()), seconds(1)));
                sleep(millis(10));
                task.cancel("outer");
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
