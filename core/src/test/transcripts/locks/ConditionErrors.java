import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

boolean fail() {
    throw new Oops("asked");
}

void main() {
    run(
            () -> {
                var condition = new Condition();
                say(outcome(() -> condition.await()));
                say(outcome(() -> condition.notifyOne()));
                say(outcome(() -> condition.notifyWaiters(0)));
                say(outcome(() -> condition.notifyAllWaiters()));
                say(outcome(() -> condition.awaitFor(() -> false)));
                say(outcome(condition::release));
                condition.acquire();
                say(outcome(() -> condition.awaitFor(() -> fail())), condition.isLocked());
                say(outcome(condition::release), condition.isLocked());
            });
}
