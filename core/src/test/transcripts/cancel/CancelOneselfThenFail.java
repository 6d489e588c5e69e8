import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void work() {
    currentTask().cancel();
    throw new Oops("first");
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                say(outcome(task), task.isCancelled());
            });
}
