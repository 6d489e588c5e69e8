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

void taker(Semaphore lock, String name) {
    try {
        lock.acquire();
        say(name, "has it");
    } catch (CancelledError e) {
        say(name, e);
        throw e;
    }
}

Task<Void> take(Semaphore lock, String name) {
    return createTask(() -> taker(lock, name));
}

void main() {
    run(
            () -> {
                var semaphore = new Semaphore(0);
                var tasks =
                        Stream.of("a", "b", "c", "d", "e")
                                .map(name -> take(semaphore, name))
                                .toList();
                ticks(1);
                tasks.get(0).cancel("a goes");
                ticks(2);
                tasks.get(1).cancel("b goes");
                semaphore.release();
                tasks.get(3).cancel("d goes");
                semaphore.release();
                say(semaphore.isLocked());
                ticks(2);
                say(semaphore.isLocked());
                semaphore.release();
                say(semaphore.isLocked());
                semaphore.acquire();
                say(tasks.stream().map(task -> outcome(task)).toList());
            });
}
