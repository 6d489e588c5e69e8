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
                sleep(seconds(0));
                throw new CancelledError("own");
            });
}

void main() {
    run(() -> say(outcome(() -> block()), currentTask().cancelling()));
}
