import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work() {
    sleep(millis(50));
    return "result";
}

void main() {
    run(
            () -> {
                var inner = createTask(() -> work());
                say(
                        outcome(() -> waitFor(ensureFuture(() -> shield(inner)), seconds(0))),
                        inner.cancelling());
                say(outcome(() -> waitFor(() -> shield(inner), millis(10))), inner.cancelling());
                say(outcome(() -> waitFor(() -> shield(inner), null)), inner.cancelling());
                say(outcome(() -> waitFor(inner, seconds(0))));
            });
}
