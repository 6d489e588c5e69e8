import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Coroutine<String> work(Task<?> task) {
    return async(
            () -> {
                say("works", currentTask() == task);
                return "done";
            });
}

void main() {
    run(
            () -> {
                var coroutine = work(currentTask());
                getRunningLoop().callSoon(() -> say("callback"));
                say("made");
                sleep(seconds(0));
                getRunningLoop().callSoon(() -> say("later"));
                say("slept");
                say(await(coroutine));
                sleep(seconds(0));
            });
}
