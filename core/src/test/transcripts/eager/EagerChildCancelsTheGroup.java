import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

void work(TaskGroup group) {
    group.cancel();
    say("goes on");
    try {
        sleep(seconds(3600));
    } catch (CancelledError e) {
        say("the task", e);
        throw e;
    }
}

void block() {
    taskGroup(
            group -> {
                group.createTask(() -> work(group));
                say("made");
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
