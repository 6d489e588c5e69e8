import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.stream.Stream;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(millis(0));
    }
}

void waiter(Condition condition, String name) {
    try (var _ = condition.hold()) {
        try {
            condition.await();
            say(name, "goes on", condition.isLocked());
        } catch (CancelledError e) {
            say(name, e, condition.isLocked());
            throw e;
        }
    }
}

Task<Void> waiting(Condition condition, String name) {
    return createTask(() -> waiter(condition, name));
}

void user(Condition condition, String name) {
    try (var _ = condition.hold()) {
        say(name, "in");
    }
}

void main() {
    run(
            () -> {
                var condition = new Condition();
                var a = waiting(condition, "a");
                var b = waiting(condition, "b");
                ticks(1);
                condition.acquire();
                condition.notifyOne();
                a.cancel("too late");
                var x = createTask(() -> user(condition, "x"));
                var y = createTask(() -> user(condition, "y"));
                ticks(3);
                say("release");
                condition.release();
                ticks(6);
                say(Stream.of(a, b, x, y).map(task -> outcome(task)).toList());
            });
}
