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

void user(Semaphore semaphore, String name) {
    for (int i = 0; i < 2; i++) {
        semaphore.acquire();
        say(name, i, semaphore.isLocked());
        sleep(millis(0));
        semaphore.release();
    }
}

void main() {
    run(
            () -> {
                var semaphore = new Semaphore(2);
                var users =
                        Stream.of("a", "b", "c", "d", "e")
                                .map(name -> createTask(() -> user(semaphore, name)))
                                .toList();
                ticks(8);
                gather(users);
                say(semaphore.isLocked());
            });
}
