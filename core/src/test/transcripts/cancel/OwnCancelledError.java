import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void work() {
    throw new CancelledError("own");
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                say(outcome(task));
                say(task.isCancelled(), task.cancelling());
            });
}
