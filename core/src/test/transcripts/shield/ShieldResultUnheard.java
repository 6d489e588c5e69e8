import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void waits(Future<Void> inner) {
    shield(inner);
}

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("never", context.message()));
                for (boolean succeeds : List.of(true, false)) {
                    Future<Void> inner = Future.pending();
                    var outer = createTask(() -> waits(inner));
                    sleep(seconds(0));
                    outer.cancel("enough");
                    say(outcome(outer));
                    if (succeeds) {
                        inner.setResult(null);
                    } else {
                        inner.cancel();
                    }
                    sleep(seconds(0));
                }
                say("end");
            });
}
