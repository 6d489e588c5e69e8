import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(10));
        say("is clean");
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                say(outcome(() -> waitFor(task, seconds(0))), task.isCancelled());
            });
}
