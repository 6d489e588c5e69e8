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
                var a = take(semaphore, "a");
                var b = take(semaphore, "b");
                ticks(1);
                semaphore.release();
                semaphore.release();
                semaphore.release();
                say(semaphore.isLocked());
                var c = take(semaphore, "c");
                var d = take(semaphore, "d");
                ticks(2);
                semaphore.release();
                ticks(2);
                var e = take(semaphore, "e");
                ticks(1);
                e.cancel("e goes");
                semaphore.release();
                say(semaphore.isLocked());
                semaphore.acquire();
                say("main has it");
                say(Stream.of(a, b, c, d, e).map(task -> outcome(task)).toList());
            });
}
