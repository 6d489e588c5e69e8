import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> sleep(seconds(3600)));
                getRunningLoop().callLater(millis(10), () -> task.cancel("callback"));
                say(outcome(task));
                var victim = createTask(() -> sleep(seconds(3600)));
                createTask(() -> sleep(seconds(0))).addDoneCallback(_ -> victim.cancel("end"));
                say(outcome(victim));
            });
}
