import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(int level) {
    try {
        if (level == 0) {
            sleep(seconds(3600));
        } else {
            createTask(() -> work(level - 1)).await();
        }
    } catch (CancelledError e) {
        say(level, e, currentTask().cancelling());
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work(3));
                sleep(millis(10));
                task.cancel("from above");
                say("asked");
                say(outcome(task));
            });
}
