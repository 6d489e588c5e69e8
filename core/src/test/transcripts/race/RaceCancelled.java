import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name, int time) {
    say(name, "begins");
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(time));
        say(name, "ends");
    }
}

Block<Void, RuntimeException> block(String name, int time) {
    return () -> {
        work(name, time);
        return null;
    };
}

void race() {
    staggeredRace(List.of(block("a", 20), block("b", 10), block("never", 0)), millis(100));
}

void main() {
    run(
            () -> {
                var task = createTask(() -> race());
                sleep(millis(150));
                task.cancel("enough");
                say(outcome(task));
            });
}
