import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    for (int i = 0; i < 2; i++) {
        say(outcome(() -> sleep(millis(10))));
    }
    return "end";
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(seconds(0));
                say(task.cancel("one"), task.cancel("two"), task.cancelling());
                say(task.await(), task.cancelling());
            });
}
