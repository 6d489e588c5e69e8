import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> ticks(int count) {
    return generator(
            y -> {
                for (int i = 0; i < count; i++) {
                    y.yield(i);
                    sleep(seconds(1));
                }
                say("ticks end");
            });
}

void other() {
    for (int i = 0; i < 3; i++) {
        say("other", i);
        sleep(seconds(1));
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> other());
                sleep(millis(500));
                for (int i : ticks(2)) {
                    say("tick", i);
                }
                task.await();
            });
}
