import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(String name, int time) {
    try {
        sleep(seconds(3600));
    } finally {
        sleep(millis(time));
        say(name, "cleaned up");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> work("a", 30));
                group.createTask(() -> work("b", 10));
                group.createTask(() -> work("c", 20));
                sleep(millis(10));
                throw new Oops("body");
            });
}

void main() {
    run(() -> say(outcome(() -> block())));
}
