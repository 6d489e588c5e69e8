import static org.asyncio4j.Asyncio.*;

import static transcript.Transcript.*;

import org.asyncio4j.*;

String work(String name, int time) {
    sleep(millis(time));
    return name;
}

void main() {
    run(
            () -> {
                var tasks =
                        List.of(
                                createTask(() -> work("a", 10)),
                                createTask(() -> work("b", 30)),
                                createTask(() -> work("c", 40)));
                var completed = asCompleted(tasks, millis(20)).iterator();
                say(completed.next().result());
                say(outcome(() -> completed.next()));
                say(outcome(() -> completed.next()));
                say(tasks.stream().map(Task::isDone).toList());
                say(gather(tasks));
            });
}
