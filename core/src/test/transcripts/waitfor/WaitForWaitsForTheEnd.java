import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    try {
        sleep(seconds(3600));
    } finally {
        say("cleans up");
        sleep(millis(50));
        say("is clean");
    }
}

void main() {
    run(
            () -> {
                var before = getRunningLoop().time();
                say(outcome(() -> waitFor(() -> work(), millis(10))));
                say(getRunningLoop().time().minus(before).toMillis());
            });
}
