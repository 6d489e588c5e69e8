import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    sleep(millis(time));
    return name;
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(
                                createTask(() -> work("a", 10)),
                                createTask(() -> work("b", 20)),
                                createTask(() -> work("c", 30)));
                var completed = asCompleted(tasks);
                for (var done : completed) {
                    say("first loop", done.result());
                    break;
                }
                for (var done : completed) {
                    say("second loop", done.result());
                    break;
                }
                for (var awaitable : completed.awaitables()) {
                    say("third loop", awaitable.await());
                }
            });
}
