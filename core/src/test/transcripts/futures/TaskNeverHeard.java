import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    throw new Oops("task");
}

void main() {
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("told", context.exception()));
                createTask(() -> fail());
                sleep(seconds(0));
                sleep(seconds(0));
            });
}
