import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        try {
            sleep(seconds(3600));
        } catch (CancelledError e) {
            say("again", e);
            throw e;
        }
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> waitFor(() -> work(), millis(10)));
                sleep(millis(50));
                task.cancel("outside");
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
