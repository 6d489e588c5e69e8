import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work() {
    sleep(millis(10));
    say("the task ends");
}

void fail() {
    throw new Oops("child");
}

String block(boolean fails) {
    return taskGroup(
            group -> {
                group.createTask(() -> work());
                if (fails) {
                    group.createTask(() -> fail());
                }
                return "returned";
            });
}

void main() {
    run(
            () -> {
                say(block(false));
                say(outcome(() -> block(true)));
            });
}
