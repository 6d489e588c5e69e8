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
                sleep(seconds(3600));
            });
}

void work() {
    var me = currentTask();
    say(outcome(() -> block()), me.cancelling());
    sleep(seconds(3600));
}

void main() {
    run(
            () -> {
                var task = createTask(() -> work());
                sleep(millis(10));
                task.cancel("enough");
                say(outcome(task), task.cancelling());
            });
}
