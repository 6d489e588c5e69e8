import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

int steps;

void spawn(TaskGroup group) {
    if (++steps == 20) {
        throw new Oops("enough");
    }
    sleep(seconds(0));
    group.createTask(() -> spawn(group));
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> spawn(group));
            });
}

void main() {
    run(() -> say(outcome(() -> block()), steps));
}
