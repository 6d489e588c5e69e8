import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void left() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        throw new Oops("left");
    }
}

void main() {
    var tasks = new ArrayList<Task<Void>>();
    run(
            () -> {
                getRunningLoop()
                        .setExceptionHandler((_, context) -> say("told", context.exception()));
                tasks.add(createTask(() -> left()));
                sleep(seconds(0));
            });
    say(tasks.get(0).exception());
}
