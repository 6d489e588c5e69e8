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

void stubborn(Lock lock, String name) {
    while (true) {
        try {
            lock.acquire();
            break;
        } catch (CancelledError e) {
            say(name, e);
        }
    }
    say(name, "has it");
    sleep(millis(0));
    lock.release();
}

void main() {
    run(
            () -> {
                var lock = new Lock();
                lock.acquire();
                var tasks =
                        Stream.of("a", "b", "c")
                                .map(name -> createTask(() -> stubborn(lock, name)))
                                .toList();
                ticks(1);
                tasks.get(0).cancel("once");
                ticks(1);
                tasks.get(1).cancel("twice");
                lock.release();
                ticks(8);
                gather(tasks);
                say(lock.isLocked());
            });
}
