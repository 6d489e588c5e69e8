import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

import java.time.Duration;

void user(Lock lock, String name, Duration limit) {
    try {
        timeout(limit, () -> lock.acquire());
    } catch (TimeoutException e) {
        say(name, e);
        return;
    }
    say(name, "has it");
    sleep(seconds(2));
    lock.release();
}

void main() {
    run(
            () -> {
                var lock = new Lock();
                gather(
                        () -> user(lock, "a", seconds(1)),
                        () -> user(lock, "b", seconds(1)),
                        () -> user(lock, "c", seconds(2.5)),
                        () -> user(lock, "d", seconds(3.5)),
                        () -> user(lock, "e", null));
                say(getRunningLoop().time().toMillis() / 1000.0, lock.isLocked());
            });
}
