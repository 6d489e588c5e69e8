import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(10));
    throw new Grave("child");
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> fail());
                try {
                    sleep(seconds(3600));
                } catch (CancelledError e) {
                    throw new Grave("body");
                }
            });
}

void main() {
    run(() -> say(outcome(() -> block())));
}
