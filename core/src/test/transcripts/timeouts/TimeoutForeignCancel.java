import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> timeout(seconds(1), () -> sleep(seconds(3600))));
                sleep(millis(10));
                task.cancel("foreign");
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
