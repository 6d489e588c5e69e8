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

void taker(Lock lock, String name) {
    try {
        lock.acquire();
        say(name, "has it");
    } catch (CancelledError e) {
        say(name, e);
        throw e;
    }
}

Task<Void> take(Lock lock, String name) {
    return createTask(() -> taker(lock, name));
}

void main() {
    run(
            () -> {
                var lock = new Lock();
                lock.acquire();
                var tasks =
                        Stream.of("a", "b", "c", "d", "e").map(name -> take(lock, name)).toList();
                ticks(1);
                tasks.get(1).cancel("b goes");
                tasks.get(3).cancel("d goes");
                ticks(2);
                for (int i = 0; i < 3; i++) {
                    lock.release();
                    ticks(2);
                }
                say(tasks.stream().map(task -> outcome(task)).toList());
            });
}
