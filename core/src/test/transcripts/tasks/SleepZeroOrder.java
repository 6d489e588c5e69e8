import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name) {
    for (int i = 0; i < 3; i++) {
        say(name, i);
        sleep(seconds(0));
    }
}

void main() {
    run(
            () -> {
                var tasks =
                        Stream.of("a", "b", "c").map(name -> createTask(() -> work(name))).toList();
                for (int i = 0; i < 5; i++) {
                    say("main", i);
                    sleep(seconds(0));
                }
                say(tasks.stream().map(Task::isDone).toList());
            });
}
