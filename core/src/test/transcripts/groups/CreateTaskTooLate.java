import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

Object refused(TaskGroup group) {
    return outcome(
            () -> {
                group.createTask(() -> say("never"));
            });
}

void fail() {
    sleep(millis(10));
    throw new Oops("child");
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> fail());
                try {
                    sleep(seconds(3600));
                } finally {
                    say("while it is cancelled", refused(group));
                }
            });
}

void main() {
    run(
            () -> {
                var group =
                        taskGroup(
                                g -> {
                                    g.createTask(() -> sleep(millis(10)));
                                    return g;
                                });
                say("at the end", refused(group));
                say(outcome(() -> block()));
                sleep(millis(10));
            });
}
