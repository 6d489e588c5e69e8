import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    for (int i = 0; i < 3; i++) {
        try {
            sleep(seconds(3600));
        } catch (CancelledError e) {
            say(i, e);
        }
    }
    sleep(seconds(3600));
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                for (int i = 0; i < 4; i++) {
                    sleep(millis(10));
                    say(task.isDone(), task.cancel("cancel-" + i));
                }
                say(outcome(task), task.cancelling());
            });
}
