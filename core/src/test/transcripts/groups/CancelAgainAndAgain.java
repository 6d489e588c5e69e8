import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void stubborn() {
    for (int i = 0; i < 3; i++) {
        var time = i == 0 ? seconds(3600) : millis(25);
        say(i, outcome(() -> sleep(time)));
    }
    say("the task ends");
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> stubborn());
            });
}

void main() {
    run(
            () -> {
                var task = createTask(() -> block());
                for (int i = 0; i < 4; i++) {
                    sleep(millis(10));
                    say("cancel", i, task.cancel(String.valueOf(i)));
                }
                var e = outcome(task);
                say(e, task.cancelling());
            });
}
