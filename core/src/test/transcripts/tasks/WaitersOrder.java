import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waiter(String name, Task<String> task) {
    say(name, task.await());
}

void main() {
    run(
            () -> {
                var task =
                        createTask(
                                () -> {
                                    sleep(millis(10));
                                    return "result";
                                });
                var waiters =
                        Stream.of("c", "a", "b")
                                .map(name -> createTask(() -> waiter(name, task)))
                                .toList();
                say("main", task.await());
                waitAll(waiters);
            });
}
