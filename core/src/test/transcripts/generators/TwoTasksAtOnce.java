import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> slow() {
    return generator(
            y -> {
                sleep(seconds(1));
                y.yield(1);
                y.yield(2);
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = slow();
                var first = createTask(() -> generator.next());
                var second = createTask(() -> generator.next());
                say(outcome(second));
                say(outcome(() -> generator.close()));
                say(first.await());
                say(generator.next());
            });
}
