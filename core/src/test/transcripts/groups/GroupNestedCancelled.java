import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void sleeper(String name) {
    try {
        sleep(seconds(3600));
    } finally {
        say(name);
    }
}

void block() {
    var me = currentTask();
    try {
        taskGroup(
                outer -> {
                    outer.createTask(() -> sleeper("the outer task ends"));
                    try {
                        taskGroup(
                                inner -> {
                                    inner.createTask(() -> sleeper("the inner task ends"));
                                    sleep(seconds(3600));
                                });
                    } catch (CancelledError e) {
                        say("inner", e, me.cancelling());
                        throw e;
                    }
                });
    } catch (CancelledError e) {
        say("outer", e, me.cancelling());
        throw e;
    }
}

void main() {
    run(
            () -> {
                var task = createTask(() -> block());
                sleep(millis(10));
                task.cancel("enough");
                say(outcome(task), task.cancelling());
            });
}
