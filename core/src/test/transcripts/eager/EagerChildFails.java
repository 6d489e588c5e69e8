import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void fail(String name) {
    throw new Oops(name);
}

void sleeper() {
    try {
        sleep(seconds(3600));
    } finally {
        say("the task ends");
    }
}

void block() {
    var me = currentTask();
    taskGroup(
            group -> {
                group.createTask(() -> fail("a"));
                say("made", me.cancelling());
                group.createTask(() -> sleeper());
                group.createTask(() -> fail("b"));
                say("made more", me.cancelling());
                sleep(seconds(3600));
                say("never");
            });
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                say(outcome(() -> block()), currentTask().cancelling());
            });
}
