import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void leaf(String name, int time) {
    try {
        sleep(millis(time));
    } catch (CancelledError e) {
        throw new Oops(name);
    }
    throw new Oops(name);
}

void branch(String name, int time) {
    taskGroup(
            group -> {
                group.createTask(() -> leaf(name + "1", 3_600_000));
                leaf(name, time);
            });
}

void tree() {
    taskGroup(
            group -> {
                group.createTask(() -> branch("a", 10));
                group.createTask(() -> branch("b", 20));
                sleep(seconds(3600));
            });
}

void main() {
    run(() -> say(outcome(() -> tree())));
}
