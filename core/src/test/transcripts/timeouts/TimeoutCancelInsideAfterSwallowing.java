import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    say(outcome(() -> sleep(seconds(3600))));
    var me = currentTask();
    say(me.cancelling());
    try {
        timeout(millis(10), () -> sleep(seconds(3600)));
    } catch (TimeoutException e) {
        say(e, me.cancelling());
    }
    timeout(
            seconds(1),
            () -> {
                me.cancel("self");
                sleep(seconds(3600));
            });
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(10));
                task.cancel("first");
                say(outcome(task), task.cancelling());
            });
}
