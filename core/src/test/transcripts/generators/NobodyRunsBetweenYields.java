import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> numbers() {
    return generator(
            y -> {
                for (int i = 0; i < 3; i++) {
                    y.yield(i);
                }
            });
}

void main() {
    run(
            () -> {
                var task = createTask(() -> say("other"));
                getRunningLoop().callSoon(() -> say("callback"));
                for (int i : numbers()) {
                    say(i);
                }
                say("loop is over");
                task.await();
                sleep(seconds(0));
            });
}
