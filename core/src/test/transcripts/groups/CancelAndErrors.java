import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void failCleaningUp() {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        throw new Oops("clean-up");
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> failCleaningUp());
                sleep(seconds(3600));
            });
}

String work() {
    var me = currentTask();
    say(outcome(() -> block()), me.cancelling());
    say(outcome(() -> sleep(seconds(3600))), me.cancelling());
    sleep(millis(10));
    return "goes on";
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(10));
                task.cancel("enough");
                say(outcome(task));
            });
}
