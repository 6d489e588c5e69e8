import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        say("the task ends");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
                sleep(seconds(0));
                throw new Oops("body");
            });
}

void lonely() {
    taskGroup(
            _ -> {
                throw new Oops("lonely");
            });
}

void atOnce() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
                throw new Oops("at once");
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block()));
                say(outcome(() -> lonely()));
                say(outcome(() -> atOnce()));
                say(currentTask().cancelling());
            });
}
