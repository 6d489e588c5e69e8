import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void failing(Lock lock) {
    lock.hold(
            () -> {
                throw new Oops("inside");
            });
}

void main() {
    run(
            () -> {
                var lock = new Lock();
                say(outcome(lock::release));
                say(outcome(() -> failing(lock)), lock.isLocked());
                try (var _ = lock.hold()) {
                    say(lock.isLocked());
                    lock.release();
                    say(lock.isLocked());
                    lock.acquire();
                }
                say(lock.isLocked(), outcome(lock::release));
            });
}
