import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

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

void twice(Semaphore semaphore, String name) {
    semaphore.acquire();
    say(name, "has it");
    semaphore.release();
    semaphore.acquire();
    say(name, "has it again");
}

void main() {
    run(
            () -> {
                var semaphore = new Semaphore(1);
                var a = take(semaphore, "a");
                var b = createTask(() -> twice(semaphore, "b"));
                var c = take(semaphore, "c");
                ticks(1);
                semaphore.release();
                semaphore.release();
                say(semaphore.isLocked());
                ticks(4);
                gather(a, b, c);
                say(semaphore.isLocked());
            });
}
