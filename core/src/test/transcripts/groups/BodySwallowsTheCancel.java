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
                say("body", outcome(() -> sleep(seconds(3600))));
                sleep(millis(10));
                say("body ends", currentTask().cancelling());
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
