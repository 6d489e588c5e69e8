import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("caught");
    }
    sleep(millis(10));
    return "went on";
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                task.cancel();
                say(task.await(), task.isCancelled(), task.cancelling());
            });
}
