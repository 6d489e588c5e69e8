import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(TaskGroup group) {
    try {
        sleep(seconds(3600));
    } finally {
        group.createTask(() -> say("never"));
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> work(group));
                sleep(millis(10));
                throw new Oops("body");
            });
}

void main() {
    run(() -> say(outcome(() -> block())));
}
