import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void main() {
    run(
            () -> {
                var task = createTask(() -> sleep(seconds(0)));
                task.await();
                getRunningLoop().callSoon(() -> say("callback"));
                task.await();
                say("awaited");
                sleep(seconds(0));
                say("slept");
            });
}
