import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name, int millis) {
    try {
        sleep(millis(millis));
        throw new Oops(name);
    } finally {
        say(name, "cleans up");
    }
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(
                                createTask(() -> work("a", 10)),
                                createTask(() -> work("b", 20)),
                                createTask(() -> work("c", 30)));
                try {
                    gather(tasks);
                } catch (Oops e) {
                    say("failed", e);
                    say(tasks.stream().map(Task::cancel).toList());
                }
                waitAll(tasks);
                say(tasks.stream().map(Task::isCancelled).toList());
            });
}
