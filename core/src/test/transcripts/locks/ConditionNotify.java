import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.util.ArrayList;
import java.util.List;

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
                var tasks = new ArrayList<Task<Void>>();
                for (String name : List.of("a", "b", "c", "d", "e", "f")) {
                    tasks.add(waiting(condition, name));
                }
                ticks(1);
                for (int count : List.of(1, 0, 2)) {
                    try (var _ = condition.hold()) {
                        condition.notifyWaiters(count);
                        ticks(1);
                        say("release");
                    }
                    ticks(2);
                }
                try (var _ = condition.hold()) {
                    condition.notifyAllWaiters();
                    condition.notifyWaiters(5);
                    tasks.add(waiting(condition, "g"));
                }
                ticks(3);
                condition.hold(() -> condition.notifyOne());
                ticks(2);
                gather(tasks);
            });
}
