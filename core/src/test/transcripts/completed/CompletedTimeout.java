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
                                createTask(() -> work("b", 30)),
                                createTask(() -> work("c", 40)));
                for (var awaitable : asCompleted(tasks, millis(20)).awaitables()) {
                    say(outcome(awaitable));
                }
                say(
                        tasks.stream().map(Task::isDone).toList(),
                        tasks.stream().map(Task::cancelling).toList());
                say(gather(tasks));
            });
}
