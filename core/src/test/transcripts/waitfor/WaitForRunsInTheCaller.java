import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(Task<?> me) {
    say("works", currentTask() == me);
}

void main() {
    run(
            () -> {
                var me = currentTask();
                getRunningLoop().callSoon(() -> say("callback"));
                waitFor(() -> work(me), seconds(1));
                say("waited");
                sleep(seconds(0));
            });
}
