import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Object fail() {
    sleep(millis(10));
    throw new Oops("failed");
}

Object slow() {
    sleep(millis(30));
    return "result";
}

void main() {
    run(
            () -> {
                Task<Object> cancelled =
                        createTask(
                                () -> {
                                    sleep(seconds(3600));
                                    return "never";
                                });
                var works = List.of(async(() -> slow()), cancelled, async(() -> fail()));
                getRunningLoop().callLater(millis(20), () -> cancelled.cancel());
                for (var awaitable : asCompleted(works).awaitables()) {
                    say(outcome(awaitable), currentTask().cancelling());
                }
            });
}
