import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

final List<String> closed = new ArrayList<>();

Generator<Integer> numbers(String name, boolean fails) {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } finally {
                    closed.add(name + " 1");
                    sleep(seconds(1));
                    closed.add(name + " 2");
                    failIf(fails, name);
                }
            });
}

void failIf(boolean fails, String name) {
    if (fails) {
        throw new Oops(name);
    }
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                loop.setExceptionHandler((_, context) -> say("handler:", context.exception()));
                var generators =
                        List.of(numbers("a", false), numbers("b", true), numbers("c", false));
                for (var generator : generators) {
                    generator.next();
                }
                loop.shutdownAsyncgens();
                say(
                        closed.subList(0, 3).stream().sorted().toList(),
                        closed.subList(3, 6).stream().sorted().toList());
                for (var generator : generators) {
                    say(outcome(() -> generator.next()) instanceof StopIteration);
                }
            });
}
