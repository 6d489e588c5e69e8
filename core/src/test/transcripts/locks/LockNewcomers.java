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
                ticks(1);
                lock.release();
                var b = take(lock, "b");
                getRunningLoop().callLater(seconds(1), lock::release);
                getRunningLoop().callLater(seconds(2), lock::release);
                lock.acquire();
                say("main has it", lock.isLocked());
                var c = take(lock, "c");
                var d = take(lock, "d");
                ticks(1);
                c.cancel("c");
                d.cancel("d");
                lock.release();
                lock.acquire();
                say("main again");
                ticks(2);
                say(Stream.of(a, b, c, d).map(task -> outcome(task)).toList());
            });
}
