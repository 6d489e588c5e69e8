import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> stubborn() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } finally {
                    y.yield(2);
                    say("goes on");
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = stubborn();
                say(generator.next());
                say(outcome(() -> generator.close()));
            });
}
