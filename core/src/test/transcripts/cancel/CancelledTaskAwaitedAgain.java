import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> sleep(seconds(3600)));
                sleep(seconds(0));
                task.cancel("once");
                say(outcome(task));
                for (int i = 0; i < 2; i++) {
                    say(outcome(task) instanceof CancelledError, task.isCancelled());
                }
            });
}
