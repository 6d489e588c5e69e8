import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waits(Task<Void> inner) {
    shield(inner);
}

void main() {
    run(
            () -> {
                for (boolean innerFirst : List.of(true, false)) {
                    var inner = createTask(() -> sleep(seconds(3600)));
                    var outer = createTask(() -> waits(inner));
                    sleep(millis(10));
                    (innerFirst ? inner : outer).cancel();
                    (innerFirst ? outer : inner).cancel();
                    say(outcome(outer), outer.isCancelled(), outer.cancelling());
                    say(outcome(inner), inner.isCancelled(), inner.cancelling());
                }
            });
}
