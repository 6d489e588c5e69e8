import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String message, int time) {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        sleep(millis(time));
        throw new Oops(message);
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> work("slow", 30));
                group.createTask(() -> work("fast", 10));
                group.createTask(() -> work("middling", 20));
                sleep(millis(10));
                throw new Oops("body");
            });
}

void main() {
    run(() -> say(outcome(() -> block())));
}
