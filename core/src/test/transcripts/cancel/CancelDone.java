import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    sleep(seconds(0));
    return "result";
}

String fail() {
    throw new Oops("f");
}

void main() {
    run(
            () -> {
                var good = createTask(() -> work());
                var bad = createTask(() -> fail());
                sleep(millis(10));
                for (var task : List.of(good, bad)) {
                    say(task.cancel(), task.cancelling(), task.isCancelled(), outcome(task));
                }
            });
}
