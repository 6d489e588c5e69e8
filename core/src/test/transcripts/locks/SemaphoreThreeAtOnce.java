import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void ticks(int count) {
    for (int i = 0; i < count; i++) {
        say("tick", i);
        sleep(millis(0));
    }
}

void first(Semaphore semaphore) {
    semaphore.acquire();
    say("first", semaphore.isLocked());
    createTask(() -> say("started by first")).await();
}

void second(Semaphore semaphore) {
    for (int i = 0; i < 3; i++) {
        semaphore.release();
        say("release", semaphore.isLocked());
    }
    semaphore.acquire();
    say("second", semaphore.isLocked());
}

void third(Semaphore semaphore) {
    semaphore.acquire();
    say("third", semaphore.isLocked());
}

void main() {
    run(
            () -> {
                var semaphore = new Semaphore(0);
                var a = createTask(() -> first(semaphore));
                var b = createTask(() -> second(semaphore));
                var c = createTask(() -> third(semaphore));
                ticks(4);
                gather(a, b, c);
            });
}
