import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("cancelled");
        throw e;
    }
}

void main() {
    run(
            () -> {
                say(outcome(() -> waitFor(() -> work(), millis(10))));
                var task = createTask(() -> work());
                say(outcome(() -> waitFor(task, millis(10))), task.isCancelled());
                say(currentTask().cancelling());
            });
}
