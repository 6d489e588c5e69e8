import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> numbers() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } catch (Oops e) {
                    say("caught", e);
                    sleep(seconds(0));
                    y.yield(2);
                }
                try {
                    y.yield(3);
                } finally {
                    say("finally");
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = numbers();
                say(generator.next());
                say(generator.throwInto(new Oops("a")));
                say(generator.next());
                say(outcome(() -> generator.throwInto(new Oops("b"))));
                say(outcome(() -> generator.next()) instanceof StopIteration);
                Generator<Integer> fresh = numbers();
                say(outcome(() -> fresh.throwInto(new Oops("c"))));
                say(outcome(() -> fresh.next()) instanceof StopIteration);
            });
}
