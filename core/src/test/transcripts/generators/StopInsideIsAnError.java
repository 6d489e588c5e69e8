import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> empty() {
    return generator(y -> y.yieldFrom(List.of()));
}

Generator<Integer> careless() {
    return generator(
            y -> {
                y.yield(1);
                y.yield(empty().next());
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = careless();
                say(generator.next());
                var error = (Throwable) outcome(() -> generator.next());
                say(error, error.getCause() instanceof StopIteration);
                say(outcome(() -> generator.next()) instanceof StopIteration);
            });
}
