import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    currentTask().cancel("at the end");
    return "lost";
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                say(outcome(task), task.isCancelled());
            });
}
