import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> sleep(seconds(1)));
                say(task.cancel("one"), task.cancel("two"), task.cancelling());
                say(outcome(task));
            });
}
