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

final Lock lock = new Lock();
final Condition notEmpty = new Condition(lock);
final Condition notFull = new Condition(lock);
final List<Integer> items = new ArrayList<>();

void producer() {
    for (int i = 0; i < 6; i++) {
        try (var _ = lock.hold()) {
            notFull.awaitFor(() -> items.size() < 2);
            items.add(i);
            say("put", i);
            notEmpty.notifyOne();
        }
    }
}

void consumer(String name) {
    for (int i = 0; i < 3; i++) {
        try (var _ = lock.hold()) {
            notEmpty.awaitFor(() -> !items.isEmpty());
            say(name, "got", items.removeFirst());
            notFull.notifyOne();
        }
    }
}

void main() {
    run(
            () -> {
                gather(() -> producer(), () -> consumer("x"), () -> consumer("y"), () -> ticks(8));
                say(lock.isLocked(), notFull.isLocked(), items);
            });
}
