import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Void work(RuntimeException error) {
    sleep(millis(10));
    throw error;
}

void main() {
    run(
            () -> {
                var error = new TimeoutException("own");
                var e = outcome(() -> waitFor(() -> work(error), seconds(3600)));
                say(e, e == error);
            });
}
