import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String block(Duration when) {
    return timeoutAt(
            when,
            limit -> {
                say(Objects.equals(limit.when(), when), limit.isExpired());
                sleep(millis(20));
                return "in time";
            });
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                say(outcome(() -> block(loop.time().plusMillis(10))));
                say(outcome(() -> block(loop.time().plusMillis(30))));
                say(outcome(() -> block(loop.time().minusSeconds(1))));
                say(outcome(() -> block(null)));
            });
}
