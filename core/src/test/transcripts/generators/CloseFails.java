import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

@SuppressWarnings("finally")
Generator<Integer> failing() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } finally {
                    throw new Oops("in finally");
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = failing();
                generator.next();
                say(outcome(() -> generator.close()));
                say(outcome(() -> generator.close()));
            });
}
