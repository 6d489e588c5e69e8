import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void child(String name) {
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say(name, e);
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task =
                        createTask(
                                () ->
                                        gather(
                                                () -> child("a"),
                                                () -> sleep(seconds(0)),
                                                () -> child("b"),
                                                () -> child("c")));
                sleep(millis(10));
                say(task.cancel("all of you"));
                say(outcome(task), task.isCancelled());
            });
}
