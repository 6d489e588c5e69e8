import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String child(String name, int millis) {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        sleep(millis(millis));
    }
    say(name, "ends");
    return name;
}

void main() {
    run(
            () -> {
                var task = createTask(() -> gather(() -> child("a", 20), () -> child("b", 40)));
                sleep(millis(10));
                task.cancel();
                say(outcome(task), task.isCancelled());
            });
}
