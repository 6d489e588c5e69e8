import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String precious() {
    sleep(millis(50));
    say("saved");
    return "saved";
}

void work(Task<String> task) {
    shield(task);
    say("never");
}

void block(Task<String> task) {
    taskGroup(
            group -> {
                var child = group.createTask(() -> work(task));
                try {
                    sleep(millis(10));
                    throw new Oops("body");
                } finally {
                    getRunningLoop().callLater(millis(10), () -> say(child.isCancelled()));
                }
            });
}

void main() {
    run(
            () -> {
                var task = createTask(() -> precious());
                say(outcome(() -> block(task)), task.isDone());
                say(task.await());
            });
}
