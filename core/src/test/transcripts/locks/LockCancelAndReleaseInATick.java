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
                var a = take(lock, "a");
                var b = take(lock, "b");
                var c = take(lock, "c");
                ticks(1);
                a.cancel("first");
                lock.release();
                b.cancel("second");
                say(lock.isLocked());
                ticks(4);
                say(lock.isLocked());
                lock.release();
                lock.acquire();
                say("main has it");
                say(Stream.of(a, b, c).map(task -> outcome(task)).toList());
            });
}
