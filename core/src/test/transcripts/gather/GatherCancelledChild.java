import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var child = createTask(() -> sleep(seconds(3600)));
                var other =
                        createTask(
                                () -> {
                                    sleep(millis(50));
                                    return "other";
                                });
                getRunningLoop().callLater(millis(10), () -> child.cancel("child"));
                say(outcome(() -> gather(other, child)));
                say(currentTask().cancelling(), other.isDone());
                say(other.await());
            });
}
