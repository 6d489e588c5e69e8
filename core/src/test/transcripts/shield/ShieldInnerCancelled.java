import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(10));
        say("the work ends");
    }
}

void waits(Task<Void> inner) {
    shield(inner);
    say("never");
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> work());
                var outer = createTask(() -> waits(inner));
                sleep(millis(10));
                inner.cancel();
                say(outcome(outer), outer.isCancelled(), outer.cancelling(), inner.isCancelled());
            });
}
