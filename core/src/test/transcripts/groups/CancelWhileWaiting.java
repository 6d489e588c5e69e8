import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(10));
        say("the task ends");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
            });
    say("never");
}

void main() {
    run(
            () -> {
                var task = createTask(() -> block());
                sleep(millis(10));
                task.cancel("enough");
                sleep(seconds(0));
                sleep(seconds(0));
                say(task.isDone());
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
