import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> say("never"));
                say("cancel", task.cancel("early"));
                say(task.isDone(), task.isCancelled());
                say(outcome(task));
                say(task.isDone(), task.isCancelled(), task.cancel());
            });
}
