import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Generator<Integer> level(int number) {
    return generator(
            y -> {
                try {
                    y.yield(number);
                    if (number < 3) {
                        y.yieldFrom(level(number + 1));
                    }
                } catch (GeneratorExit e) {
                    say("exit", number);
                    throw e;
                } finally {
                    say("finally", number);
                }
            });
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = level(1);
                say(generator.next(), generator.next(), generator.next());
                generator.close();
                say("closed");
                var all = new ArrayList<Integer>();
                level(1).forEach(all::add);
                say(all);
            });
}
