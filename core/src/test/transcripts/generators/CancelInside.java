import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> stuck() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                    sleep(seconds(100));
                    y.yield(2);
                } catch (CancelledError e) {
                    say("body", e);
                    throw e;
                } finally {
                    say("finally");
                }
            });
}

void consume(Generator<Integer> generator) {
    for (int i : generator) {
        say(i);
    }
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = stuck();
                var task = createTask(() -> consume(generator));
                sleep(seconds(1));
                task.cancel("enough");
                say(outcome(task), task.isCancelled());
                say(outcome(() -> generator.next()) instanceof StopIteration);
            });
}
