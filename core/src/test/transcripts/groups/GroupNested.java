import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(String message, int time) {
    sleep(millis(time));
    throw new Oops(message);
}

void inner() {
    taskGroup(
            group -> {
                group.createTask(() -> fail("inner", 10));
                group.createTask(() -> sleep(seconds(3600)));
            });
}

void outer() {
    taskGroup(
            group -> {
                group.createTask(() -> sleep(seconds(3600)));
                say(outcome(() -> inner()));
                say("the outer one goes on", currentTask().cancelling());
                inner();
            });
}

void tree() {
    taskGroup(
            group -> {
                group.createTask(() -> inner());
                group.createTask(() -> fail("late", 20));
                sleep(seconds(3600));
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> outer()));
                say(outcome(() -> tree()));
                say(currentTask().cancelling());
            });
}
