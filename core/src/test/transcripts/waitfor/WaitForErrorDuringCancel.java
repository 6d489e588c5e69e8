import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        throw new Oops("instead");
    }
}

void main() {
    run(
            () -> {
                say(outcome(() -> waitFor(() -> work(), millis(10))));
                say(outcome(() -> waitFor(createTask(() -> work()), millis(10))));
            });
}
