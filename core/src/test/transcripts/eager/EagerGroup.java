import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, boolean suspends, boolean fails) {
    say(name);
    if (suspends) {
        sleep(seconds(0));
    }
    if (fails) {
        throw new Oops(name);
    }
    return name;
}

void block() {
    taskGroup(
            group -> {
                var sleeper = group.createTask(() -> sleep(seconds(3600)));
                group.createTask(() -> work("c", true, true));
                try {
                    sleep(seconds(3600));
                } finally {
                    say(sleeper.isDone(), currentTask().cancelling());
                }
            });
}

void main() {
    run(
            () -> {
                getRunningLoop().setTaskFactory(eagerTaskFactory());
                var tasks =
                        taskGroup(
                                group -> {
                                    var a = group.createTask(() -> work("a", false, false));
                                    var b = group.createTask(() -> work("b", true, false));
                                    say("body ends", a.isDone(), b.isDone());
                                    return List.of(a, b);
                                });
                say(tasks.get(0).result(), tasks.get(1).result());
                say(outcome(() -> block()));
            });
}
