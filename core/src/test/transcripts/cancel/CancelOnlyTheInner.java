import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String outer(Task<Void> inner) {
    say(outcome(inner));
    say(currentTask().cancelling());
    sleep(millis(10));
    return "went on";
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> sleep(seconds(3600)));
                var task = createTask(() -> outer(inner));
                sleep(millis(10));
                inner.cancel("only you");
                say(task.await());
            });
}
