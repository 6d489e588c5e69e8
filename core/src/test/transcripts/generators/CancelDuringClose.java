import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> numbers() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } finally {
                    try {
                        sleep(seconds(100));
                    } finally {
                        say("clean-up ends");
                    }
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = numbers();
                generator.next();
                var task = createTask(() -> generator.close());
                sleep(seconds(1));
                task.cancel("hurry");
                say(outcome(task));
                say(outcome(() -> generator.next()) instanceof StopIteration);
            });
}
