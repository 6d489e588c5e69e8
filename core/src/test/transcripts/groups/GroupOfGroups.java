import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void leaf(String name, int time) {
    try {
        sleep(millis(time));
    } catch (CancelledError e) {
        // fails all the same
    }
    throw new Oops(name);
}

void branch(String name, int time) {
    taskGroup(
            group -> {
                group.createTask(() -> leaf(name + "1", time));
                sleep(seconds(0));
                throw new Oops(name);
            });
}

void tree() {
    taskGroup(
            group -> {
                group.createTask(() -> branch("a", 10));
                sleep(millis(10));
                group.createTask(() -> branch("b", 20));
                sleep(millis(10));
            });
}

void main() {
    run(() -> say(outcome(() -> tree())));
}
