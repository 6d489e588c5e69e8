import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    sleep(millis(50));
    return "result";
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> work());
                for (int i = 0; i < 3; i++) {
                    try {
                        timeout(millis(20), () -> say(shield(inner)));
                    } catch (TimeoutException e) {
                        say(e, inner.isDone(), currentTask().cancelling());
                    }
                }
            });
}
