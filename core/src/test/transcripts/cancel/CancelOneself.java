import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    say(currentTask().cancel("self"));
    say("goes on");
    try {
        sleep(millis(10));
    } catch (CancelledError e) {
        say("caught", e);
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                say(outcome(task), task.isCancelled());
            });
}
