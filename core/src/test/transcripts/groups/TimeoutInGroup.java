import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void limited() {
    timeout(millis(10), () -> sleep(seconds(3600)));
}

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        say("the task ends");
    }
}

void inBody() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
                limited();
            });
}

void inTask() {
    taskGroup(
            group -> {
                group.createTask(() -> sleeper());
                group.createTask(() -> limited());
            });
}

String slow() {
    sleep(millis(20));
    return "result";
}

String caught() {
    var task =
            taskGroup(
                    group -> {
                        var slow = group.createTask(() -> slow());
                        say("caught", outcome(() -> limited()));
                        return slow;
                    });
    return task.result();
}

void main() {
    run(
            () -> {
                say(outcome(() -> inBody()));
                say(outcome(() -> inTask()));
                say(outcome(() -> caught()));
                say(currentTask().cancelling());
            });
}
