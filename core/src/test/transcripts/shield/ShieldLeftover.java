import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("the work is cancelled");
        throw e;
    }
}

void waits(Task<Void> inner) {
    try {
        shield(inner);
    } finally {
        say("the one who waits ends");
    }
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> work());
                var outer = createTask(() -> waits(inner));
                sleep(millis(10));
                outer.cancel();
                waitAll(List.of(outer));
                say("main ends");
            });
}
