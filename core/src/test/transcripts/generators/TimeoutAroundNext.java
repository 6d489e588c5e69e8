import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> slow() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                    sleep(seconds(100));
                } finally {
                    say("finally");
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = slow();
                say(generator.next());
                try {
                    timeout(
                            seconds(1),
                            () -> {
                                generator.next();
                            });
                } catch (org.asyncio4j.TimeoutException e) {
                    say(e);
                }
                say(outcome(() -> generator.next()) instanceof StopIteration);
            });
}
