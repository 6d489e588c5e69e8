import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name, VoidBlock<RuntimeException> action) {
    try {
        action.run();
    } finally {
        say(name, "cleans up");
        sleep(millis(10));
        say(name, "is clean");
    }
}

void fail() {
    throw new Oops("f");
}

void main() {
    run(
            () -> {
                var good = createTask(() -> work("good", () -> sleep(seconds(0))));
                say(outcome(good));
                var bad = createTask(() -> work("bad", this::fail));
                say(outcome(bad));
                var cancelled = createTask(() -> work("cancelled", () -> sleep(seconds(3600))));
                sleep(seconds(0));
                cancelled.cancel();
                say(outcome(cancelled));
            });
}
