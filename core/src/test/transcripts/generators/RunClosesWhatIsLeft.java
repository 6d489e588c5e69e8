import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

final List<Object> kept = new ArrayList<>();

Generator<Integer> numbers() {
    return generator(
            y -> {
                try {
                    y.yield(1);
                } finally {
                    sleep(seconds(1));
                    say("generator is closed");
                }
            });
}

void other() {
    try {
        sleep(seconds(100));
    } finally {
        say("task ends");
    }
}

void main() {
    run(
            () -> {
                Generator<Integer> generator = numbers();
                kept.add(generator);
                kept.add(createTask(() -> other()));
                generator.next();
                sleep(seconds(0));
                say("main ends");
            });
}
