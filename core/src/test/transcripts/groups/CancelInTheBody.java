import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        say("the task ends");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
                try {
                    sleep(seconds(3600));
                } finally {
                    sleep(millis(10));
                    say("body ends");
                }
            });
}

void main() {
    run(
            () -> {
                var task = createTask(() -> block());
                sleep(millis(10));
                task.cancel("enough");
                say(outcome(task), task.isCancelled(), task.cancelling());
            });
}
