import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<String> names() {
    return generator(
            y -> {
                while (true) {
                    sleep(seconds(0));
                    y.yield(currentTask().name());
                }
            });
}

void main() {
    run(
            () -> {
                Generator<String> generator = names();
                for (String name : List.of("a", "b", "c")) {
                    say(createTask(named(name), () -> generator.next()).await());
                }
                generator.close();
            });
}
