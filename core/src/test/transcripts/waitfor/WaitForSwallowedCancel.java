import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    try {
        sleep(seconds(3600));
        return "never";
    } catch (CancelledError e) {
        return "value";
    }
}

void main() {
    run(
            () -> {
                say(waitFor(() -> work(), millis(10)));
                var task = createTask(() -> work());
                say(waitFor(task, millis(10)), task.isCancelled());
                sleep(millis(10));
                say(currentTask().cancelling());
            });
}
