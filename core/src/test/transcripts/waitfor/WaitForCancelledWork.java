import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var work = createTask(() -> sleep(seconds(3600)));
                getRunningLoop().callLater(millis(10), () -> work.cancel("work"));
                say(outcome(() -> waitFor(work, seconds(3600))), currentTask().cancelling());
            });
}
