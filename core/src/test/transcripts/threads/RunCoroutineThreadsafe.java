import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(boolean fails) {
    say("on the loop", currentTask() != null);
    sleep(seconds(0));
    if (fails) {
        throw new Oops("work");
    }
    return "result";
}

void main() {
    run(
            () -> {
                var loop = getRunningLoop();
                toThread(
                        () -> {
                            say(runCoroutineThreadsafe(loop, () -> work(false)).join());
                            var future = runCoroutineThreadsafe(loop, () -> work(true));
                            say(future.handle((_, error) -> error).join());
                        });
            });
}
