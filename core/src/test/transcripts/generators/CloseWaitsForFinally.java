import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> numbers() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                    y.yield(2);
                } catch (GeneratorExit e) {
                    say("exit");
                    throw e;
                } finally {
                    sleep(seconds(1));
                    say("finally");
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = numbers();
                say(generator.next());
                generator.close();
                say("closed");
                generator.close();
                say(outcome(() -> generator.next()) instanceof StopIteration);
                Generator<Integer> fresh = numbers();
                fresh.close();
                say(outcome(() -> fresh.next()) instanceof StopIteration);
            });
}
