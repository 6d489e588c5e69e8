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

void main() {
    run(
            () -> {
                var condition = new Condition();
                var tasks =
                        Stream.of("a", "b", "c", "d")
                                .map(name -> waiting(condition, name))
                                .toList();
                ticks(1);
                tasks.get(1).cancel("b goes");
                ticks(4);
                tasks.get(3).cancel("d goes");
                condition.acquire();
                ticks(2);
                say("release");
                condition.release();
                ticks(3);
                condition.hold(() -> condition.notifyAllWaiters());
                say(tasks.stream().map(task -> outcome(task)).toList());
                say(condition.isLocked());
            });
}
