import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail() {
    sleep(millis(10));
    throw new Oops("child");
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> fail());
                group.createTask(() -> sleep(seconds(3600)));
                say("body ends");
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block()));
                sleep(millis(10));
                say("end", currentTask().cancelling());
            });
}
