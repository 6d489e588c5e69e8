import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task =
                        createTask(
                                () ->
                                        timeout(
                                                millis(10),
                                                () -> {
                                                    try {
                                                        sleep(seconds(3600));
                                                    } finally {
                                                        sleep(millis(50));
                                                    }
                                                }));
                sleep(millis(30));
                task.cancel("foreign");
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
