import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        throw new Oops("instead");
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                task.cancel();
                say(outcome(task), task.isCancelled());
            });
}
