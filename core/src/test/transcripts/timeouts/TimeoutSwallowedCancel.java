import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                timeout(
                        millis(10),
                        () -> {
                            say(outcome(() -> sleep(seconds(3600))));
                            sleep(millis(50));
                            say("went on", currentTask().cancelling());
                        });
                say("end", currentTask().cancelling());
                sleep(millis(10));
            });
}
