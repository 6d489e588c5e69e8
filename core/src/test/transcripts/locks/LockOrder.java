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

void user(Lock lock, String name) {
    try (var _ = lock.hold()) {
        say(name, "in", lock.isLocked());
        sleep(millis(0));
        say(name, "out");
    }
}

void main() {
    run(
            () -> {
                var lock = new Lock();
                var users =
                        Stream.of("a", "b", "c", "d")
                                .map(name -> createTask(() -> user(lock, name)))
                                .toList();
                ticks(10);
                gather(users);
                say(lock.isLocked());
            });
}
