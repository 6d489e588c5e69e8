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
                var lazy = createTask(() -> work("lazy"));
                var first = createTask(eager(), () -> work("eager"));
                var last = createTask(() -> work("last"));
                say("made");
                waitAll(List.of(lazy, first, last));
            });
}
