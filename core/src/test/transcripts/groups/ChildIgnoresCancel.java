import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String stubborn() {
    say(outcome(() -> sleep(seconds(3600))));
    sleep(millis(10));
    say("the task ends");
    return "result";
}

List<Task<String>> tasks = new ArrayList<>();

void block() {
    taskGroup(
            group -> {
                tasks.add(group.createTask(() -> stubborn()));
                sleep(millis(10));
                throw new Oops("body");
            });
}

void main() {
    run(
            () -> {
                say(outcome(() -> block()));
                say(tasks.get(0).result(), tasks.get(0).cancelling());
            });
}
